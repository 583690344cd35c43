//! `user`: the agents, and their time in each state.

use super::shared::{OfAgent, agent_email, agent_id, agent_name, team, team_id};
use crate::column::{column, json_only, off};
use crate::company::{Agent, Company, TotalTime};
use crate::export::Export;
use crate::report::Rows;

/// An agent, and their Total Time of the period.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    agent: Agent,
    time: TotalTime,
}

impl OfAgent for Row {
    fn agent<'a>(&self, company: &'a Company) -> Option<&'a Agent> {
        company.agents.get(self.agent.number as usize)
    }
}

pub(crate) static TABLE: Rows<Row> = Rows {
    columns: &[
        agent_id(),
        agent_name(),
        agent_email(),
        column(
            "practice_employee_number",
            "Invented. Eight digits, with leading zeros",
            |row, _| row.agent.employee_number.clone(),
        ),
        column(
            "practice_badge_id",
            "Invented. Twenty digits, more than a number in a spreadsheet can hold",
            |row, _| row.agent.badge_id.clone(),
        ),
        team(),
        column(
            "practice_role",
            "Invented. What the agent does",
            |row, _| row.agent.role.into(),
        ),
        column(
            "practice_disabled",
            "Invented. Yes or no, in the export's language",
            |row, scene| scene.style.locale.yes_no(row.agent.disabled).into(),
        ),
        column(
            "practice_created",
            "Invented. A date and time, in the export's language and zone",
            |row, scene| scene.style.date_time(row.agent.created),
        ),
        column(
            "practice_last_login",
            "Invented. A date and time; empty for those who never came",
            |row, scene| {
                row.agent
                    .last_login
                    .map(|at| scene.style.date_time(at))
                    .unwrap_or_default()
            },
        ),
        column(
            "practice_note",
            "Invented. Free text with quotes, commas and line breaks",
            |row, _| row.agent.note.into(),
        ),
        column(
            "practice_console_time",
            "Invented. Total Time logged in, in words",
            |row, scene| scene.style.duration(row.time.console()),
        ),
        column(
            "practice_green_time",
            "Invented. Total Time in the green state, in words",
            |row, scene| scene.style.duration(row.time.green),
        ),
        column(
            "practice_yellow_time",
            "Invented. Total Time in the yellow state, in words",
            |row, scene| scene.style.duration(row.time.yellow),
        ),
        column(
            "practice_red_time",
            "Invented. Total Time in the red state, in words",
            |row, scene| scene.style.duration(row.time.red),
        ),
        column(
            "practice_mobile_time",
            "Invented. Total Time on a mobile, in words",
            |row, scene| scene.style.duration(row.time.mobile),
        ),
        json_only(column(
            "TOTAL_CONSOLE_LOGGED_IN_TIME_MILLIS",
            "Public, JSON only. Milliseconds",
            |row, _| row.time.console().to_string(),
        )),
        json_only(column(
            "TOTAL_GREEN_STATE_TIME_MILLIS",
            "Public, JSON only. Milliseconds",
            |row, _| row.time.green.to_string(),
        )),
        json_only(column(
            "TOTAL_YELLOW_STATE_TIME_MILLIS",
            "Public, JSON only. Milliseconds",
            |row, _| row.time.yellow.to_string(),
        )),
        json_only(column(
            "TOTAL_RED_STATE_TIME_MILLIS",
            "Public, JSON only. Milliseconds",
            |row, _| row.time.red.to_string(),
        )),
        json_only(column(
            "TOTAL_MOBILE_TIME_MILLIS",
            "Public, JSON only. Milliseconds",
            |row, _| row.time.mobile.to_string(),
        )),
        off(team_id()),
        off(column(
            "practice_language",
            "Invented. A language code",
            |row, _| row.agent.language.into(),
        )),
        off(column(
            "practice_skills",
            "Invented. Skills with a bar between them",
            |row, _| row.agent.skills.clone(),
        )),
        off(column(
            "practice_long_text",
            "Invented. Longer than a spreadsheet's cell for some",
            |row, _| {
                // One in fifty is longer than the 32,767 characters that a cell of Excel holds.
                let times = if row.agent.number % 50 == 7 { 5000 } else { 1 };
                "Ağ, \"ß\" ".repeat(times)
            },
        )),
    ],
    each,
};

fn each(export: &Export, company: &Company, visit: &mut dyn FnMut(Row)) {
    let period = &export.period;
    let agents = company.agents.iter();
    for agent in agents.filter(|agent| export.wants(company, Some(agent))) {
        let time = TotalTime::of(company.seed, agent, period.start, period.end);
        visit(Row {
            agent: agent.clone(),
            time,
        });
    }
}
