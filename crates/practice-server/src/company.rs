//! The practice company: people, teams, queues and views, made up from a seed and from nothing else.
//!
//! Every value here is invented. It is chosen to be awkward in the ways that real data is: scripts that run both ways,
//! letters that change when their case does, commas, quotes, line breaks, leading zeros, numbers too long for a double.

use serde::Serialize;

use crate::draw::Draw;
use crate::hours::Hours;
use crate::names;
use crate::sieve::View;

/// The instants that dates of the practice data are counted from: 1 January 2026, 00:00 UTC, in milliseconds. Fixed, so that
/// the same seed gives the same file in every year.
const YEAR_START: i64 = 1_767_225_600_000;
const DAY: i64 = 86_400_000;

/// Remarks about agents.
const NOTES: &[&str] = &[
    "",
    "Speaks English, French and Turkish",
    "Said: \"call me after five\"",
    "First line\nSecond line",
    "Windows line\r\nand another, with a comma",
    "=1+1",
    "+49 30 901820",
    "-7",
    "@mention",
    "  two spaces on either side  ",
    "Tab\there",
    "Semicolons; are; not; separators",
    "007",
    "1e5",
    "2026-02-30",
    "TRUE",
    "çok iyi 👍",
    "C:\\new\\table",
    "<b>not bold</b> & co.",
    "\"",
];

const ROLES: &[&str] = &["Agent", "Senior agent", "Supervisor", "Expert, tier 2"];
const LANGUAGES: &[&str] = &["en", "es", "fr", "de", "tr"];
const SKILLS: &[&str] = &[
    "billing",
    "returns",
    "technical, mobile",
    "technical, web",
    "VIP \"gold\"",
    "çeviri",
];

const TEAM_NAMES: &[&str] = &[
    "North West",
    "Köln, Späti & Söhne",
    "Équipe \"Été\"",
    "Atención al cliente",
    "İstanbul Gece",
    "Ομάδα Α",
    "Команда 7",
    "فريق الدعم",
    "サポート東京",
    "007",
    "Team 🎧",
    "Line one\nline two",
];

/// Someone who answers customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Counted from 0.
    pub(crate) number: u64,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) disabled: bool,
    /// Their team, by its place in the company's list; a few have none.
    pub(crate) team: Option<usize>,
    /// With leading zeros.
    pub(crate) employee_number: String,
    /// 20 digits: more than a double, or a 64-bit integer, can hold.
    pub(crate) badge_id: String,
    pub(crate) role: &'static str,
    pub(crate) language: &'static str,
    pub(crate) note: &'static str,
    pub(crate) skills: String,
    /// UTC milliseconds.
    pub(crate) created: i64,
    /// UTC milliseconds; `None` for someone who never came.
    pub(crate) last_login: Option<i64>,
    /// Whether they are off on Saturdays and Sundays.
    pub(crate) weekends_off: bool,
}

/// A team, as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Team {
    pub(crate) uuid: String,
    pub(crate) team_id: u64,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) number_of_members: usize,
}

/// A work queue, as the instance lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct WorkQueue {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) description: Option<&'static str>,
    pub(crate) archived: bool,
    pub(crate) uuid: String,
}

/// A smart view, as the instance lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SmartView {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) description: Option<&'static str>,
    #[serde(skip)]
    pub(crate) shows: View,
    /// Business hours of its own, if it has any.
    #[serde(skip)]
    pub(crate) hours: Option<Hours>,
}

/// Everyone and everything there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Company {
    pub(crate) seed: u64,
    pub(crate) agents: Vec<Agent>,
    pub(crate) teams: Vec<Team>,
    pub(crate) work_queues: Vec<WorkQueue>,
    pub(crate) smart_views: Vec<SmartView>,
    /// How many conversations begin on a working day.
    pub(crate) conversations: u64,
}

impl Company {
    pub(crate) fn new(seed: u64, agents: usize, teams: usize, conversations: u64) -> Self {
        let agents: Vec<_> = (0..agents as u64)
            .map(|number| agent(seed, number, teams))
            .collect();
        let teams = (0..teams).map(|place| team(seed, place, &agents)).collect();
        Self {
            seed,
            agents,
            teams,
            work_queues: work_queues(seed),
            smart_views: smart_views(),
            conversations,
        }
    }

    /// The team an agent is in.
    pub(crate) fn team_of(&self, agent: &Agent) -> Option<&Team> {
        agent.team.and_then(|place| self.teams.get(place))
    }
}

fn agent(seed: u64, number: u64, teams: usize) -> Agent {
    let mut draw = Draw::new(&[seed, 0xA6E, number]);
    let name = names::of_agent(number, &mut draw);
    let disabled = number % 11 == 10;
    let created = YEAR_START - draw.below(1500) as i64 * DAY + draw.below(DAY as u64) as i64;
    // Spread over ten months, so that both winter and summer time show.
    let last_login = YEAR_START + draw.below(300 * DAY as u64) as i64;
    let skills: Vec<&str> = SKILLS
        .iter()
        .copied()
        .filter(|_| draw.below(3) == 0)
        .collect();
    Agent {
        number,
        id: (20_417 + number * 7).to_string(),
        name,
        email: format!("agent.{number:04}@practice-company.example"),
        disabled,
        team: (teams > 0 && number % 29 != 28).then(|| draw.below(teams.max(1) as u64) as usize),
        employee_number: format!("{:08}", 417 + number * 13),
        badge_id: format!(
            "9{:09}{:010}",
            draw.below(1_000_000_000),
            draw.below(10_000_000_000)
        ),
        role: draw.pick(ROLES),
        language: draw.pick(LANGUAGES),
        note: NOTES[number as usize % NOTES.len()],
        skills: skills.join("|"),
        created,
        last_login: (number % 37 != 36).then_some(last_login),
        weekends_off: !number.is_multiple_of(3),
    }
}

fn team(seed: u64, place: usize, agents: &[Agent]) -> Team {
    let mut draw = Draw::new(&[seed, 0x7EA, place as u64]);
    let name = match TEAM_NAMES.get(place) {
        Some(name) => (*name).to_owned(),
        None => format!("Team {}", place + 1),
    };
    let description = match place % 3 {
        0 => None,
        1 => Some(String::new()),
        _ => Some(format!(
            "A team of the practice company, number {}",
            place + 1
        )),
    };
    Team {
        uuid: uuid(&mut draw),
        team_id: 6222 + place as u64 * 3,
        name,
        description,
        number_of_members: agents
            .iter()
            .filter(|agent| agent.team == Some(place))
            .count(),
    }
}

fn work_queues(seed: u64) -> Vec<WorkQueue> {
    let names = [
        "Billing",
        "Returns & refunds",
        "Teknik destek",
        "Sofort!",
        "Files d'attente",
        "Night, weekend",
    ];
    names
        .into_iter()
        .enumerate()
        .map(|(place, name)| WorkQueue {
            id: 5016 + place as u64,
            name,
            description: (place % 2 == 1).then_some("A work queue of the practice company"),
            archived: false,
            uuid: uuid(&mut Draw::new(&[seed, 0x0E0E, place as u64])),
        })
        .collect()
}

fn smart_views() -> Vec<SmartView> {
    let views = [
        ("All conversations", View::All, None),
        (
            "Waiting over an hour",
            View::Waited,
            Some(Hours::new(true, 8, 20)),
        ),
        ("VIP \"gold\"", View::Gold, None),
        (
            "Ünlü müşteriler",
            View::Famous,
            Some(Hours::new(false, 10, 16)),
        ),
    ];
    views
        .into_iter()
        .enumerate()
        .map(|(place, (name, shows, hours))| SmartView {
            id: 301 + place as u64,
            name,
            description: (place % 2 == 0).then_some("A smart view of the practice company"),
            shows,
            hours,
        })
        .collect()
}

/// In the form of a version 4 UUID.
fn uuid(draw: &mut Draw) -> String {
    let (high, low) = (draw.next(), draw.next());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        0x8000 | (low >> 50),
        low & 0xffff_ffff_ffff
    )
}

/// How long an agent was in each state during a period, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TotalTime {
    pub(crate) green: i64,
    pub(crate) yellow: i64,
    pub(crate) red: i64,
    pub(crate) mobile: i64,
}

impl TotalTime {
    /// Logged in at the console, in whichever state.
    pub(crate) fn console(&self) -> i64 {
        self.green + self.yellow + self.red
    }

    /// Adds the days up. A day that lies partly inside counts by its part, rounded so that two periods that meet add up to
    /// exactly what the period over both has.
    pub(crate) fn of(seed: u64, agent: &Agent, start: i64, end: i64) -> Self {
        let mut total = Self::default();
        if agent.disabled || end <= start {
            return total;
        }
        for day in start.div_euclid(DAY)..=(end - 1).div_euclid(DAY) {
            let whole = Self::on(seed, agent, day);
            let from = (start - day * DAY).clamp(0, DAY);
            let to = (end - day * DAY).clamp(0, DAY);
            let part = |ms: i64| ms * to / DAY - ms * from / DAY;
            total.green += part(whole.green);
            total.yellow += part(whole.yellow);
            total.red += part(whole.red);
            total.mobile += part(whole.mobile);
        }
        total
    }

    /// One UTC day, counted from the epoch.
    fn on(seed: u64, agent: &Agent, day: i64) -> Self {
        // The epoch was a Thursday.
        let weekend = matches!((day + 4).rem_euclid(7), 0 | 6);
        let mut draw = Draw::new(&[seed, 0xDA7, agent.number, day as u64]);
        if weekend && agent.weekends_off || draw.below(12) == 0 {
            return Self::default();
        }
        let mut minutes =
            |least: u64, most: u64| (least * 60_000 + draw.below((most - least) * 60_000)) as i64;
        Self {
            green: minutes(180, 420),
            yellow: minutes(10, 90),
            red: minutes(0, 60),
            mobile: if agent.number.is_multiple_of(4) {
                minutes(0, 45)
            } else {
                0
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn is_the_same_for_the_same_seed_and_another_for_another() {
        assert_eq!(Company::new(7, 250, 12, 120), Company::new(7, 250, 12, 120));
        assert_ne!(Company::new(7, 250, 12, 120), Company::new(8, 250, 12, 120));
    }

    #[test]
    fn has_no_two_agents_of_one_id_and_teams_that_count_their_members() {
        let company = Company::new(1848, 250, 12, 120);
        let ids: HashSet<_> = company.agents.iter().map(|agent| &agent.id).collect();
        let emails: HashSet<_> = company.agents.iter().map(|agent| &agent.email).collect();
        let badges: HashSet<_> = company.agents.iter().map(|agent| &agent.badge_id).collect();
        assert_eq!((ids.len(), emails.len(), badges.len()), (250, 250, 250));
        assert!(
            company
                .agents
                .iter()
                .all(|agent| agent.badge_id.len() == 20)
        );
        let members: usize = company
            .teams
            .iter()
            .map(|team| team.number_of_members)
            .sum();
        assert_eq!(
            members,
            company
                .agents
                .iter()
                .filter(|agent| agent.team.is_some())
                .count()
        );
        assert!(company.teams.iter().all(|team| team.number_of_members > 0));
        assert!(members < 250, "someone is in no team");
    }

    #[test]
    fn has_every_awkward_value() {
        let company = Company::new(1848, 250, 12, 120);
        let names: String = company
            .agents
            .iter()
            .map(|agent| agent.name.as_str())
            .collect();
        for sign in [
            'İ', 'ı', 'ß', 'é', 'ñ', 'Γ', 'Ё', 'م', 'כ', '佐', '김', 'ส', '\u{308}', '🎧', ',', '"',
        ] {
            assert!(names.contains(sign), "{sign:?}");
        }
        let notes: HashSet<_> = company.agents.iter().map(|agent| agent.note).collect();
        assert_eq!(notes.len(), NOTES.len());
        assert!(company.agents.iter().any(|agent| agent.disabled));
    }

    #[test]
    fn adjoining_periods_add_up() {
        let agent = agent(1848, 3, 12);
        let (start, end) = (YEAR_START + 12_345, YEAR_START + 40 * DAY + 999);
        let whole = TotalTime::of(1848, &agent, start, end);
        assert!(whole.green > 0 && whole.console() < end - start);
        let mut draw = Draw::new(&[9]);
        for _ in 0..200 {
            let middle = start + draw.below((end - start) as u64) as i64;
            let (first, second) = (
                TotalTime::of(1848, &agent, start, middle),
                TotalTime::of(1848, &agent, middle, end),
            );
            assert_eq!(first.green + second.green, whole.green);
            assert_eq!(first.console() + second.console(), whole.console());
        }
    }

    #[test]
    fn weekends_are_off_for_some() {
        // 3 January 2026 was a Saturday.
        let (saturday, monday) = (YEAR_START + 2 * DAY, YEAR_START + 4 * DAY);
        let company = Company::new(1848, 250, 12, 120);
        let worked = |agent: &Agent| TotalTime::of(1848, agent, saturday, monday).console() > 0;
        let (off, on): (Vec<_>, Vec<_>) =
            company.agents.iter().partition(|agent| agent.weekends_off);
        assert!(!off.into_iter().any(worked));
        assert!(on.into_iter().any(worked));
    }

    #[test]
    fn before_the_epoch_is_no_worse() {
        let agent = agent(1848, 3, 12);
        assert!(TotalTime::of(1848, &agent, -30 * DAY, -1).green > 0);
    }
}
