//! The columns of a User export.
//!
//! Public are `agent_id`, `agent_name`, `agent_email` and the five `*_MILLIS`. All others are this server's own invention, and
//! their names begin with `practice_` so that nobody takes them for the service's. Do not rely on them elsewhere.

use crate::company::{Agent, Company, TotalTime};
use crate::format::Style;

/// A column that the practice company has.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, case-sensitive.
    pub name: &'static str,
    /// Whether the company's administrator has it switched on, so that it comes without being asked for.
    pub switched_on: bool,
    /// Whether it comes in JSON files only.
    pub json_only: bool,
    /// Whether the period changes it.
    pub total_time: bool,
    /// What it holds, for people.
    pub about: &'static str,
    value: fn(&Row<'_>) -> String,
}

/// What a value may depend on.
struct Row<'a> {
    company: &'a Company,
    agent: &'a Agent,
    time: TotalTime,
    style: Style,
}

const fn column(name: &'static str, about: &'static str, value: fn(&Row<'_>) -> String) -> Column {
    Column {
        name,
        switched_on: true,
        json_only: false,
        total_time: false,
        about,
        value,
    }
}

const fn off(column: Column) -> Column {
    Column {
        switched_on: false,
        ..column
    }
}

const fn total(column: Column) -> Column {
    Column {
        total_time: true,
        ..column
    }
}

const fn millis(column: Column) -> Column {
    Column {
        json_only: true,
        total_time: true,
        ..column
    }
}

/// All columns in the order in which the service sends them, whatever the order they were asked for in.
pub const COLUMNS: &[Column] = &[
    column("agent_id", "Public. The agent's id", |row| {
        row.agent.id.clone()
    }),
    column(
        "agent_name",
        "Public. The agent's name, in any script",
        |row| row.agent.name.clone(),
    ),
    column("agent_email", "Public. The agent's e-mail", |row| {
        row.agent.email.clone()
    }),
    column(
        "practice_employee_number",
        "Invented. Eight digits, with leading zeros",
        |row| row.agent.employee_number.clone(),
    ),
    column(
        "practice_badge_id",
        "Invented. Twenty digits, more than a number in a spreadsheet can hold",
        |row| row.agent.badge_id.clone(),
    ),
    column(
        "practice_team",
        "Invented. The team's name; empty for those in none",
        |row| {
            row.company
                .team_of(row.agent)
                .map(|team| team.name.clone())
                .unwrap_or_default()
        },
    ),
    column("practice_role", "Invented. What the agent does", |row| {
        row.agent.role.into()
    }),
    column(
        "practice_disabled",
        "Invented. Yes or no, in the export's language",
        |row| row.style.locale.yes_no(row.agent.disabled).into(),
    ),
    column(
        "practice_created",
        "Invented. A date and time, in the export's language and zone",
        |row| row.style.date_time(row.agent.created),
    ),
    column(
        "practice_last_login",
        "Invented. A date and time; empty for those who never came",
        |row| {
            row.agent
                .last_login
                .map(|at| row.style.date_time(at))
                .unwrap_or_default()
        },
    ),
    column(
        "practice_note",
        "Invented. Free text with quotes, commas and line breaks",
        |row| row.agent.note.into(),
    ),
    total(column(
        "practice_console_time",
        "Invented. Total Time logged in, in words",
        |row| row.style.duration(row.time.console()),
    )),
    total(column(
        "practice_green_time",
        "Invented. Total Time in the green state, in words",
        |row| row.style.duration(row.time.green),
    )),
    total(column(
        "practice_yellow_time",
        "Invented. Total Time in the yellow state, in words",
        |row| row.style.duration(row.time.yellow),
    )),
    total(column(
        "practice_red_time",
        "Invented. Total Time in the red state, in words",
        |row| row.style.duration(row.time.red),
    )),
    total(column(
        "practice_mobile_time",
        "Invented. Total Time on a mobile, in words",
        |row| row.style.duration(row.time.mobile),
    )),
    millis(column(
        "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
        "Public, JSON only. Milliseconds",
        |row| row.time.console().to_string(),
    )),
    millis(column(
        "TOTAL_GREEN_STATE_TIME_MILLIS",
        "Public, JSON only. Milliseconds",
        |row| row.time.green.to_string(),
    )),
    millis(column(
        "TOTAL_YELLOW_STATE_TIME_MILLIS",
        "Public, JSON only. Milliseconds",
        |row| row.time.yellow.to_string(),
    )),
    millis(column(
        "TOTAL_RED_STATE_TIME_MILLIS",
        "Public, JSON only. Milliseconds",
        |row| row.time.red.to_string(),
    )),
    millis(column(
        "TOTAL_MOBILE_TIME_MILLIS",
        "Public, JSON only. Milliseconds",
        |row| row.time.mobile.to_string(),
    )),
    off(column(
        "practice_team_id",
        "Invented, switched off. The team's id; empty for those in none",
        |row| {
            row.company
                .team_of(row.agent)
                .map(|team| team.team_id.to_string())
                .unwrap_or_default()
        },
    )),
    off(column(
        "practice_language",
        "Invented, switched off. A language code",
        |row| row.agent.language.into(),
    )),
    off(column(
        "practice_skills",
        "Invented, switched off. Skills with a bar between them",
        |row| row.agent.skills.clone(),
    )),
    off(column(
        "practice_long_text",
        "Invented, switched off. Longer than a spreadsheet's cell for some",
        |row| {
            // One in fifty is longer than the 32,767 characters that a cell of Excel holds.
            let times = if row.agent.number % 50 == 7 { 5000 } else { 1 };
            "Ağ, \"ß\" ".repeat(times)
        },
    )),
];

/// The columns a file has: those asked for, in the service's order, or the switched-on ones when none that exists was asked for.
pub(crate) fn chosen(asked: &[String], csv: bool) -> Vec<&'static Column> {
    let wanted = |column: &&Column| asked.iter().any(|name| name == column.name);
    let any = COLUMNS.iter().any(|column| wanted(&column));
    COLUMNS
        .iter()
        .filter(|column| {
            if any {
                wanted(column)
            } else {
                column.switched_on
            }
        })
        .filter(|column| !(csv && column.json_only))
        .collect()
}

/// One agent's values in the columns' order.
pub(crate) fn values(
    columns: &[&Column],
    company: &Company,
    agent: &Agent,
    time: TotalTime,
    style: Style,
) -> Vec<String> {
    let row = Row {
        company,
        agent,
        time,
        style,
    };
    columns.iter().map(|column| (column.value)(&row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked: &[&str], csv: bool) -> Vec<&'static str> {
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        chosen(&asked, csv)
            .into_iter()
            .map(|column| column.name)
            .collect()
    }

    #[test]
    fn what_is_not_public_says_so_in_its_name() {
        for column in COLUMNS {
            let public = matches!(column.name, "agent_id" | "agent_name" | "agent_email")
                || column.json_only;
            assert_eq!(
                !public,
                column.name.starts_with("practice_"),
                "{}",
                column.name
            );
            assert_eq!(
                public,
                column.about.starts_with("Public"),
                "{}",
                column.name
            );
        }
    }

    #[test]
    fn come_in_the_services_order_and_switched_off_ones_too() {
        assert_eq!(
            names(
                &["practice_skills", "agent_name", "nonsense", "agent_id"],
                false
            ),
            ["agent_id", "agent_name", "practice_skills"]
        );
        assert!(!names(&[], false).contains(&"practice_skills"));
    }

    #[test]
    fn names_are_case_sensitive_and_none_that_exists_means_the_default() {
        assert_eq!(names(&["AGENT_ID"], false), names(&[], false));
    }

    #[test]
    fn the_five_millis_are_not_in_csv_even_when_asked_for() {
        assert_eq!(
            names(&["agent_id", "TOTAL_MOBILE_TIME_MILLIS"], true),
            ["agent_id"]
        );
        assert_eq!(names(&[], false).len(), names(&[], true).len() + 5);
        assert!(names(&["TOTAL_MOBILE_TIME_MILLIS"], true).is_empty());
    }
}
