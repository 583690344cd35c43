//! The thirteen reports: what each is called, what may be asked of it, and what its rows are.

use std::fmt;

use crate::column::{Column, ColumnListing, Scene, chosen};
use crate::company::Company;
use crate::export::Export;
use crate::file::{FileFormat, FileWriter};
use crate::reports::{actions, conversations, intervals, performance, posts, states, user};

/// Parameters that every report knows.
const COMMON: &[&str] = &[
    "startTime",
    "endTime",
    "reportFormat",
    "reportMetrics",
    "locale",
    "timezone",
    "timezoneOffset",
];

/// The filters that all reports but `user` know.
const SIEVE: &[&str] = &[
    "enableBusinessHour",
    "businessHourType",
    "priorities",
    "smartViewId",
    "workqueueIds",
];

/// A kind of export.
pub(crate) struct Report {
    /// Its type, as the path has it.
    pub(crate) kind: &'static str,
    /// Whether a POST has its parameters in a form; it has them in the query otherwise.
    pub(crate) form: bool,
    filters: &'static [&'static str],
    own: &'static [&'static str],
    /// What a POST with a form has in the query all the same.
    pub(crate) in_query: &'static [&'static str],
    pub(crate) table: &'static dyn Table,
}

const fn report(kind: &'static str, table: &'static dyn Table) -> Report {
    Report {
        kind,
        form: false,
        filters: SIEVE,
        own: &[],
        in_query: &[],
        table,
    }
}

static REPORTS: &[Report] = &[
    Report {
        form: true,
        filters: &[],
        own: &["agentId", "teamId", "includeDisabled"],
        ..report("user", &user::TABLE)
    },
    Report {
        own: &["teamIds"],
        ..report("raw_agent_states", &states::TABLE)
    },
    report("combined", &posts::COMBINED),
    Report {
        form: true,
        ..report("conversation_actions", &actions::ACTIONS)
    },
    Report {
        form: true,
        in_query: &["raiselimit"],
        ..report("conversation_history_action", &actions::HISTORY)
    },
    report("author", &conversations::AUTHORS),
    Report {
        own: &["conversationReportType"],
        ..report("conversation", &conversations::CONVERSATIONS)
    },
    report("raw_expert_help", &posts::HELP),
    report("incoming_post", &posts::INCOMING),
    report("response", &posts::RESPONSES),
    Report {
        own: &["includeDisabled", "teamIds"],
        ..report("response_approval", &posts::APPROVALS)
    },
    Report {
        own: &["includeDisabled", "teamIds"],
        ..report("team_performance", &performance::TABLE)
    },
    Report {
        own: &["includeDisabled", "teamIds", "timeInterval"],
        ..report("team_performance_interval", &intervals::TABLE)
    },
];

/// The report of this type, which is case-sensitive.
pub(crate) fn find(kind: &str) -> Option<&'static Report> {
    REPORTS.iter().find(|report| report.kind == kind)
}

impl Report {
    /// The names of all parameters it knows.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &'static str> + use<> {
        [COMMON, self.filters, self.own, self.in_query]
            .into_iter()
            .flatten()
            .copied()
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Report({})", self.kind)
    }
}

/// A report that the practice company offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportListing {
    /// Its type, as the path has it.
    pub kind: &'static str,
    /// Its columns in the order in which the service sends them, whatever the order they were asked for in.
    pub columns: Vec<ColumnListing>,
}

/// All reports, `user` first.
pub fn reports() -> Vec<ReportListing> {
    let listing = |report: &Report| ReportListing {
        kind: report.kind,
        columns: report.table.columns(),
    };
    REPORTS.iter().map(listing).collect()
}

/// Rows of some kind, ready to become a file.
pub(crate) trait Table: Sync {
    fn columns(&self) -> Vec<ColumnListing>;
    fn count(&self, export: &Export, company: &Company) -> u64;
    fn file(&self, export: &Export, company: &Company) -> Vec<u8>;
}

/// Visits the rows of an export in their order.
type Visit<R> = fn(&Export, &Company, &mut dyn FnMut(R));

/// The columns of a report, and where its rows come from.
pub(crate) struct Rows<R: 'static> {
    pub(crate) columns: &'static [Column<R>],
    pub(crate) each: Visit<R>,
}

impl<R> Table for Rows<R> {
    fn columns(&self) -> Vec<ColumnListing> {
        self.columns.iter().map(|column| column.is).collect()
    }

    fn count(&self, export: &Export, company: &Company) -> u64 {
        let mut count = 0;
        (self.each)(export, company, &mut |_| count += 1);
        count
    }

    fn file(&self, export: &Export, company: &Company) -> Vec<u8> {
        let csv = export.format == FileFormat::Csv;
        let columns = chosen(self.columns, &export.columns, csv);
        let names: Vec<&str> = columns.iter().map(|column| column.is.name).collect();
        let mut writer = FileWriter::new(export.format, &names);
        let scene = Scene {
            company,
            style: export.style,
        };
        (self.each)(export, company, &mut |row| {
            writer.row(columns.iter().map(|column| column.value(&row, &scene)));
        });
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::config::Limits;

    /// 15 November 2026, 12:00 UTC.
    const NOW: i64 = 1_794_744_000_000;
    const SECONDS_OF_A_MONTH: i64 = 30 * 86_400;

    fn rows(kind: &str, company: &Company, start: i64, end: i64) -> Vec<Value> {
        let mut pairs = vec![
            ("startTime", start.to_string()),
            ("endTime", end.to_string()),
        ];
        if kind == "conversation" {
            pairs.push(("conversationReportType", "CREATED".to_owned()));
        }
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let report = find(kind).expect("a report");
        let export = Export::read(report, &pairs, NOW, &Limits::none(), company).expect("valid");
        serde_json::from_slice(&export.file(company)).expect("an array")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        /// Wherever a period is cut between two seconds, and whichever of the two milliseconds there is its end.
        #[test]
        fn parts_have_together_what_the_whole_has(
            place in 1..REPORTS.len() - 1,
            seed: u64,
            mut borders in proptest::collection::vec(0..SECONDS_OF_A_MONTH, 2..5),
            last in 0..=1i64,
        ) {
            borders.sort_unstable();
            let borders: Vec<i64> = borders
                .into_iter()
                .map(|second| NOW - (SECONDS_OF_A_MONTH - second) * 1000)
                .collect();
            let company = Company::new(seed, 5, 2, 6);
            let kind = REPORTS[place].kind;
            let whole = rows(kind, &company, borders[0], borders[borders.len() - 1]);
            let parts = borders
                .windows(2)
                .filter(|two| two[0] < two[1])
                .flat_map(|two| rows(kind, &company, two[0], two[1] - last));
            prop_assert_eq!(parts.collect::<Vec<_>>(), whole);
        }
    }
}
