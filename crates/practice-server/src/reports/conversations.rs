//! Conversations themselves, and those who began them: `conversation` and `author`.

use std::rc::Rc;

use super::shared::{
    AUTHOR_ID, AUTHOR_NAME, CHANNEL, admitted, agent_email, agent_id, agent_name, at, at_ms,
    priority, work_queue,
};
use crate::column::{Column, column, off};
use crate::conversation::{Conversation, DAY, LIFE};
use crate::event::{self, Event};
use crate::export::Conversations;
use crate::report::Rows;

const CREATED: &str = "created";
const CLOSED: &str = "closed";
const OPEN: &str = "open";

/// What a conversation that was created in a period has become is told as it was so long after its beginning: of the period, not
/// of the day on which one asks.
const SEEN_AFTER: i64 = 3 * DAY;

impl Event {
    fn closed(&self) -> Option<i64> {
        let closed = self.conversation.closed;
        let is = match self.what {
            CLOSED => true,
            OPEN => false,
            _ => closed - self.conversation.created() <= SEEN_AFTER,
        };
        is.then_some(closed)
    }
}

const STATUS: Column<Event> = column(
    "STATUS",
    "Public. `CLOSED`, `ASSIGNED` or `NEW`; these values are invented",
    |event, _| {
        let status = match (event.closed(), event.conversation.agent) {
            (Some(_), _) => "CLOSED",
            (None, Some(_)) => "ASSIGNED",
            (None, None) => "NEW",
        };
        status.into()
    },
);

pub(crate) static CONVERSATIONS: Rows<Event> = Rows {
    columns: &[
        column(
            "CONVERSATION_ID",
            "Public. The conversation's id",
            |event, _| event.conversation.id.to_string(),
        ),
        STATUS,
        column(
            "ASSIGNED_AGENT_DISPLAY_ID",
            "Public. The id of the agent it is assigned to; empty for none",
            |event, scene| {
                let agent = event
                    .agent
                    .and_then(|place| scene.company.agents.get(place));
                agent.map(|agent| agent.id.clone()).unwrap_or_default()
            },
        ),
        column(
            "practice_created",
            "Invented. A date and time, in the export's language and zone",
            |event, scene| scene.style.date_time(event.conversation.created()),
        ),
        column(
            "practice_closed",
            "Invented. A date and time; empty for those that are open",
            |event, scene| {
                event
                    .closed()
                    .map(|at| scene.style.date_time(at))
                    .unwrap_or_default()
            },
        ),
        column(
            "practice_first_wait",
            "Invented. How long the customer waited for the first answer; empty without one",
            |event, scene| {
                let wait = event.conversation.first_wait();
                wait.map(|ms| scene.style.duration(ms)).unwrap_or_default()
            },
        ),
        column(
            "practice_posts",
            "Invented. How often the customer wrote",
            |event, _| event.conversation.turns.len().to_string(),
        ),
        column(
            "practice_responses",
            "Invented. How many answers there were",
            |event, _| event.conversation.answers().count().to_string(),
        ),
        AUTHOR_ID,
        AUTHOR_NAME,
        CHANNEL,
        priority(),
        work_queue(),
        off(agent_id()),
        off(agent_name()),
        off(agent_email()),
        off(at()),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let past = export.past();
        let visit = &mut admitted(export, company, visit);
        match export.conversations {
            Conversations::Created => event::each(company, &past, created, visit),
            Conversations::Closed => event::each(company, &past, closed, visit),
            Conversations::OpenAtEnd => {
                // When it was created does not matter; older ones are closed by now.
                let reach = past.end.saturating_sub(LIFE)..past.end;
                let open = |conversation: &Rc<Conversation>, events: &mut Vec<Event>| {
                    if conversation.closed >= past.end {
                        events.push(at_creation(conversation, OPEN));
                    }
                };
                event::each(company, &reach, open, visit);
            }
        }
    },
};

pub(crate) static AUTHORS: Rows<Event> = Rows {
    columns: &[
        AUTHOR_ID,
        AUTHOR_NAME,
        column(
            "practice_author_handle",
            "Invented. What the customer calls themselves",
            |event, _| format!("@{}", event.conversation.author.id()),
        ),
        CHANNEL,
        at(),
        column(
            "practice_author_followers",
            "Invented. How many follow the customer",
            |event, _| event.conversation.author.followers().to_string(),
        ),
        column(
            "practice_author_gold",
            "Invented. Yes or no, in the export's language",
            |event, scene| {
                let gold = event.conversation.author.gold();
                scene.style.locale.yes_no(gold).into()
            },
        ),
        off(priority()),
        off(work_queue()),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        let new = |conversation: &Rc<Conversation>, events: &mut Vec<Event>| {
            if conversation.author.new {
                events.push(at_creation(conversation, CREATED));
            }
        };
        event::each(company, &export.past(), new, visit);
    },
};

fn at_creation(conversation: &Rc<Conversation>, what: &'static str) -> Event {
    Event::new(conversation, 0, conversation.created(), what).by(conversation.agent)
}

fn created(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    events.push(at_creation(conversation, CREATED));
}

fn closed(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    let event = Event::new(conversation, 0, conversation.closed, CLOSED);
    events.push(event.by(conversation.agent));
}
