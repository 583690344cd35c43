//! The limit on requests: so many in any 60 seconds.

use std::collections::VecDeque;

const WINDOW_MS: i64 = 60_000;

/// The moments of the requests that were let in lately.
#[derive(Debug, Default)]
pub(crate) struct RequestBudget {
    let_in: VecDeque<i64>,
    refused: u64,
}

/// A request too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// When the next one will be let in, in UTC milliseconds.
    pub(crate) until: i64,
    /// How many were refused before this one.
    pub(crate) earlier: u64,
}

impl RequestBudget {
    /// Lets a request in if fewer than `most` came in the last 60 seconds; refused ones do not count.
    pub(crate) fn admit(&mut self, now: i64, most: Option<u32>) -> Result<(), Refused> {
        while self
            .let_in
            .front()
            .is_some_and(|oldest| *oldest <= now - WINDOW_MS)
        {
            self.let_in.pop_front();
        }
        if most.is_some_and(|most| self.let_in.len() >= most as usize) {
            let until = self.let_in.front().map_or(now, |oldest| oldest + WINDOW_MS);
            self.refused += 1;
            return Err(Refused {
                until,
                earlier: self.refused - 1,
            });
        }
        self.let_in.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_sixty_seconds_hold_no_more_than_twenty() {
        let mut budget = RequestBudget::default();
        for at in 0..20 {
            assert_eq!(budget.admit(at * 1000, Some(20)), Ok(()));
        }
        assert_eq!(
            budget.admit(20_000, Some(20)),
            Err(Refused {
                until: 60_000,
                earlier: 0
            })
        );
        assert_eq!(
            budget.admit(59_999, Some(20)),
            Err(Refused {
                until: 60_000,
                earlier: 1
            })
        );
        assert_eq!(budget.admit(60_000, Some(20)), Ok(()));
        assert_eq!(
            budget.admit(60_000, Some(20)),
            Err(Refused {
                until: 61_000,
                earlier: 2
            })
        );
        assert_eq!(budget.admit(60_000, None), Ok(()));
    }
}
