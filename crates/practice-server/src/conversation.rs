//! Conversations: each made up from the seed, the day on which it begins and its number on that day, and from nothing else.
//!
//! An instant is never the first or the last millisecond of a second. Periods begin and end on those, so whether an end counts
//! as inside makes no difference, and nothing is in two periods that meet, or in none.

use crate::company::Company;
use crate::draw::Draw;
use crate::names;
use crate::sieve::Facets;

pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

/// Nothing happens in a conversation later than this after its beginning.
pub(crate) const LIFE: i64 = 10 * DAY;

/// 1 January 2020, counted in days from the epoch: nothing happened before.
pub(crate) const FOUNDED: i64 = 18_262;

/// No day has as many conversations.
const MOST_A_DAY: u64 = 10_000_000;

/// Channels that customers write on.
const CHANNELS: &[&str] = &["e-mail", "chat", "WhatsApp", "X", "Facebook", "Instagram"];

/// Away from the borders of seconds.
pub(crate) fn clear_of_borders(at: i64) -> i64 {
    match at.rem_euclid(1000) {
        0 => at + 1,
        999 => at - 1,
        _ => at,
    }
}

/// A customer's message and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) asked: i64,
    pub(crate) answer: Option<Answer>,
}

/// An agent's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) at: i64,
    /// By their place in the company's list.
    pub(crate) agent: usize,
    /// When it was handed in for approval, and when that was decided.
    pub(crate) approval: Option<(i64, i64)>,
    /// When a colleague was asked for help, and when they helped.
    pub(crate) help: Option<(i64, i64)>,
}

/// Someone who writes to the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) number: u64,
    /// Whether this conversation is their first.
    pub(crate) new: bool,
}

impl Author {
    pub(crate) fn id(self) -> String {
        format!("a{:012}", self.number)
    }

    pub(crate) fn name(self) -> String {
        names::name(self.number, &mut Draw::new(&[0xA07, self.number]))
    }

    pub(crate) fn gold(self) -> bool {
        self.number.is_multiple_of(10)
    }

    pub(crate) fn famous(self) -> bool {
        self.number % 17 == 3
    }

    pub(crate) fn followers(self) -> u64 {
        let most = if self.famous() { 5_000_000 } else { 900 };
        Draw::new(&[0xF0, self.number]).below(most)
    }
}

/// A customer and the company, in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conversation {
    pub(crate) id: u64,
    pub(crate) author: Author,
    pub(crate) channel: &'static str,
    /// 0 to 5.
    pub(crate) priority: u8,
    /// By its place in the company's list; some are in none.
    pub(crate) queue: Option<usize>,
    /// The agent it is assigned to.
    pub(crate) agent: Option<usize>,
    /// Never empty.
    pub(crate) turns: Vec<Turn>,
    pub(crate) closed: i64,
    /// How often somebody only looked at it: some are looked at by everyone, which makes a long history.
    pub(crate) looks: u32,
}

impl Conversation {
    /// The conversation of this number among those that begin on this UTC day, counted from the epoch.
    pub(crate) fn new(company: &Company, day: i64, number: u64) -> Self {
        let mut draw = Draw::new(&[company.seed, 0xC04, day as u64, number]);
        let id = day as u64 * MOST_A_DAY + number;
        let agents = company.agents.len() as u64;
        let assigned = agents > 0 && draw.below(13) != 0;
        let agent = assigned.then(|| draw.below(agents) as usize);
        let new = draw.below(5) > 1;
        let author = Author {
            number: if new { id } else { draw.below(500) },
            new,
        };
        // Most write in the course of the day.
        let hour = if draw.below(6) == 0 {
            draw.below(24)
        } else {
            6 + draw.below(13)
        };
        let begins = day * DAY + hour as i64 * HOUR + draw.below(HOUR as u64) as i64;
        let turns = turns(&mut draw, begins, agent, agents);
        let last = turns.last().map_or(begins, |turn| {
            turn.answer.map_or(turn.asked, |answer| answer.at)
        });
        // One that nobody took lies about, and so do some others.
        let longest = if agent.is_none() || draw.below(9) == 0 {
            6 * DAY
        } else {
            6 * HOUR
        };
        let looks = match (number, day.rem_euclid(56)) {
            (0, 17) => 2_100,
            (0, 3 | 31 | 45) => 620,
            _ => 0,
        };
        let queues = company.work_queues.len() as u64;
        let queue = draw.below(queues + 1);
        Self {
            id,
            author,
            channel: draw.pick(CHANNELS),
            priority: draw.below(6) as u8,
            queue: (queue < queues).then_some(queue as usize),
            agent,
            turns,
            closed: clear_of_borders(last + MINUTE + draw.below(longest as u64) as i64),
            looks,
        }
    }

    /// How many conversations begin on a UTC day: a third at weekends.
    pub(crate) fn on(company: &Company, day: i64) -> u64 {
        let all = company.conversations.min(MOST_A_DAY);
        // The epoch was a Thursday.
        if matches!((day + 4).rem_euclid(7), 0 | 6) {
            all.div_ceil(3)
        } else {
            all
        }
    }

    pub(crate) fn created(&self) -> i64 {
        self.turns.first().map_or(self.closed, |turn| turn.asked)
    }

    pub(crate) fn answers(&self) -> impl Iterator<Item = (usize, &Turn, Answer)> {
        self.turns
            .iter()
            .enumerate()
            .filter_map(|(place, turn)| Some((place, turn, turn.answer?)))
    }

    /// How long the customer waited for the first answer.
    pub(crate) fn first_wait(&self) -> Option<i64> {
        self.answers()
            .next()
            .map(|(_, _, answer)| answer.at - self.created())
    }

    /// What filters see of something that happens in it at this instant.
    pub(crate) fn facets(&self, at: i64) -> Facets {
        Facets {
            at,
            priority: self.priority,
            queue: self.queue,
            waited: self.first_wait().is_none_or(|wait| wait > HOUR),
            gold: self.author.gold(),
            famous: self.author.famous(),
        }
    }
}

fn turns(draw: &mut Draw, begins: i64, agent: Option<usize>, agents: u64) -> Vec<Turn> {
    let mut at = begins;
    let count = 1 + draw.below(4);
    (0..count)
        .map(|_| {
            let asked = clear_of_borders(at);
            let answer = agent
                .filter(|_| draw.below(10) != 0)
                .map(|own| answer(draw, asked, own, agents));
            at = answer.map_or(asked, |answer| answer.at)
                + MINUTE
                + draw.below(8 * HOUR as u64) as i64;
            Turn { asked, answer }
        })
        .collect()
}

fn answer(draw: &mut Draw, asked: i64, own: usize, agents: u64) -> Answer {
    let longest = if draw.below(5) == 0 { 5 * HOUR } else { HOUR };
    let wait = MINUTE + draw.below(longest as u64) as i64;
    let step = |part: i64| clear_of_borders(asked + wait * part / 6);
    let agent = if draw.below(4) == 0 {
        draw.below(agents) as usize
    } else {
        own
    };
    Answer {
        at: step(6),
        agent,
        approval: (draw.below(5) == 0).then(|| (step(4), step(5))),
        help: (draw.below(12) == 0).then(|| (step(1), step(3))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company() -> Company {
        Company::new(1848, 250, 12, 120)
    }

    fn some() -> impl Iterator<Item = (i64, Conversation)> {
        (20_000..20_060).flat_map(|day| {
            let company = company();
            (0..40).map(move |number| (day, Conversation::new(&company, day, number)))
        })
    }

    #[test]
    fn everything_in_one_happens_in_order_and_within_its_life() {
        for (day, conversation) in some() {
            assert_eq!(conversation.created().div_euclid(DAY), day);
            let mut last = conversation.created();
            for turn in &conversation.turns {
                assert!(turn.asked >= last);
                last = turn.asked;
                if let Some(answer) = turn.answer {
                    let steps = [
                        answer.help.map(|help| help.0),
                        answer.help.map(|help| help.1),
                    ]
                    .into_iter()
                    .chain([
                        answer.approval.map(|two| two.0),
                        answer.approval.map(|two| two.1),
                    ])
                    .flatten()
                    .chain([answer.at]);
                    for step in steps {
                        assert!(step >= last);
                        last = step;
                    }
                }
            }
            assert!(conversation.closed > last && conversation.closed < day * DAY + LIFE);
        }
    }

    #[test]
    fn no_instant_lies_on_the_border_of_a_second() {
        for (_, conversation) in some() {
            let answers = conversation.answers().map(|(_, _, answer)| answer.at);
            let asked = conversation.turns.iter().map(|turn| turn.asked);
            for at in answers.chain(asked).chain([conversation.closed]) {
                assert!((1..999).contains(&at.rem_euclid(1000)), "{at}");
            }
        }
    }

    #[test]
    fn every_kind_of_conversation_is_there() {
        let all: Vec<_> = some().map(|(_, conversation)| conversation).collect();
        for priority in 0..6 {
            assert!(all.iter().any(|one| one.priority == priority));
        }
        assert!(all.iter().any(|one| one.queue.is_none()));
        assert!(all.iter().any(|one| one.agent.is_none()));
        assert!(all.iter().any(|one| one.author.gold() && one.author.new));
        assert!(all.iter().any(|one| one.author.famous()));
        assert!(all.iter().any(|one| one.looks > 500) && all.iter().any(|one| one.looks > 2000));
        let numbers: std::collections::HashSet<_> = all.iter().map(|one| one.id).collect();
        assert_eq!(numbers.len(), all.len());
    }
}
