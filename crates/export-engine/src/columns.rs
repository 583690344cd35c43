//! The column names that the vendor documents for the User export.

use crate::model::{Column, ColumnOrigin, FileFormat, ProblemKind};

/// Documented for `reportMetrics` in general.
const IDENTITY: [&str; 3] = ["agent_name", "agent_email", "agent_id"];

/// Returned only when the export is generated in JSON.
const JSON_ONLY: [&str; 5] = [
    "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
    "TOTAL_GREEN_STATE_TIME_MILLIS",
    "TOTAL_YELLOW_STATE_TIME_MILLIS",
    "TOTAL_RED_STATE_TIME_MILLIS",
    "TOTAL_MOBILE_TIME_MILLIS",
];

/// Documented columns, then those learned that are not among them.
pub(crate) fn known(learned: Vec<String>) -> Vec<Column> {
    let documented = IDENTITY.iter().chain(&JSON_ONLY).map(|name| Column {
        name: (*name).to_owned(),
        origin: ColumnOrigin::Documented,
        json_only: is_json_only(name),
    });
    let learned = learned
        .into_iter()
        .filter(|name| !is_documented(name))
        .map(|name| Column {
            name,
            origin: ColumnOrigin::Learned,
            json_only: false,
        });
    documented.chain(learned).collect()
}

fn is_json_only(name: &str) -> bool {
    JSON_ONLY.contains(&name)
}

fn is_documented(name: &str) -> bool {
    IDENTITY.contains(&name) || is_json_only(name)
}

/// Whether the picked columns fit the format.
pub(crate) fn check(columns: &[String], format: FileFormat) -> Result<(), ProblemKind> {
    if format == FileFormat::Json {
        return Ok(());
    }
    let columns: Vec<String> = columns
        .iter()
        .filter(|name| is_json_only(name))
        .cloned()
        .collect();
    if columns.is_empty() {
        Ok(())
    } else {
        Err(ProblemKind::ColumnsNeedJson { columns })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learned_column_that_is_documented_is_listed_once() {
        let names: Vec<_> = known(vec!["agent_id".into(), "Own".into()])
            .into_iter()
            .map(|column| (column.name, column.origin, column.json_only))
            .collect();
        assert_eq!(names.len(), 9);
        assert_eq!(
            names[2],
            ("agent_id".into(), ColumnOrigin::Documented, false)
        );
        assert_eq!(names[3].0, "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS");
        assert!(names[3].2);
        assert_eq!(names[8], ("Own".into(), ColumnOrigin::Learned, false));
    }

    #[test]
    fn json_only_columns_are_named_for_a_csv_and_matched_by_case() {
        let picked = vec![
            "agent_id".to_owned(),
            "TOTAL_MOBILE_TIME_MILLIS".to_owned(),
            "total_mobile_time_millis".to_owned(),
        ];
        assert_eq!(
            check(&picked, FileFormat::Csv),
            Err(ProblemKind::ColumnsNeedJson {
                columns: vec!["TOTAL_MOBILE_TIME_MILLIS".to_owned()]
            })
        );
        assert_eq!(check(&picked, FileFormat::Json), Ok(()));
    }
}
