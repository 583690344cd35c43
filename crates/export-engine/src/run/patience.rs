//! How long to wait between questions, and when to stop asking.

use std::time::Duration;

use crate::service::Passing;

const MINUTE: i64 = 60_000;

/// How long the same question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Patience {
    /// Milliseconds for which a service that does not answer is waited for.
    silence: i64,
    /// How often an answer that should not be is asked for again.
    odd: u32,
}

/// Before the service has an export to lose: a wrong address should be told soon.
pub(super) const AT_FIRST: Patience = Patience {
    silence: 2 * MINUTE,
    odd: 2,
};

/// Once it has. Odd answers are borne for two minutes, since a service that comes back from an
/// outage may give some.
pub(super) const UNDER_WAY: Patience = Patience {
    silence: 15 * MINUTE,
    odd: 6,
};

/// What one look takes at most, in milliseconds, with all the times that it is asked again. What a clock shows beyond
/// that was not waited for: the computer slept, or its clock was moved.
const SLOWEST_LOOK: i64 = 30 * MINUTE;

/// The time that was spent waiting for something, whatever the clock was set to and however long the computer slept
/// meanwhile.
#[derive(Debug)]
pub(super) struct Waited {
    millis: i64,
    seen: i64,
}

impl Waited {
    pub(super) fn since(now: i64) -> Self {
        Waited {
            millis: 0,
            seen: now,
        }
    }

    /// How long it has been, in milliseconds. To be asked at every look.
    pub(super) fn until(&mut self, now: i64) -> i64 {
        self.millis += (now - self.seen).clamp(0, SLOWEST_LOOK);
        self.seen = now;
        self.millis
    }
}

/// The pause before the next look at an export that has the account for itself and was accepted `age` milliseconds
/// ago: about a second at first and then ever longer, up to the pace that the budget bears. `random` is in
/// `0.0..1.0`; the jitter keeps several runs from asking in step.
pub(super) fn before_look(age: i64, random: f64) -> Duration {
    let seconds = age.max(0) as f64 / 1000.0;
    let pause = (0.3 * seconds).clamp(1.0, 4.5);
    Duration::from_secs_f64(pause * (0.9 + 0.2 * random))
}

/// The pause between tries of something that nobody waits for: about a second at first, stretching to half a
/// minute.
pub(super) fn between_polls(polls: u32, random: f64) -> Duration {
    let stretched = 1.3_f64.powi(polls.min(60).cast_signed()).min(27.0);
    Duration::from_secs_f64(stretched * (0.9 + 0.2 * random))
}

/// The pause before an export is tried again because too many were running: somebody else uses
/// the account.
pub(super) fn between_tries(tries: u32, random: f64) -> Duration {
    let seconds = 15.0 * 1.5_f64.powi(tries.min(10).cast_signed());
    Duration::from_secs_f64(seconds.min(120.0) * (0.8 + 0.4 * random))
}

/// The longest that one try takes before it counts as failed, and its turn in the budget before that. Milliseconds.
const SLOWEST_TRY: i64 = 5 * MINUTE;

/// Failures in a row of one question.
#[derive(Debug)]
pub(super) struct Failures {
    patience: Patience,
    since: Option<i64>,
    /// When the next one is to be expected at the latest, by the pause that was given.
    due: Option<i64>,
    silent: u32,
    odd: u32,
}

impl Failures {
    pub(super) fn new(patience: Patience) -> Self {
        Failures {
            patience,
            since: None,
            due: None,
            silent: 0,
            odd: 0,
        }
    }

    /// After a failure: the pause before the next try, or nothing when it was the last.
    ///
    /// Hours that a computer slept, and what its clock was moved by, are no silence of the service's: a network needs
    /// a while after waking.
    pub(super) fn pause(&mut self, passing: Passing, now: i64, random: f64) -> Option<Duration> {
        let before = *self.since.get_or_insert(now);
        let asleep = self.due.map_or(0, |due| (now - due).max(0));
        // Set back: what passed until then is not known any more, so it is counted from now on.
        let since = (before + asleep).min(now);
        self.since = Some(since);
        let pause = self.pause_since(since, passing, now, random)?;
        let wait = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        self.due = Some(now.saturating_add(wait).saturating_add(SLOWEST_TRY));
        Some(pause)
    }

    fn pause_since(
        &mut self,
        since: i64,
        passing: Passing,
        now: i64,
        random: f64,
    ) -> Option<Duration> {
        let count = match passing {
            Passing::Few => &mut self.odd,
            Passing::Wait(_) => &mut self.silent,
        };
        *count += 1;
        if passing == Passing::Few && *count > self.patience.odd {
            return None;
        }
        if now - since >= self.patience.silence {
            return None;
        }
        let grown = 2.0_f64.powi((*count - 1).min(6).cast_signed()).min(60.0);
        let grown = Duration::from_secs_f64(grown * (0.8 + 0.4 * random));
        Some(match passing {
            Passing::Wait(Some(named)) => {
                named.clamp(Duration::from_secs(1), Duration::from_secs(10 * 60))
            }
            Passing::Wait(None) => grown,
            Passing::Few => grown * 2,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn looks_are_a_second_apart_at_first_and_never_five(age in i64::MIN..i64::MAX, random in 0.0..1.0) {
            let pause = before_look(age, random);
            prop_assert!(pause >= Duration::from_millis(900));
            prop_assert!(pause <= Duration::from_millis(4_950));
        }

        #[test]
        fn polls_start_at_a_second_and_end_at_half_a_minute(polls in 0u32..10_000, random in 0.0..1.0) {
            let pause = between_polls(polls, random);
            prop_assert!(pause >= Duration::from_millis(900));
            prop_assert!(pause <= Duration::from_secs(30));
            if polls == 0 {
                prop_assert!(pause <= Duration::from_millis(1100));
            }
            prop_assert!(between_polls(polls + 5, random) >= pause);
        }
    }

    #[test]
    fn what_was_slept_through_or_moved_was_not_waited_for() {
        let mut waited = Waited::since(0);
        assert_eq!(waited.until(60_000), 60_000);
        let night = 8 * 60 * MINUTE;
        assert!(waited.until(60_000 + night) <= 60_000 + SLOWEST_LOOK);
        let before = waited.until(60_000);
        assert_eq!(waited.until(120_000), before + 60_000);
    }

    #[test]
    fn a_first_question_is_given_up_sooner() {
        let mut failures = Failures::new(AT_FIRST);
        let mut now = 0;
        while let Some(pause) = failures.pause(Passing::Wait(None), now, 0.5) {
            now += i64::try_from(pause.as_millis()).expect("a pause");
        }
        assert!((2 * MINUTE..4 * MINUTE).contains(&now), "{now}");
        let mut failures = Failures::new(AT_FIRST);
        let tries = std::iter::from_fn(|| failures.pause(Passing::Few, 0, 0.5));
        assert_eq!(tries.sum::<Duration>(), Duration::from_secs(6));
    }

    #[test]
    fn silence_is_waited_out_for_a_quarter_of_an_hour() {
        let mut failures = Failures::new(UNDER_WAY);
        let mut now = 0;
        let mut tries = 0;
        while let Some(pause) = failures.pause(Passing::Wait(None), now, 0.5) {
            now += i64::try_from(pause.as_millis()).expect("a pause");
            tries += 1;
        }
        assert!((15 * MINUTE..17 * MINUTE).contains(&now), "{now}");
        assert!((15..30).contains(&tries), "{tries}");
    }

    #[test]
    fn a_night_asleep_and_a_clock_that_was_moved_are_no_silence() {
        for moved in [8 * 60 * MINUTE, -8 * 60 * MINUTE] {
            let mut failures = Failures::new(UNDER_WAY);
            let mut now = 0;
            let mut wait = |now: i64| failures.pause(Passing::Wait(None), now, 0.5);
            assert!(wait(now).is_some());
            now += moved;
            let woken = now;
            while let Some(pause) = wait(now) {
                now += i64::try_from(pause.as_millis()).expect("a pause");
            }
            assert!(
                (9 * MINUTE..17 * MINUTE).contains(&(now - woken)),
                "{}",
                now - woken
            );
        }
    }

    #[test]
    fn an_odd_answer_is_asked_for_again_for_two_minutes_whatever_came_before() {
        let mut failures = Failures::new(UNDER_WAY);
        for _ in 0..5 {
            assert!(failures.pause(Passing::Wait(None), 0, 0.5).is_some());
        }
        let mut waited = Duration::ZERO;
        for _ in 0..6 {
            waited += failures.pause(Passing::Few, 0, 0.5).expect("another try");
        }
        assert_eq!(failures.pause(Passing::Few, 0, 0.5), None);
        assert_eq!(waited, Duration::from_secs(126));
    }

    #[test]
    fn the_services_own_wish_is_kept_within_reason() {
        let mut failures = Failures::new(UNDER_WAY);
        let mut ask = |seconds| {
            let named = Passing::Wait(Some(Duration::from_secs(seconds)));
            failures.pause(named, 0, 0.5)
        };
        assert_eq!(ask(7), Some(Duration::from_secs(7)));
        assert_eq!(ask(0), Some(Duration::from_secs(1)));
        assert_eq!(ask(86_400), Some(Duration::from_secs(600)));
    }
}
