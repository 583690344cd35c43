//! When to look at an export that shares its account with others: what the last ones like it took tells.
//!
//! Looks at exports of minutes are what the budget has most of: they are shared out evenly, and nothing needs to
//! be known. Exports of seconds are made as fast as requests can be sent, and each gets one look or two: there it
//! counts *when* it is looked at. Of all ages at which one of the last exports was done, those are picked that would
//! have noticed these soonest on average with as many looks as the budget has for one: a small dynamic program over
//! their ages, with a price of a look in seconds of noticing that is raised until the looks suffice.
//!
//! Nothing of it is stored: a process that begins looks at the first exports at twice their age each time.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::budget;
use crate::model::Report;

/// How many exports are remembered, and from how many on they tell something.
const REMEMBERED: usize = 16;
const TELLING: usize = 2;
/// The most seconds of noticing that a look may cost: what it delays the exports that wait for their creation.
const DEAREST: f64 = 2.0;
/// From so many looks for an export on, they are shared out evenly.
const PLENTY: f64 = 5.0;
/// Seconds between looks then; the budget holds them apart.
const EVENLY: f64 = 2.0;
/// The longest until the first look, in seconds: the time of an export is no promise of the next one's.
const LATEST_FIRST: f64 = 20.0;
/// How soon a look may follow another, in seconds.
const SOONEST: f64 = 0.3;
/// Longer than between two looks in a row, in seconds: the computer slept, or its clock was moved.
const NO_PAUSE: f64 = 600.0;

/// What the exports of all accounts took.
#[derive(Debug, Default)]
pub(crate) struct Experience {
    known: Mutex<HashMap<(String, Report), Known>>,
}

impl Experience {
    /// Takes note of an export that was done `ready` milliseconds after it was accepted, and still was being made at
    /// `running`, which is 0 when that was the first look.
    pub(crate) fn note(&self, account: &str, report: Report, running: i64, ready: i64) {
        let (running, ready) = (seconds(running), seconds(ready));
        if (0.0..NO_PAUSE).contains(&(ready - running)) {
            let mut known = self.lock();
            let kind = known.entry((account.to_owned(), report)).or_default();
            kind.note(running, ready);
        }
    }

    /// Seconds until the next look at an export that was accepted `age` milliseconds ago.
    pub(crate) fn pause(&self, account: &str, report: Report, age: i64) -> f64 {
        let known = self.lock();
        let kind = known.get(&(account.to_owned(), report));
        kind.and_then(|kind| kind.schedule.as_ref())
            .map_or_else(|| blindly(seconds(age)), |known| known.pause(seconds(age)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, Report), Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seconds(millis: i64) -> f64 {
    millis.max(0) as f64 / 1000.0
}

/// The pause when nothing is known of exports like it.
fn blindly(age: f64) -> f64 {
    age.clamp(1.5, 9.0)
}

/// What the last exports of one kind took.
#[derive(Debug, Default)]
struct Known {
    /// Seconds, latest last.
    took: VecDeque<f64>,
    noted: u32,
    schedule: Option<Schedule>,
}

impl Known {
    fn note(&mut self, running: f64, ready: f64) {
        // One that was done at the first look took at least half of that, as far as anybody knows.
        let earliest = if running > 0.0 { running } else { ready / 2.0 };
        // It ended at any moment between two looks. Multiples of the golden ratio are spread evenly, and no chance.
        self.noted = self.noted.wrapping_add(1);
        let at = (f64::from(self.noted) * 0.618_034).fract();
        self.took.push_back(earliest + (ready - earliest) * at);
        if self.took.len() > REMEMBERED {
            self.took.pop_front();
        }
        if self.took.len() >= TELLING {
            let mut took: Vec<f64> = self.took.iter().copied().collect();
            took.sort_by(f64::total_cmp);
            self.schedule = Some(Schedule::of(&took));
        }
    }
}

/// When exports of a kind are looked at.
#[derive(Debug, Clone, PartialEq)]
enum Schedule {
    /// At these ages, in seconds.
    At(Vec<f64>),
    /// As often as the budget lets, from this age on.
    Evenly { from: f64 },
}

impl Schedule {
    /// For exports that took so many seconds, shortest first; one at least.
    fn of(took: &[f64]) -> Schedule {
        let looks = budget::looks_for_one(took.iter().sum::<f64>() / took.len() as f64);
        if looks >= PLENTY {
            let from = (0.7 * took[0]).min(LATEST_FIRST);
            return Schedule::Evenly { from };
        }
        let (mut cheap, mut dear) = (0.0, DEAREST);
        for _ in 0..14 {
            let price = (cheap + dear) / 2.0;
            if Plan::at_price(took, price).looks > looks {
                cheap = price;
            } else {
                dear = price;
            }
        }
        Schedule::At(Plan::at_price(took, dear).ages)
    }

    fn pause(&self, age: f64) -> f64 {
        match self {
            Schedule::Evenly { from } => EVENLY.max(from - age),
            Schedule::At(ages) => match ages.iter().find(|at| **at > age + SOONEST / 2.0) {
                Some(at) => SOONEST.max(at - age),
                // Longer than any before.
                None => (age / 5.0).clamp(SOONEST, 6.0),
            },
        }
    }
}

/// The ages at which exports are best looked at, when a look costs so many seconds of noticing.
#[derive(Debug, Clone, Default)]
struct Plan {
    ages: Vec<f64>,
    /// How many looks an export gets, on average.
    looks: f64,
}

impl Plan {
    fn at_price(took: &[f64], price: f64) -> Plan {
        let count = took.len();
        // The least that those cost which are not noticed before the nth, and up to which one the next look notices.
        let mut least = vec![(0.0, count); count + 1];
        for first in (0..count).rev() {
            let looked = price * (count - first) as f64;
            let mut waited = 0.0;
            let mut best = (f64::INFINITY, count);
            for last in first..count {
                if last > first {
                    waited += (last - first) as f64 * (took[last] - took[last - 1]);
                }
                let cost = looked + waited + least[last + 1].0;
                if cost < best.0 {
                    best = (cost, last + 1);
                }
            }
            least[first] = best;
        }
        let mut plan = Plan::default();
        let mut next = 0;
        while next < count {
            plan.looks += (count - next) as f64 / count as f64;
            next = least[next].1;
            plan.ages.push(took[next - 1]);
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ACCOUNT: &str = "someone";

    #[test]
    fn what_is_known_of_one_account_and_kind_says_nothing_of_others() {
        let experience = Experience::default();
        for _ in 0..4 {
            experience.note(ACCOUNT, Report::User, 700, 900);
        }
        let pause = |account, report| experience.pause(account, report, 0);
        assert!((0.7..=0.9).contains(&pause(ACCOUNT, Report::User)));
        assert_eq!(pause("other", Report::User), 1.5);
        assert_eq!(pause(ACCOUNT, Report::Author), 1.5);
    }

    #[test]
    fn exports_of_the_same_length_get_one_look_each() {
        let plan = Plan::at_price(&[3.0; 8], 1.0);
        assert_eq!((plan.ages, plan.looks), (vec![3.0], 1.0));
    }

    #[test]
    fn two_lengths_are_told_apart_where_looks_are_cheap_and_not_where_they_are_dear() {
        let took = [1.0, 1.0, 1.0, 30.0];
        let cheap = Plan::at_price(&took, DEAREST);
        assert_eq!((cheap.ages, cheap.looks), (vec![1.0, 30.0], 1.25));
        assert_eq!(Plan::at_price(&took, 100.0).ages, [30.0]);
    }

    #[test]
    fn what_slept_or_was_moved_tells_nothing() {
        let experience = Experience::default();
        for (running, ready) in [(1_000, 8 * 3_600_000), (5_000, 1_000)] {
            for _ in 0..3 {
                experience.note(ACCOUNT, Report::User, running, ready);
            }
        }
        assert_eq!(experience.pause(ACCOUNT, Report::User, 0), 1.5);
    }

    proptest! {
        #[test]
        fn the_plan_is_the_best_of_all(mut took in prop::collection::vec(0.0..60.0, 1..9), price in 0.01..5.0) {
            took.sort_by(f64::total_cmp);
            let plan = Plan::at_price(&took, price);
            let cost = |ages: &[f64]| -> f64 {
                let mut cost = 0.0;
                for one in &took {
                    let looks = ages.iter().position(|age| age >= one).expect("noticed");
                    cost += price * (looks + 1) as f64 + ages[looks] - one;
                }
                cost
            };
            let planned = cost(&plan.ages);
            for picked in 0..1_u32 << (took.len() - 1) {
                let mut ages: Vec<f64> = (0..took.len() - 1).filter(|n| picked >> n & 1 == 1).map(|n| took[n]).collect();
                ages.push(took[took.len() - 1]);
                prop_assert!(planned <= cost(&ages) + 1e-6);
            }
        }

        #[test]
        fn looks_never_stop_and_never_crowd(looks in prop::collection::vec((0..2_000_000_i64, 0..2_000_000_i64), 0..40), age in i64::MIN..i64::MAX) {
            let experience = Experience::default();
            for (running, ready) in looks {
                experience.note(ACCOUNT, Report::User, running, ready);
            }
            let pause = experience.pause(ACCOUNT, Report::User, age);
            prop_assert!(pause >= SOONEST);
            prop_assert!(pause <= 2_000.0);
        }
    }
}
