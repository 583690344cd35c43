//! Names of files from patterns such as `{preset} {from} to {to}`, fit for every system.
//!
//! What a person writes between the pieces is refused when a system could not have it in a name. What a
//! piece brings in (a preset's name may hold a slash) is made to fit instead.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::model::{Field, FieldFault, FileNamePiece, Locale, Problem, ProblemKind, Words};

/// The most bytes of a name: what file systems take (255), less room for an extension and for what tells
/// several files apart, such as " (2)" or " (12 of 20)".
const LONGEST: usize = 200;
/// The most characters of a pattern.
const LONGEST_PATTERN: usize = 200;

/// What the pieces of a name come to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pieces<'a> {
    pub(crate) preset: &'a str,
    /// The export's name.
    pub(crate) report: &'a str,
    pub(crate) connection: &'a str,
    pub(crate) time_zone: &'a str,
    /// The first and the last day of the period.
    pub(crate) days: (NaiveDate, NaiveDate),
    /// What the zone's clocks show now.
    pub(crate) now: NaiveDateTime,
    pub(crate) extension: &'a str,
}

impl Pieces<'_> {
    fn text(&self, piece: FileNamePiece) -> String {
        let (from, to) = self.days;
        match piece {
            FileNamePiece::Preset => self.preset.to_owned(),
            FileNamePiece::Report => self.report.to_owned(),
            FileNamePiece::From => from.to_string(),
            FileNamePiece::To => to.to_string(),
            FileNamePiece::Year => from.format("%Y").to_string(),
            FileNamePiece::Quarter => format!("Q{}", from.month0() / 3 + 1),
            FileNamePiece::Month => from.format("%m").to_string(),
            FileNamePiece::Week => to.format("%G-W%V").to_string(),
            FileNamePiece::Date => self.now.date().to_string(),
            FileNamePiece::Time => self.now.format("%H-%M").to_string(),
            FileNamePiece::Connection => self.connection.to_owned(),
            FileNamePiece::Zone => {
                let place = self.time_zone.rsplit('/').next().unwrap_or_default();
                place.replace('_', " ")
            }
            FileNamePiece::Format => self.extension.to_owned(),
        }
    }
}

/// Whether a pattern can be one.
///
/// # Errors
/// [`ProblemKind::FileNamePieceUnknown`], or what else is wrong with it.
pub(crate) fn check(pattern: &str) -> Result<(), Problem> {
    if pattern.chars().count() > LONGEST_PATTERN {
        return Err(invalid(FieldFault::TooLong));
    }
    if pattern.trim().is_empty() {
        return Err(invalid(FieldFault::Missing));
    }
    read(pattern, |_| String::new()).map(drop)
}

/// The name of a file, with its extension.
pub(crate) fn name(pattern: &str, pieces: &Pieces) -> Result<String, Problem> {
    check(pattern)?;
    let name = read(pattern, |piece| fit(&pieces.text(piece)))?;
    let extension = pieces.extension;
    Ok(format!("{}.{extension}", safe(&name)))
}

/// Between the first and the last day in a name.
const TO: Words = Words {
    en: "to",
    es: "a",
    fr: "au",
    de: "bis",
    tr: "-",
};

/// What a file is called when nobody says: what it is, and its days.
pub(crate) fn usual(
    title: Words,
    (from, to): (NaiveDate, NaiveDate),
    extension: &str,
    language: Locale,
) -> String {
    let title = title.of(language);
    if from == to {
        format!("{title} {from}.{extension}")
    } else {
        format!("{title} {from} {} {to}.{extension}", TO.of(language))
    }
}

/// A text as a file's name, without an extension.
pub(crate) fn fitting(text: &str) -> String {
    safe(&fit(text))
}

fn read(pattern: &str, text: impl Fn(FileNamePiece) -> String) -> Result<String, Problem> {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some(open) = rest.find(['{', '}']) {
        let (plain, braced) = rest.split_at(open);
        name.push_str(plain);
        let inner = braced
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'));
        let Some((inner, after)) = inner else {
            return Err(invalid(FieldFault::Malformed));
        };
        let known = FileNamePiece::ALL
            .into_iter()
            .find(|piece| piece.as_str() == inner.trim());
        let Some(piece) = known else {
            let piece = inner.chars().take(50).collect();
            return Err(ProblemKind::FileNamePieceUnknown { piece }.into());
        };
        // What is between braces is judged when it is filled in.
        name.push_str(&text(piece));
        rest = after;
    }
    name.push_str(rest);
    if name.chars().any(is_refused) {
        return Err(invalid(FieldFault::Malformed));
    }
    Ok(name)
}

/// Characters that a name can't have on one of the systems, or that show it as another than it is.
fn is_refused(character: char) -> bool {
    matches!(
        character,
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'
        // Marks that turn the direction of writing, or that nobody sees.
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    ) || character.is_control()
}

/// A text without what names can't have.
fn fit(text: &str) -> String {
    let replaced = text.chars().map(|character| {
        if is_refused(character) {
            '-'
        } else {
            character
        }
    });
    replaced.collect()
}

/// A name that every system takes: not hidden, not reserved, not too long, and without what Windows
/// drops from the end.
fn safe(name: &str) -> String {
    let dropped = |character: char| character == '.' || character.is_whitespace();
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = name[..end].trim_matches(dropped);
    if name.is_empty() {
        return "export".to_owned();
    }
    if is_device(name) {
        return format!("_{name}");
    }
    name.to_owned()
}

/// Whether Windows takes it for a device, whatever follows the first dot.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let stem = stem.to_uppercase();
    let device = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|number| {
            let mut digits = number.chars();
            matches!(digits.next(), Some('0'..='9' | '¹' | '²' | '³')) && digits.next().is_none()
        })
    };
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) || device("COM")
        || device("LPT")
}

fn invalid(fault: FieldFault) -> Problem {
    ProblemKind::InvalidField {
        field: Field::FileName,
        fault,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(preset: &str) -> Pieces<'_> {
        Pieces {
            preset,
            report: "User export",
            connection: "Contact centre",
            time_zone: "America/Argentina/Buenos_Aires",
            days: (
                "2026-10-01".parse().expect("a date"),
                "2026-10-31".parse().expect("a date"),
            ),
            now: "2026-11-02T08:30:00".parse().expect("a time"),
            extension: "xlsx",
        }
    }

    #[test]
    fn the_usual_name_is_in_the_language_of_the_window() {
        let title = Words {
            en: "User export",
            es: "Exportación User",
            fr: "Export User",
            de: "User-Export",
            tr: "User dışa aktarması",
        };
        let day = |day: &str| day.parse().expect("a date");
        let named = |to: &str, language| {
            let days = (day("2026-10-01"), day(to));
            usual(title, days, "xlsx", language)
        };
        for (language, name) in [
            (Locale::En, "User export 2026-10-01 to 2026-10-31.xlsx"),
            (Locale::Es, "Exportación User 2026-10-01 a 2026-10-31.xlsx"),
            (Locale::Fr, "Export User 2026-10-01 au 2026-10-31.xlsx"),
            (Locale::De, "User-Export 2026-10-01 bis 2026-10-31.xlsx"),
            (
                Locale::Tr,
                "User dışa aktarması 2026-10-01 - 2026-10-31.xlsx",
            ),
        ] {
            assert_eq!(named("2026-10-31", language), name);
        }
        assert_eq!(
            named("2026-10-01", Locale::De),
            "User-Export 2026-10-01.xlsx"
        );
    }

    fn named(pattern: &str, preset: &str) -> String {
        name(pattern, &pieces(preset)).expect("a name")
    }

    #[test]
    fn each_piece_is_filled_in() {
        assert_eq!(
            named("{preset} {from} to {to}", "Agents' time"),
            "Agents' time 2026-10-01 to 2026-10-31.xlsx"
        );
        assert_eq!(
            named("{year} {quarter} {month} {week}", ""),
            "2026 Q4 10 2026-W44.xlsx"
        );
        assert_eq!(
            named("{ date } {time}, {connection}, {zone}, {format}", ""),
            "2026-11-02 08-30, Contact centre, Buenos Aires, xlsx.xlsx"
        );
        for piece in FileNamePiece::ALL {
            let json = serde_json::to_value(piece).expect("a name");
            assert_eq!(json, piece.as_str());
            assert!(!named(&format!("{{{}}}", piece.as_str()), "P").contains('{'));
        }
    }

    #[test]
    fn what_a_system_could_not_have_is_refused() {
        for pattern in [
            "a/b",
            "a\\b",
            "a:b",
            "what?",
            "a\nb",
            "a\u{202e}b",
            "{from",
            "to}",
            "{}}",
        ] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
        assert_eq!(check(" "), Err(invalid(FieldFault::Missing)));
        assert_eq!(check(&"ü".repeat(201)), Err(invalid(FieldFault::TooLong)));
        assert_eq!(check(&"ü".repeat(200)), Ok(()));
        for (pattern, unknown) in [("{Preset}", "Preset"), ("{}", ""), ("x {day}", "day")] {
            let problem = check(pattern).expect_err("no piece");
            let piece = unknown.to_owned();
            assert_eq!(problem.kind, ProblemKind::FileNamePieceUnknown { piece });
        }
    }

    #[test]
    fn what_a_piece_brings_is_made_to_fit() {
        assert_eq!(named("{preset}", "Q3/Q4: \"all\""), "Q3-Q4- -all-.xlsx");
        assert_eq!(named("{preset}", "{to}"), "{to}.xlsx");
        assert_eq!(named("{preset}", "../../etc"), "-..-etc.xlsx");
        assert_eq!(named("{preset}", ".hidden. "), "hidden.xlsx");
        assert_eq!(named("{preset}", " . "), "export.xlsx");
    }

    #[test]
    fn names_of_devices_are_told_apart_from_them() {
        for (preset, safe) in [
            ("con", "_con.xlsx"),
            ("NUL.2026", "_NUL.2026.xlsx"),
            ("Lpt1", "_Lpt1.xlsx"),
            ("com³", "_com³.xlsx"),
            ("aux ", "_aux.xlsx"),
            ("COM10", "COM10.xlsx"),
            ("Console", "Console.xlsx"),
        ] {
            assert_eq!(named("{preset}", preset), safe);
        }
    }

    /// What keeps a name off one of the systems, as these say it themselves.
    fn objection(name: &str) -> Option<&'static str> {
        let stem = name.split('.').next().unwrap_or_default();
        let stem = stem.trim_end().to_uppercase();
        let mut devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
            .map(str::to_owned)
            .to_vec();
        for number in [
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³",
        ] {
            devices.extend(["COM", "LPT"].map(|port| format!("{port}{number}")));
        }
        if name.len() > 255 {
            Some("Linux and APFS take 255 bytes")
        } else if name.encode_utf16().count() > 255 {
            Some("Windows takes 255 units of UTF-16")
        } else if name.contains(|c: char| c < ' ' || "/\\:*?\"<>|".contains(c)) {
            Some("Windows forbids these, and all the slash")
        } else if name.ends_with(['.', ' ']) {
            Some("Windows drops these from the end")
        } else if devices.contains(&stem) {
            Some("Windows keeps this name for a device")
        } else if name.starts_with('.') {
            Some("it would be hidden, or is no name")
        } else if name.is_empty() {
            Some("there is none")
        } else {
            None
        }
    }

    /// Texts that mean harm as often as not.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ .]{0,3}([cC][oO][nN]|nul|AUX|PrN|com[0-9¹²³]|LPT[0-9]|CONOUT\\$)[ .]{0,3}(txt|tar\\.gz)?[ .]{0,2}",
            "[a. ü\u{390}\u{1f600}\u{3000}]{180,260}",
            "\\.{0,3}[/\\\\]?\\.{0,3}",
        ]
    }

    /// Patterns of pieces and of what may stand between them.
    fn patterns() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(FileNamePiece::ALL.to_vec())
            .prop_map(|piece| format!("{{{}}}", piece.as_str()));
        prop::collection::vec(prop_oneof![piece, texts()], 1..5).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_name_is_legal_on_every_system(
            pattern in patterns(),
            preset in texts(),
            connection in texts(),
            zone in texts(),
            number in 1_u32..100,
        ) {
            let pieces = Pieces { connection: &connection, time_zone: &zone, ..pieces(&preset) };
            // What a system could not have is refused when the pattern is written.
            let mut names = Vec::from_iter(name(&pattern, &pieces));
            names.push(name("{preset}", &pieces).expect("a pattern"));
            names.push(format!("{}.careexport.json", fitting(&preset)));
            for name in names {
                prop_assert_eq!(objection(&name), None, "{:?}", name);
                prop_assert!(!name.chars().any(is_refused), "{:?}", name);
                let target = crate::run::Target { path: name.into(), overwrite: false };
                let part = target.of_part(number, 99);
                // The first of two that are the same is there, so the next gets a number.
                let second = part.free(1, std::slice::from_ref(&part.path));
                for target in [part, second] {
                    let name = target.path.to_str().expect("Unicode");
                    prop_assert_eq!(objection(name), None, "{:?}", name);
                }
            }
        }
    }
}
