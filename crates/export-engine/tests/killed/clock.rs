//! A clock that all processes of a test share, and by which a victim may die.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use export_engine::Clock;
use futures_util::future::BoxFuture;
use rustix::process::{Signal, getpid, kill_process};

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
    /// How often it may be read before the process dies.
    readings_left: Option<AtomicU64>,
}

impl FastClock {
    pub(crate) fn start() -> FastClock {
        FastClock {
            started: real_now(),
            readings_left: None,
        }
    }

    /// The same clock in another process, which it kills at its `deadly` reading.
    pub(crate) fn started_at(nanos: u64, deadly: Option<u64>) -> FastClock {
        FastClock {
            started: Duration::from_nanos(nanos),
            readings_left: deadly.map(AtomicU64::new),
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
        if let Some(left) = &self.readings_left
            && left.fetch_sub(1, Ordering::SeqCst) <= 1
        {
            // As hard as it gets: no destructor, no flush, no goodbye.
            let _ = kill_process(getpid(), Signal::KILL);
        }
        self.read()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration / SPEED))
    }
}
