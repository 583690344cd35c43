//! What customers and agents write: `incoming_post`, `response`, `combined`; and what an answer may need before it is sent:
//! `response_approval`, `raw_expert_help`.

use std::rc::Rc;

use super::shared::{
    AUTHOR_ID, AUTHOR_NAME, BEGAN, CHANNEL, CONVERSATION, ID, TOOK, TOOK_MS, WHAT, admitted,
    agent_email, agent_id, agent_name, at, at_ms, priority, team, team_id, work_queue,
};
use crate::column::{Column, column, off};
use crate::conversation::Conversation;
use crate::event::{self, Event};
use crate::report::Rows;
use crate::text;

const POST: &str = "post";
const RESPONSE: &str = "response";
const APPROVED: &str = "approved";
const REJECTED: &str = "rejected";
const HELPED: &str = "helped";

const TEXT: Column<Event> = column(
    "practice_text",
    "Invented. Text with line breaks, quotes and emoji; longer than a spreadsheet's cell for some",
    |event, _| {
        let mut draw = event.draw();
        if event.what == POST {
            text::customer(&mut draw)
        } else {
            text::agent(&mut draw)
        }
    },
);

const SECOND: Column<Event> = column(
    "practice_second_agent",
    "Invented. The e-mail of whoever decided or helped",
    |event, scene| {
        let agents = scene.company.agents.as_slice();
        let place = event.draw().below(agents.len() as u64) as usize;
        agents
            .get(place)
            .map(|agent| agent.email.clone())
            .unwrap_or_default()
    },
);

pub(crate) static INCOMING: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        at(),
        AUTHOR_ID,
        AUTHOR_NAME,
        CHANNEL,
        TEXT,
        priority(),
        work_queue(),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        event::each(company, &export.past(), incoming, visit);
    },
};

pub(crate) static RESPONSES: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        at(),
        agent_id(),
        agent_name(),
        team(),
        CHANNEL,
        TEXT,
        BEGAN,
        TOOK,
        priority(),
        work_queue(),
        off(agent_email()),
        off(team_id()),
        off(at_ms()),
        off(TOOK_MS),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        event::each(company, &export.past(), responses, visit);
    },
};

pub(crate) static COMBINED: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        WHAT,
        at(),
        AUTHOR_ID,
        AUTHOR_NAME,
        agent_id(),
        agent_name(),
        CHANNEL,
        TEXT,
        priority(),
        work_queue(),
        off(agent_email()),
        off(team()),
        off(at_ms()),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        let both = |conversation: &Rc<Conversation>, events: &mut Vec<Event>| {
            incoming(conversation, events);
            responses(conversation, events);
        };
        event::each(company, &export.past(), both, visit);
    },
};

pub(crate) static APPROVALS: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        WHAT,
        at(),
        agent_id(),
        agent_name(),
        team(),
        SECOND,
        TEXT,
        BEGAN,
        TOOK,
        priority(),
        work_queue(),
        off(agent_email()),
        off(team_id()),
        off(at_ms()),
        off(TOOK_MS),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        event::each(company, &export.past(), approvals, visit);
    },
};

pub(crate) static HELP: Rows<Event> = Rows {
    columns: &[
        ID,
        CONVERSATION,
        at(),
        agent_id(),
        agent_name(),
        SECOND,
        TEXT,
        BEGAN,
        TOOK,
        priority(),
        work_queue(),
        off(agent_email()),
        off(team()),
        off(at_ms()),
        off(TOOK_MS),
    ],
    each: |export, company, visit| {
        let visit = &mut admitted(export, company, visit);
        event::each(company, &export.past(), help, visit);
    },
};

fn incoming(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    let turns = conversation.turns.iter().enumerate();
    events.extend(turns.map(|(place, turn)| Event::new(conversation, 2 * place, turn.asked, POST)));
}

fn responses(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    events.extend(conversation.answers().map(|(place, turn, answer)| {
        Event::new(conversation, 2 * place + 1, answer.at, RESPONSE)
            .by(Some(answer.agent))
            .since(turn.asked)
    }));
}

fn approvals(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    events.extend(conversation.answers().filter_map(|(place, _, answer)| {
        let (handed_in, decided) = answer.approval?;
        let what = if (conversation.id + place as u64).is_multiple_of(5) {
            REJECTED
        } else {
            APPROVED
        };
        let event = Event::new(conversation, place, decided, what);
        Some(event.by(Some(answer.agent)).since(handed_in))
    }));
}

fn help(conversation: &Rc<Conversation>, events: &mut Vec<Event>) {
    events.extend(conversation.answers().filter_map(|(place, _, answer)| {
        let (asked, helped) = answer.help?;
        let event = Event::new(conversation, place, helped, HELPED);
        Some(event.by(Some(answer.agent)).since(asked))
    }));
}
