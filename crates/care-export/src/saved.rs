//! What is to be known of a saved file: as one object for programs, as sentences for people.

use std::path::Path;

use export_engine::{FileNotes, Phase, SavedFile};
use serde_json::{Value, json};

use crate::failure::one_line;

/// For programs.
pub(crate) fn line(file: &SavedFile, path: &Path) -> Value {
    json!({
        "phase": Phase::Saved,
        "bytes": file.bytes,
        "total": file.bytes,
        "rows": file.rows,
        "columns": file.columns,
        "missingColumns": file.missing_columns,
        "unaskedColumns": file.unasked_columns,
        "notes": file.notes,
        "file": path.to_string_lossy(),
    })
}

/// For people: what is not as they might think.
pub(crate) fn sentences(file: &SavedFile) -> Vec<String> {
    let FileNotes {
        lacking,
        nulls,
        repeated,
        neutralised,
        cut_cells,
        not_numbers,
        sheets,
    } = file.notes;
    let mut sentences = Vec::new();
    for (what, names) in [
        (
            "The service did not return these columns",
            &file.missing_columns,
        ),
        (
            "Left out, because nobody asked for these columns",
            &file.unasked_columns,
        ),
    ] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| one_line(name)).collect();
            sentences.push(format!("{what}: {}", names.join(", ")));
        }
    }
    let more_sheets = if sheets > 1 { u64::from(sheets) } else { 0 };
    for (count, what) in [
        (
            lacking,
            "Cells left empty, because their rows lack the column",
        ),
        (nulls, "Cells left empty, because the service says null"),
        (
            repeated,
            "Columns that came twice in a row, whose last value was kept",
        ),
        (
            neutralised,
            "Cells that looked like formulas and got an apostrophe",
        ),
        (
            cut_cells,
            "Cells cut, because Excel holds no longer ones (a CSV or JSON Lines file holds them whole)",
        ),
        (
            not_numbers,
            "Values of *_MILLIS columns that are no numbers and stayed text",
        ),
        (
            more_sheets,
            "Sheets with rows, because one could not hold them all",
        ),
    ] {
        if count > 0 {
            sentences.push(format!("{what}: {count}"));
        }
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> SavedFile {
        SavedFile {
            folder: "/tmp".into(),
            bytes: 10,
            rows: 2,
            columns: vec!["a".into()],
            missing_columns: vec![],
            unasked_columns: vec![],
            notes: FileNotes::default(),
        }
    }

    #[test]
    fn nothing_is_said_of_a_file_that_is_as_it_should_be() {
        assert!(sentences(&file()).is_empty());
        let one_sheet = FileNotes {
            sheets: 1,
            ..FileNotes::default()
        };
        let file = SavedFile {
            notes: one_sheet,
            ..file()
        };
        assert!(sentences(&file).is_empty());
    }

    #[test]
    fn everything_that_was_found_is_said() {
        let file = SavedFile {
            missing_columns: vec!["gone".into(), "two\nlines".into()],
            unasked_columns: vec!["extra".into()],
            notes: FileNotes {
                lacking: 1,
                nulls: 2,
                repeated: 3,
                neutralised: 4,
                cut_cells: 5,
                not_numbers: 6,
                sheets: 7,
            },
            ..file()
        };
        let said = sentences(&file);
        assert_eq!(said.len(), 9);
        assert!(said[0].starts_with("The service did not return these columns: gone, two"));
        assert!(said.iter().all(|sentence| !sentence.contains('\n')));
        for (sentence, count) in said[2..].iter().zip(1..) {
            assert!(sentence.ends_with(&format!(": {count}")), "{sentence}");
        }
        let line = line(&file, Path::new("/tmp/a.csv"));
        assert_eq!(line["unaskedColumns"], json!(["extra"]));
        assert_eq!(line["notes"]["cutCells"], 5);
    }
}
