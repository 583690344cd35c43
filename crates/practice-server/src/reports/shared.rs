//! Columns that many reports have.

use crate::column::{Column, Scene, column};
use crate::company::{Agent, Company};
use crate::event::Event;
use crate::export::Export;
use crate::sieve::Facets;

/// A row that is about an agent, or about nobody.
pub(crate) trait OfAgent {
    fn agent<'a>(&self, company: &'a Company) -> Option<&'a Agent>;
}

/// A row that filters can look at.
pub(crate) trait Faceted {
    fn facets(&self) -> Facets;
}

impl OfAgent for Event {
    fn agent<'a>(&self, company: &'a Company) -> Option<&'a Agent> {
        self.agent.and_then(|place| company.agents.get(place))
    }
}

impl Faceted for Event {
    fn facets(&self) -> Facets {
        self.conversation.facets(self.at)
    }
}

/// Passes the events on that an export asks for.
pub(crate) fn admitted<R: OfAgent + Faceted>(
    export: &Export,
    company: &Company,
    visit: &mut dyn FnMut(R),
) -> impl FnMut(R) {
    move |row: R| {
        if export.admits(company, &row.facets(), row.agent(company)) {
            visit(row);
        }
    }
}

fn of_agent<R: OfAgent>(
    row: &R,
    scene: &Scene<'_>,
    value: impl FnOnce(&Agent) -> String,
) -> String {
    row.agent(scene.company).map(value).unwrap_or_default()
}

pub(crate) const fn agent_id<R: OfAgent>() -> Column<R> {
    column("agent_id", "Public. The agent's id", |row, scene| {
        of_agent(row, scene, |agent| agent.id.clone())
    })
}

pub(crate) const fn agent_name<R: OfAgent>() -> Column<R> {
    column(
        "agent_name",
        "Public. The agent's name, in any script",
        |row, scene| of_agent(row, scene, |agent| agent.name.clone()),
    )
}

pub(crate) const fn agent_email<R: OfAgent>() -> Column<R> {
    column("agent_email", "Public. The agent's e-mail", |row, scene| {
        of_agent(row, scene, |agent| agent.email.clone())
    })
}

pub(crate) const fn team<R: OfAgent>() -> Column<R> {
    column(
        "practice_team",
        "Invented. The team's name; empty for those in none",
        |row, scene| {
            of_agent(row, scene, |agent| {
                let team = scene.company.team_of(agent);
                team.map(|team| team.name.clone()).unwrap_or_default()
            })
        },
    )
}

pub(crate) const fn team_id<R: OfAgent>() -> Column<R> {
    column(
        "practice_team_id",
        "Invented. The team's id; empty for those in none",
        |row, scene| {
            of_agent(row, scene, |agent| {
                let team = scene.company.team_of(agent);
                team.map(|team| team.team_id.to_string())
                    .unwrap_or_default()
            })
        },
    )
}

pub(crate) const fn priority<R: Faceted>() -> Column<R> {
    column("practice_priority", "Invented. 0 to 5", |row, _| {
        row.facets().priority.to_string()
    })
}

pub(crate) const fn work_queue<R: Faceted>() -> Column<R> {
    column(
        "practice_work_queue",
        "Invented. The work queue's name; empty for none",
        |row, scene| {
            let queue = row.facets().queue;
            queue
                .and_then(|place| scene.company.work_queues.get(place))
                .map(|queue| queue.name.to_owned())
                .unwrap_or_default()
        },
    )
}

/// The instant that puts the row into a period, as people read it.
pub(crate) const fn at<R: Faceted>() -> Column<R> {
    column(
        "practice_at",
        "Invented. The date and time by which the row belongs to a period, in the export's language and zone",
        |row, scene| scene.style.date_time(row.facets().at),
    )
}

/// The same instant to the millisecond.
pub(crate) const fn at_ms<R: Faceted>() -> Column<R> {
    column(
        "practice_at_ms",
        "Invented. The same in UTC milliseconds",
        |row, _| row.facets().at.to_string(),
    )
}

pub(crate) const ID: Column<Event> = column(
    "practice_id",
    "Invented. The row's own id, which no other row of the report has",
    |event, _| event.id(),
);

pub(crate) const CONVERSATION: Column<Event> = column(
    "practice_conversation_id",
    "Invented. The conversation's id",
    |event, _| event.conversation.id.to_string(),
);

pub(crate) const WHAT: Column<Event> = column(
    "practice_what",
    "Invented. What happened, in one word",
    |event, _| event.what.into(),
);

pub(crate) const CHANNEL: Column<Event> = column(
    "practice_channel",
    "Invented. Where the customer writes",
    |event, _| event.conversation.channel.into(),
);

pub(crate) const AUTHOR_ID: Column<Event> = column(
    "practice_author_id",
    "Invented. The customer's id",
    |event, _| event.conversation.author.id(),
);

pub(crate) const AUTHOR_NAME: Column<Event> = column(
    "practice_author_name",
    "Invented. The customer's name, in any script",
    |event, _| event.conversation.author.name(),
);

pub(crate) const BEGAN: Column<Event> = column(
    "practice_began",
    "Invented. When that began which ends at `practice_at`",
    |event, scene| scene.style.date_time(event.began),
);

pub(crate) const TOOK: Column<Event> = column(
    "practice_took",
    "Invented. How long it took, in words",
    |event, scene| scene.style.duration(event.at - event.began),
);

pub(crate) const TOOK_MS: Column<Event> = column(
    "practice_took_ms",
    "Invented. How long it took, in milliseconds",
    |event, _| (event.at - event.began).to_string(),
);
