//! What happens in conversations, in order of time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::company::Company;
use crate::conversation::{Conversation, DAY, FOUNDED, LIFE};
use crate::draw::Draw;

/// One thing that happened in a conversation.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) conversation: Rc<Conversation>,
    /// Its place among those of its conversation.
    pub(crate) place: u32,
    /// What puts it into a period, in UTC milliseconds.
    pub(crate) at: i64,
    /// When that began which ends here.
    pub(crate) began: i64,
    pub(crate) what: &'static str,
    /// Who did it, by their place in the company's list.
    pub(crate) agent: Option<usize>,
    /// How many answers it stands for.
    pub(crate) answers: u32,
}

impl Event {
    /// Something that the customer or nobody in particular did.
    pub(crate) fn new(
        conversation: &Rc<Conversation>,
        place: usize,
        at: i64,
        what: &'static str,
    ) -> Self {
        Self {
            conversation: Rc::clone(conversation),
            place: place as u32,
            at,
            began: at,
            what,
            agent: None,
            answers: 0,
        }
    }

    pub(crate) fn by(self, agent: Option<usize>) -> Self {
        Self { agent, ..self }
    }

    pub(crate) fn since(self, began: i64) -> Self {
        Self { began, ..self }
    }

    pub(crate) fn id(&self) -> String {
        format!("{}-{}", self.conversation.id, self.place)
    }

    /// Draws what nothing else depends on, such as its text.
    pub(crate) fn draw(&self) -> Draw {
        let kind = self.what.len() as u64;
        Draw::new(&[0xE7E, self.conversation.id, u64::from(self.place), kind])
    }
}

/// Visits the events of a period in order of time: of each conversation that `of` gives, those in the period. No more than one
/// conversation's life of them is in memory.
pub(crate) fn each(
    company: &Company,
    period: &Range<i64>,
    of: impl Fn(&Rc<Conversation>, &mut Vec<Event>),
    visit: &mut dyn FnMut(Event),
) {
    if period.is_empty() {
        return;
    }
    let first_day = period
        .start
        .saturating_sub(LIFE)
        .div_euclid(DAY)
        .max(FOUNDED);
    let last_day = (period.end - 1).div_euclid(DAY);
    let mut waiting = BTreeMap::new();
    let mut events = Vec::new();
    for day in first_day..=last_day {
        for number in 0..Conversation::on(company, day) {
            let conversation = Rc::new(Conversation::new(company, day, number));
            of(&conversation, &mut events);
            for event in events.drain(..).filter(|event| period.contains(&event.at)) {
                waiting.insert((event.at, event.conversation.id, event.place), event);
            }
        }
        // Nothing that begins later can come before the next day does.
        let later = waiting.split_off(&((day + 1) * DAY, 0, 0));
        std::mem::replace(&mut waiting, later)
            .into_values()
            .for_each(&mut *visit);
    }
    waiting.into_values().for_each(visit);
}
