//! `team_performance`: how long each agent worked on each conversation.

use std::rc::Rc;

use super::shared::{
    BEGAN, CONVERSATION, ID, TOOK, TOOK_MS, admitted, agent_email, agent_id, agent_name, at, at_ms,
    priority, team, team_id, work_queue,
};
use crate::column::{column, off};
use crate::company::Company;
use crate::conversation::Conversation;
use crate::event::{self, Event};
use crate::export::Export;
use crate::report::Rows;

pub(crate) static TABLE: Rows<Event> = Rows {
    columns: &[
        ID,
        team(),
        agent_id(),
        agent_name(),
        CONVERSATION,
        at(),
        BEGAN,
        TOOK,
        column(
            "practice_responses",
            "Invented. How many answers there were",
            |event, _| event.answers.to_string(),
        ),
        priority(),
        work_queue(),
        off(agent_email()),
        off(team_id()),
        off(at_ms()),
        off(TOOK_MS),
    ],
    each,
};

/// Visits the work that was finished in an export's period.
pub(crate) fn each(export: &Export, company: &Company, visit: &mut dyn FnMut(Event)) {
    let visit = &mut admitted(export, company, visit);
    event::each(company, &export.past(), work, visit);
}

/// The work of each agent on a conversation, finished with their last answer.
fn work(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    for (place, turn, answer) in conversation.answers() {
        let mine = events
            .iter_mut()
            .find(|event| event.agent == Some(answer.agent));
        match mine {
            Some(event) => {
                event.at = answer.at;
                event.answers += 1;
            }
            None => {
                let event = Event::new(conversation, place, answer.at, "worked")
                    .by(Some(answer.agent))
                    .since(turn.asked);
                events.push(Event {
                    answers: 1,
                    ..event
                });
            }
        }
    }
}
