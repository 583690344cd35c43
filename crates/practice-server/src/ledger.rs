//! Every request that reached either origin, for tests to look at afterwards.

use std::collections::VecDeque;
use std::fmt;

/// How many requests are kept; the oldest go first.
const KEPT: usize = 10_000;

/// One of the service's two origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The API, and the lists of the instance.
    Api,
    /// Where files lie.
    Storage,
}

/// A request as it arrived.
///
/// Its `Debug` form leaves out the query, the headers and the body, which may hold credentials and tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// Which origin it reached.
    pub origin: Origin,
    /// The method, such as `POST`.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still percent-encoded, without the question mark; empty when there is none.
    pub query: String,
    /// The headers in order, names in lower case; bytes outside UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// When it arrived, in UTC milliseconds by the service's clock.
    pub at: i64,
    /// The HTTP status it was answered with; `None` while it is held, or when the connection was closed instead.
    pub answered: Option<u16>,
}

impl RecordedRequest {
    /// The first header of that name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("origin", &self.origin)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("at", &self.at)
            .field("answered", &self.answered)
            .finish_non_exhaustive()
    }
}

/// The last requests, each under a number that stays its own.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    forgotten: usize,
    kept: VecDeque<RecordedRequest>,
}

impl Ledger {
    /// Writes a request down and gives its number.
    pub(crate) fn record(&mut self, request: RecordedRequest) -> usize {
        if self.kept.len() == KEPT {
            self.kept.pop_front();
            self.forgotten += 1;
        }
        self.kept.push_back(request);
        self.forgotten + self.kept.len() - 1
    }

    /// Adds what the request was answered with, unless it is forgotten by now.
    pub(crate) fn answered(&mut self, number: usize, status: u16) {
        if let Some(request) = number
            .checked_sub(self.forgotten)
            .and_then(|at| self.kept.get_mut(at))
        {
            request.answered = Some(status);
        }
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.kept.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(at: i64) -> RecordedRequest {
        RecordedRequest {
            origin: Origin::Api,
            method: "GET".into(),
            path: "/".into(),
            query: "analyticsAccessToken=hush".into(),
            headers: vec![("authorization".into(), "Basic hush".into())],
            body: b"hush".to_vec(),
            at,
            answered: None,
        }
    }

    #[test]
    fn keeps_the_last_ten_thousand_and_still_knows_their_numbers() {
        let mut ledger = Ledger::default();
        let first = ledger.record(request(0));
        let mut last = first;
        for at in 1..=KEPT as i64 {
            last = ledger.record(request(at));
        }
        ledger.answered(first, 500);
        ledger.answered(last, 200);
        let kept = ledger.all();
        assert_eq!(kept.len(), KEPT);
        assert_eq!(kept[0].at, 1);
        assert!(
            kept[..KEPT - 1]
                .iter()
                .all(|request| request.answered.is_none())
        );
        assert_eq!(kept[KEPT - 1].answered, Some(200));
    }

    #[test]
    fn shows_no_credentials_when_printed() {
        assert!(!format!("{:?}", request(0)).contains("hush"));
    }
}
