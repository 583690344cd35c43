use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::future::BoxFuture;

/// The time of day and the passing of time, so that tests can own both.
pub trait Clock: Send + Sync + 'static {
    /// UTC milliseconds since 1970.
    fn now(&self) -> i64;
    /// Completes once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    /// A clock that only tests move. Sleeping moves it too, so nothing waits for real.
    #[derive(Debug, Clone, Default)]
    pub(crate) struct TestClock(Arc<AtomicI64>);

    impl TestClock {
        pub(crate) fn at(now: i64) -> Self {
            let clock = TestClock::default();
            clock.set(now);
            clock
        }

        pub(crate) fn set(&self, now: i64) {
            self.0.store(now, Ordering::SeqCst);
        }

        pub(crate) fn advance(&self, millis: i64) {
            self.0.fetch_add(millis, Ordering::SeqCst);
        }
    }

    impl Clock for TestClock {
        fn now(&self) -> i64 {
            self.0.load(Ordering::SeqCst)
        }

        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            let clock = self.clone();
            Box::pin(async move {
                tokio::task::yield_now().await;
                clock.advance(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX));
            })
        }
    }
}
