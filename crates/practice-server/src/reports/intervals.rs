//! `team_performance_interval`: the work of `team_performance`, counted by team and interval.

use super::performance;
use crate::column::{column, off};
use crate::company::{Company, Team};
use crate::export::Export;
use crate::report::Rows;

/// What a team finished in an interval.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bucket {
    /// By its place in the company's list.
    team: usize,
    /// UTC milliseconds; the end is where the next interval begins.
    start: i64,
    end: i64,
    finished: u64,
    answers: u64,
    took: i64,
}

impl Bucket {
    fn team<'a>(&self, company: &'a Company) -> Option<&'a Team> {
        company.teams.get(self.team)
    }
}

pub(crate) static TABLE: Rows<Bucket> = Rows {
    columns: &[
        column(
            "practice_team",
            "Invented. The team's name; empty for those in none",
            |bucket, scene| {
                let team = bucket.team(scene.company);
                team.map(|team| team.name.clone()).unwrap_or_default()
            },
        ),
        column(
            "practice_from",
            "Invented. When it begins",
            |bucket, scene| scene.style.date_time(bucket.start),
        ),
        column(
            "practice_until",
            "Invented. When it ends",
            |bucket, scene| scene.style.date_time(bucket.end),
        ),
        column(
            "practice_finished",
            "Invented. How much of `team_performance` ended in the interval",
            |bucket, _| bucket.finished.to_string(),
        ),
        column(
            "practice_responses",
            "Invented. How many answers there were",
            |bucket, _| bucket.answers.to_string(),
        ),
        column(
            "practice_took",
            "Invented. How long it took, in words",
            |bucket, scene| scene.style.duration(bucket.took),
        ),
        off(column(
            "practice_took_ms",
            "Invented. How long it took, in milliseconds",
            |bucket, _| bucket.took.to_string(),
        )),
        off(column(
            "practice_team_id",
            "Invented. The team's id; empty for those in none",
            |bucket, scene| {
                let team = bucket.team(scene.company);
                team.map(|team| team.team_id.to_string())
                    .unwrap_or_default()
            },
        )),
        off(column(
            "practice_from_ms",
            "Invented. When it begins, in UTC milliseconds",
            |bucket, _| bucket.start.to_string(),
        )),
    ],
    each,
};

/// By interval, and in each by team; one in which nothing was finished has its row as well.
fn each(export: &Export, company: &Company, visit: &mut dyn FnMut(Bucket)) {
    let starts = export
        .interval
        .map(|interval| interval.starts(&export.period, export.style.zone))
        .unwrap_or_default();
    let teams: Vec<usize> = company
        .teams
        .iter()
        .enumerate()
        .filter(|(_, team)| export.teams.is_empty() || export.teams.contains(&team.team_id))
        .map(|(place, _)| place)
        .collect();
    let ends = starts.iter().skip(1).chain([&export.period.end]);
    let mut buckets: Vec<Bucket> = starts
        .iter()
        .zip(ends)
        .flat_map(|(start, end)| {
            teams.iter().map(|team| Bucket {
                team: *team,
                start: *start,
                end: *end,
                ..Bucket::default()
            })
        })
        .collect();
    performance::each(export, company, &mut |work| {
        let team = work
            .agent
            .and_then(|agent| company.agents.get(agent)?.team)
            .and_then(|team| teams.iter().position(|place| *place == team));
        let interval = starts.partition_point(|start| *start <= work.at);
        let bucket = team
            .zip(interval.checked_sub(1))
            .and_then(|(team, interval)| buckets.get_mut(interval * teams.len() + team));
        if let Some(bucket) = bucket {
            bucket.finished += 1;
            bucket.answers += u64::from(work.answers);
            bucket.took += work.at - work.began;
        }
    });
    buckets.into_iter().for_each(visit);
}
