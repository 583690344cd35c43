//! Finding runs by words: text is compared without regard to case and accents, as the window does.

use std::path::Path;

use chrono::NaiveDate;
use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::model::ExportRequest;
use crate::period;
use crate::reports;

/// The most bytes by which a run is found: a request may hold thousands of ids.
const MOST_BYTES: usize = 4_000;

/// Text as search compares it: case, accents and the Turkish dotted and dotless i make no
/// difference.
pub(crate) fn fold(text: &str) -> String {
    let lower: String = text
        .chars()
        .map(|c| {
            if matches!(c, 'İ' | 'I' | 'ı') {
                'i'
            } else {
                c
            }
        })
        .flat_map(char::to_lowercase)
        .collect();
    let apart = DecomposingNormalizerBorrowed::new_nfd().normalize(&lower);
    let mut folded = String::with_capacity(apart.len());
    for c in apart.chars() {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            c => folded.push(c),
        }
    }
    folded
}

/// The words of what a person typed, folded.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text).split_whitespace().map(str::to_owned).collect()
}

/// What a run is found by, apart from its connection's name: its file's name and what was asked for.
pub(crate) fn words_of(request: &ExportRequest, target: &Path) -> String {
    let mut text = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    // Whatever the file was called.
    let asked = days(request)
        .map(|(from, to)| format!("{} {from} {to}", reports::title(request.report).en));
    let lists = [
        &request.columns,
        &request.team_ids,
        &request.agent_ids,
        &request.options.work_queue_ids,
    ];
    let rest = asked
        .iter()
        .chain([&request.time_zone])
        .chain(lists.into_iter().flatten());
    for part in rest {
        if text.len() + part.len() >= MOST_BYTES {
            break;
        }
        text.push('\n');
        text.push_str(part);
    }
    fold(&text)
}

/// The days of a run's period, which is fixed.
fn days(request: &ExportRequest) -> Option<(NaiveDate, NaiveDate)> {
    let zone = period::zone(&request.time_zone).ok()?;
    let resolved = period::resolve(request.period, zone, 0).ok()?;
    period::days(&resolved, zone).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turkish_dotted_and_dotless_i_are_one_however_they_were_typed_or_put_together() {
        for written in [
            "istanbul",
            "İSTANBUL",
            "ISTANBUL",
            "ıstanbul",
            "i\u{307}stanbul",
            "I\u{307}STANBUL",
        ] {
            assert_eq!(fold(written), "istanbul");
        }
    }

    #[test]
    fn case_accents_and_the_turkish_i_make_no_difference() {
        for (one, other) in [
            ("İSTANBUL", "ıstanbul"),
            ("Équipe", "EQUIPE"),
            ("Łódź", "lodz"),
            ("Straße", "STRASSE"),
            ("Cœur", "COEUR"),
            ("Ağustos.xlsx", "agustos.XLSX"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
        assert_eq!(words("  Two\tWORDS "), ["two", "words"]);
    }
}
