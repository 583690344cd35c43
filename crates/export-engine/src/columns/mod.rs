//! The columns of an export that are known: those that the vendor documents, with a name and a sentence for
//! people, and those that came in a connection's files of that export.

mod texts;

use std::collections::HashMap;

use crate::model::{
    Column, ColumnOrigin, ColumnTexts, ExcelTimes, FileFormat, FileOptions, Headers, Report,
};

/// Documented for `reportMetrics` in general.
const IDENTITY: [&str; 3] = ["agent_name", "agent_email", "agent_id"];

/// Documented for Raw Conversation exports.
const CONVERSATION: [&str; 3] = ["CONVERSATION_ID", "STATUS", "ASSIGNED_AGENT_DISPLAY_ID"];

/// Of User exports, and returned only when they are generated in JSON.
const JSON_ONLY: [&str; 5] = [
    "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
    "TOTAL_GREEN_STATE_TIME_MILLIS",
    "TOTAL_YELLOW_STATE_TIME_MILLIS",
    "TOTAL_RED_STATE_TIME_MILLIS",
    "TOTAL_MOBILE_TIME_MILLIS",
];

/// A column that came in a file, and when it first did, in UTC milliseconds.
pub(crate) type Learned = (String, i64);

/// Documented columns of an export, then those learned that are not among them.
pub(crate) fn known(report: Report, learned: Vec<Learned>) -> Vec<Column> {
    let own: &[&str] = match report {
        Report::User => &JSON_ONLY,
        Report::Conversation => &CONVERSATION,
        _ => &[],
    };
    let when = |name: &str| {
        let mut same = learned.iter().filter(|(known, _)| known == name);
        same.next().map(|(_, at)| *at)
    };
    let mut columns: Vec<Column> = IDENTITY
        .iter()
        .chain(own)
        .map(|name| Column {
            name: (*name).to_owned(),
            origin: ColumnOrigin::Documented,
            json_only: JSON_ONLY.contains(name),
            learned_at: when(name),
            texts: texts(name),
        })
        .collect();
    let documented = columns.len();
    for (name, at) in learned {
        if columns[..documented]
            .iter()
            .all(|column| column.name != name)
        {
            columns.push(Column {
                name,
                origin: ColumnOrigin::Learned,
                json_only: false,
                learned_at: Some(at),
                texts: None,
            });
        }
    }
    columns
}

/// What a documented column means, for people.
fn texts(name: &str) -> Option<ColumnTexts> {
    let mut documented = texts::DOCUMENTED.iter();
    documented
        .find(|(documented, _)| *documented == name)
        .map(|(_, texts)| *texts)
}

/// The header of a column in a table, when it is not its own name.
pub(crate) fn header(name: &str, file: &FileOptions) -> Option<String> {
    if file.headers == Headers::Technical {
        return None;
    }
    let title = texts(name)?.titles.of(file.language);
    if !JSON_ONLY.contains(&name) {
        return Some(title.to_owned());
    }
    let unit = match (file.format, file.excel_times) {
        (FileFormat::Excel, ExcelTimes::Hours) => texts::HOURS,
        (FileFormat::Excel, ExcelTimes::Durations) => texts::CLOCK,
        _ => texts::MILLISECONDS,
    };
    Some(format!("{title} ({})", unit.of(file.language)))
}

/// The headers of the documented columns in a table, where they are not the columns' own names.
pub fn plain_headers(file: &FileOptions) -> HashMap<String, String> {
    let names = texts::DOCUMENTED.iter().map(|(name, _)| *name);
    let plain = names.filter_map(|name| Some((name.to_owned(), header(name, file)?)));
    plain.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::Locale;

    #[test]
    fn a_learned_column_that_is_documented_is_listed_once() {
        let known = known(
            Report::User,
            vec![("agent_id".into(), 7), ("Own".into(), 9)],
        );
        assert_eq!(known.len(), 9);
        let column = |name: &str| {
            let found = known.iter().find(|column| column.name == name);
            found.expect("listed")
        };
        let id = column("agent_id");
        assert_eq!(
            (id.origin, id.learned_at),
            (ColumnOrigin::Documented, Some(7))
        );
        assert_eq!(column("agent_name").learned_at, None);
        assert!(column("TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS").json_only);
        let own = column("Own");
        assert_eq!(
            (own.origin, own.learned_at),
            (ColumnOrigin::Learned, Some(9))
        );
        assert_eq!((own.json_only, own.texts), (false, None));
    }

    #[test]
    fn an_export_is_offered_the_columns_that_are_documented_for_it() {
        let names = |report| -> Vec<String> {
            let known = known(report, vec![]);
            known.into_iter().map(|column| column.name).collect()
        };
        assert_eq!(names(Report::Response), IDENTITY);
        assert_eq!(names(Report::Conversation)[3..], CONVERSATION);
        assert_eq!(names(Report::User)[3..], JSON_ONLY);
    }

    #[test]
    fn every_documented_column_has_words_of_its_own_in_every_language() {
        let mut columns = known(Report::User, vec![]);
        let of_conversations = known(Report::Conversation, vec![]);
        columns.extend(of_conversations.into_iter().skip(IDENTITY.len()));
        for language in Locale::ALL {
            let (mut titles, mut hints) = (HashSet::new(), HashSet::new());
            for column in &columns {
                let texts = column.texts.expect("words");
                let (title, hint) = (texts.titles.of(language), texts.hints.of(language));
                assert!(titles.insert(title), "{title} twice in {language:?}");
                assert!(hints.insert(hint), "{hint} twice in {language:?}");
                assert!(!title.ends_with('.') && title.len() > 5, "{title}");
                assert!(hint.ends_with('.') && hint.len() > title.len(), "{hint}");
            }
            assert_eq!(titles.len(), 11);
        }
        for column in &columns {
            let texts = column.texts.expect("words");
            for words in [texts.titles, texts.hints] {
                let languages: HashSet<_> = Locale::ALL.map(|language| words.of(language)).into();
                assert_eq!(languages.len(), 5, "{words:?} is the same in two languages");
            }
        }
    }

    #[test]
    fn plain_headers_say_the_unit_of_times() {
        let header_in = |name, format, excel_times, language| {
            let file = FileOptions {
                headers: Headers::Plain,
                language,
                excel_times,
                ..FileOptions::of(format)
            };
            header(name, &file)
        };
        let time = "TOTAL_GREEN_STATE_TIME_MILLIS";
        for (format, times, language, expected) in [
            (
                FileFormat::Excel,
                ExcelTimes::Hours,
                Locale::En,
                "Time in green state (h)",
            ),
            (
                FileFormat::Excel,
                ExcelTimes::Durations,
                Locale::De,
                "Zeit im Status Grün (h:mm:ss)",
            ),
            (
                FileFormat::Excel,
                ExcelTimes::Milliseconds,
                Locale::Tr,
                "Yeşil durumda geçen süre (ms)",
            ),
            // A CSV file has milliseconds, whatever was picked for Excel.
            (
                FileFormat::Csv,
                ExcelTimes::Hours,
                Locale::Fr,
                "Temps en état vert (ms)",
            ),
        ] {
            let header = header_in(time, format, times, language);
            assert_eq!(header.as_deref(), Some(expected));
        }
        let name = header_in("agent_name", FileFormat::Csv, ExcelTimes::Hours, Locale::Es);
        assert_eq!(name.as_deref(), Some("Nombre del agente"));
        let own = header_in("Own", FileFormat::Csv, ExcelTimes::Hours, Locale::Es);
        assert_eq!(own, None);
        assert_eq!(header(time, &FileOptions::of(FileFormat::Excel)), None);
    }
}
