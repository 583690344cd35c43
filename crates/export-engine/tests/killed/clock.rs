//! A clock that all processes of a test share.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use export_engine::Clock;
use futures_util::future::BoxFuture;

/// How much faster than the real clock it runs: a poll's second takes five milliseconds.
const SPEED: u32 = 200;

/// 23 November 2026, 08:00 UTC.
const EPOCH: i64 = 1_795_420_800_000;

fn real_now() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a time after 1970")
}

/// The fast clock. It is started once, and copied into victims by the moment at which it was.
#[derive(Debug)]
pub(crate) struct FastClock {
    started: Duration,
}

impl FastClock {
    pub(crate) fn start() -> FastClock {
        FastClock {
            started: real_now(),
        }
    }

    /// The same clock in another process.
    pub(crate) fn started_at(nanos: u64) -> FastClock {
        FastClock {
            started: Duration::from_nanos(nanos),
        }
    }

    /// For [`FastClock::started_at`].
    pub(crate) fn started(&self) -> u64 {
        u64::try_from(self.started.as_nanos()).expect("some centuries")
    }

    /// UTC milliseconds.
    pub(crate) fn read(&self) -> i64 {
        let passed = real_now().saturating_sub(self.started) * SPEED;
        EPOCH + i64::try_from(passed.as_millis()).expect("less than an age")
    }
}

impl Clock for FastClock {
    fn now(&self) -> i64 {
        self.read()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }
}
