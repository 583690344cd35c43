//! What was done with conversations: `conversation_actions` by agents, `conversation_history_action` by anyone.

use std::rc::Rc;

use super::shared::{
    CONVERSATION, ID, WHAT, admitted, agent_email, agent_id, agent_name, at, at_ms, priority, team,
    work_queue,
};
use crate::column::{Column, column, off};
use crate::conversation::{Conversation, MINUTE, clear_of_borders};
use crate::event::{self, Event};
use crate::report::Rows;

/// Documented: how many actions of one conversation its history has, and how many with `raiselimit`. Which ones is not known;
/// here the first, whenever they were, so that parts of a period have together what all of it has.
const MOST: usize = 500;
const MOST_RAISED: usize = 2000;

/// How far apart the looks at a conversation are that many look at: 2,100 take less than two days.
const LOOK: i64 = 80_000;

const NOTES: &[&str] = &[
    "",
    "Moved to \"Billing\",\nwaiting for finance",
    "Etiket: iade",
    "Priorität geändert",
    "✔ checked",
];

const NUMBER: Column<Event> = column(
    "practice_action_number",
    "Invented. The action's place in the conversation, from 1",
    |event, _| (event.place + 1).to_string(),
);

const NOTE: Column<Event> = column(
    "practice_action_note",
    "Invented. What was noted with it",
    |event, _| event.draw().pick(NOTES).into(),
);

pub(crate) static ACTIONS: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        WHAT,
        at(),
        agent_id(),
        agent_name(),
        NOTE,
        priority(),
        work_queue(),
        off(agent_email()),
        off(team()),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        let by_agents = |conversation: &Rc<Conversation>, events: &mut Vec<Event>| {
            history(conversation, events);
            events.retain(|event| event.agent.is_some());
        };
        event::each(company, &export.past(), by_agents, visit);
    },
};

pub(crate) static HISTORY: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        NUMBER,
        WHAT,
        at(),
        agent_id(),
        agent_name(),
        NOTE,
        priority(),
        work_queue(),
        off(agent_email()),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        let most = if export.raised_limit {
            MOST_RAISED
        } else {
            MOST
        };
        let limited = |conversation: &Rc<Conversation>, events: &mut Vec<Event>| {
            history(conversation, events);
            events.truncate(most);
        };
        event::each(company, &export.past(), limited, visit);
    },
};

/// All that was done with a conversation, in order.
fn history(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    let created = conversation.created();
    let (agent, nobody) = (conversation.agent, None);
    let mut done = vec![(created, "created", nobody)];
    if agent.is_some() {
        done.push((created + MINUTE / 2, "assigned", nobody));
        done.push((created + MINUTE, "tagged", agent));
    }
    for (_, turn, answer) in conversation.answers() {
        if Some(answer.agent) != agent {
            done.push((turn.asked, "handed_over", agent));
        }
        done.push((answer.at, "answered", Some(answer.agent)));
    }
    let looks = (1..=i64::from(conversation.looks)).map(|n| (created + n * LOOK, "viewed", agent));
    done.extend(looks);
    done.push((conversation.closed, "closed", agent));
    // Two at one instant keep their order.
    done.sort_by_key(|(at, ..)| *at);
    let numbered = done.into_iter().enumerate();
    events.extend(numbered.map(|(place, (at, what, agent))| {
        Event::new(conversation, place, clear_of_borders(at), what).by(agent)
    }));
}
