//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything may take on a busy machine before it counts as broken. The app may hold requests back for a minute, to
/// keep to the service's limit.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(25);

/// Looks again and again until there is something to see. A failure to look counts as nothing to see yet, and is told when
/// patience ends.
pub(crate) async fn until_some<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let seen = look().await;
        if let Ok(Some(thing)) = seen {
            return Ok(thing);
        }
        if Instant::now() > deadline {
            match seen {
                Err(error) => return Err(error.context(format!("waited in vain for {what}"))),
                _ => bail!("waited in vain for {what}"),
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Looks again and again until the condition holds.
pub(crate) async fn until(what: &str, mut holds: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    until_some(what, async || Ok(holds().await?.then_some(()))).await
}
