//! `raw_agent_states`: how long each agent was in which state, from one change to the next.

use super::shared::{
    Faceted, OfAgent, admitted, agent_email, agent_id, agent_name, at, at_ms, priority, team,
    team_id, work_queue,
};
use crate::column::{column, off};
use crate::company::{Agent, Company, TotalTime};
use crate::conversation::{DAY, FOUNDED, HOUR, clear_of_borders};
use crate::draw::Draw;
use crate::export::Export;
use crate::report::Rows;
use crate::sieve::Facets;

/// A time that an agent spent in one state, from its beginning, which puts it into a period.
#[derive(Clone, Debug)]
pub(crate) struct Spell {
    /// By their place in the company's list.
    agent: usize,
    state: &'static str,
    until: i64,
    /// Of what the agent worked on.
    facets: Facets,
}

impl OfAgent for Spell {
    fn agent<'a>(&self, company: &'a Company) -> Option<&'a Agent> {
        company.agents.get(self.agent)
    }
}

impl Faceted for Spell {
    fn facets(&self) -> Facets {
        self.facets
    }
}

impl Spell {
    fn took(&self) -> i64 {
        self.until - self.facets.at
    }
}

pub(crate) static TABLE: Rows<Spell> = Rows {
    columns: &[
        agent_id(),
        agent_name(),
        agent_email(),
        team(),
        column(
            "practice_state",
            "Invented. green, yellow or red",
            |spell, _| spell.state.into(),
        ),
        at(),
        column(
            "practice_until",
            "Invented. When it ends",
            |spell, scene| scene.style.date_time(spell.until),
        ),
        column(
            "practice_took",
            "Invented. How long it took, in words",
            |spell, scene| scene.style.duration(spell.took()),
        ),
        off(column(
            "practice_took_ms",
            "Invented. How long it took, in milliseconds",
            |spell, _| spell.took().to_string(),
        )),
        off(priority()),
        off(work_queue()),
        off(team_id()),
        off(at_ms()),
    ],
    each: |export, company, visit| each(export, company, visit),
};

fn each(export: &Export, company: &Company, visit: &mut dyn FnMut(Spell)) {
    let past = export.past();
    if past.is_empty() {
        return;
    }
    let visit = &mut admitted(export, company, visit);
    let days = past.start.div_euclid(DAY).max(FOUNDED)..=(past.end - 1).div_euclid(DAY);
    for day in days {
        let agents = company.agents.iter().enumerate();
        let mut spells: Vec<Spell> = agents
            .flat_map(|(place, agent)| spells(company, place, agent, day))
            .filter(|spell| past.contains(&spell.facets.at))
            .collect();
        spells.sort_by_key(|spell| (spell.facets.at, spell.agent));
        spells.into_iter().for_each(&mut *visit);
    }
}

/// An agent's UTC day, cut into spells that add up to their Total Time of that day, but for the milliseconds that keep them away
/// from the borders of seconds. The longest day ends before the next one begins.
fn spells(company: &Company, place: usize, agent: &Agent, day: i64) -> Vec<Spell> {
    let time = TotalTime::of(company.seed, agent, day * DAY, (day + 1) * DAY);
    let mut draw = Draw::new(&[company.seed, 0x57A7E, agent.number, day as u64]);
    let mut at = day * DAY + 4 * HOUR + draw.below(9 * HOUR as u64) as i64;
    let parts = [
        ("green", time.green / 2),
        ("yellow", time.yellow / 2),
        ("green", time.green / 4),
        ("red", time.red),
        ("green", time.green - time.green / 2 - time.green / 4),
        ("yellow", time.yellow - time.yellow / 2),
    ];
    let queues = company.work_queues.len() as u64;
    parts
        .into_iter()
        .filter(|(_, length)| *length > 0)
        .map(|(state, length)| {
            let from = clear_of_borders(at);
            at += length;
            let queue = draw.below(queues + 1);
            Spell {
                agent: place,
                state,
                until: clear_of_borders(at),
                facets: Facets {
                    at: from,
                    priority: draw.below(6) as u8,
                    queue: (queue < queues).then_some(queue as usize),
                    waited: draw.below(3) == 0,
                    gold: draw.below(10) == 0,
                    famous: draw.below(17) == 0,
                },
            }
        })
        .collect()
}
