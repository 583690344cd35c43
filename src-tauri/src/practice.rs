//! The practice company inside the app: the service on loopback, started when it is needed.

use export_engine::{Engine, Password, PracticeAccount, Problem, ProblemKind};
use practice_server::{PracticeConfig, PracticeServer};
use tokio::sync::Mutex;

/// What the practice company is called among the connections unless the window says it in another language.
pub(crate) const NAME: &str = "Practice company";

/// Hosts the practice service for as long as the app lives.
#[derive(Default)]
pub(crate) struct Practice {
    server: Mutex<Option<PracticeServer>>,
}

impl Practice {
    /// Starts the service when it is not running, and says how to reach it.
    pub(crate) async fn account(&self, name: String) -> Result<PracticeAccount, Problem> {
        let mut server = self.server.lock().await;
        if server.is_none() {
            let started = PracticeServer::start(PracticeConfig::default()).await;
            *server = Some(started.map_err(|error| ProblemKind::Internal.because(error))?);
        }
        let Some(server) = server.as_ref() else {
            return Err(ProblemKind::Internal.into());
        };
        Ok(PracticeAccount {
            name,
            address: server.address(),
            instance: server.instance_address(),
            company_key: server.company_key().to_owned(),
            email: server.user().to_owned(),
            password: Password::from(server.password().to_owned()),
        })
    }

    /// Starts the service again for a practice connection of an earlier start: its address holds
    /// a port, which is new each time.
    pub(crate) async fn refresh(&self, engine: &Engine) -> Result<(), Problem> {
        if engine.has_practice().await? {
            let account = self.account(NAME.into()).await?;
            engine.resume_practice(account).await?;
        }
        Ok(())
    }
}
