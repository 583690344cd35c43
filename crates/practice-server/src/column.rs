//! Columns: what a report's rows look like from outside.
//!
//! Only a few names are public. All others are this server's own invention, and begin with `practice_` so that nobody takes
//! them for the service's. Do not rely on them elsewhere.

use crate::company::Company;
use crate::format::Style;

/// A column of rows of one kind.
pub(crate) struct Column<R: 'static> {
    pub(crate) is: ColumnListing,
    value: fn(&R, &Scene<'_>) -> String,
}

/// A column that the practice company has in one of its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnListing {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// What it holds, for people.
    pub about: &'static str,
    /// Whether the company's administrator has it switched on, so that it comes without being asked for.
    pub switched_on: bool,
    /// Whether it comes in JSON files only.
    pub json_only: bool,
}

/// What a value may depend on besides its row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) company: &'a Company,
    pub(crate) style: Style,
}

pub(crate) const fn column<R>(
    name: &'static str,
    about: &'static str,
    value: fn(&R, &Scene<'_>) -> String,
) -> Column<R> {
    Column {
        is: ColumnListing {
            name,
            about,
            switched_on: true,
            json_only: false,
        },
        value,
    }
}

/// The same column, switched off: it comes when it is asked for.
pub(crate) const fn off<R>(column: Column<R>) -> Column<R> {
    Column {
        is: ColumnListing {
            switched_on: false,
            ..column.is
        },
        value: column.value,
    }
}

/// The same column, in JSON files only.
pub(crate) const fn json_only<R>(column: Column<R>) -> Column<R> {
    Column {
        is: ColumnListing {
            json_only: true,
            ..column.is
        },
        value: column.value,
    }
}

impl<R> Column<R> {
    pub(crate) fn value(&self, row: &R, scene: &Scene<'_>) -> String {
        (self.value)(row, scene)
    }
}

/// The columns a file has: those asked for, in the service's order, or the switched-on ones when none that exists was asked for.
pub(crate) fn chosen<'a, R>(
    columns: &'a [Column<R>],
    asked: &[String],
    csv: bool,
) -> Vec<&'a Column<R>> {
    let wanted = |column: &&Column<R>| asked.iter().any(|name| name == column.is.name);
    let any = columns.iter().any(|column| wanted(&column));
    columns
        .iter()
        .filter(|column| {
            if any {
                wanted(column)
            } else {
                column.is.switched_on
            }
        })
        .filter(|column| !(csv && column.is.json_only))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column<()>] = &[
        column("a", "", |_, _| String::new()),
        json_only(column("b", "", |_, _| String::new())),
        off(column("c", "", |_, _| String::new())),
        column("d", "", |_, _| String::new()),
    ];

    fn names(asked: &[&str], csv: bool) -> Vec<&'static str> {
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        chosen(COLUMNS, &asked, csv)
            .into_iter()
            .map(|column| column.is.name)
            .collect()
    }

    #[test]
    fn come_in_the_services_order_and_switched_off_ones_too() {
        assert_eq!(names(&["c", "nonsense", "a"], false), ["a", "c"]);
        assert_eq!(names(&[], false), ["a", "b", "d"]);
    }

    #[test]
    fn names_are_case_sensitive_and_none_that_exists_means_the_default() {
        assert_eq!(names(&["A"], false), names(&[], false));
    }

    #[test]
    fn what_is_in_json_only_is_not_in_csv_even_when_asked_for() {
        assert_eq!(names(&["a", "b"], true), ["a"]);
        assert_eq!(names(&[], true), ["a", "d"]);
        assert!(names(&["b"], true).is_empty());
    }
}
