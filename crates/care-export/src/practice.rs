//! `care-export practice`.

use std::io::{self, Write};

use practice_server::{PracticeConfig, PracticeServer, Script, StartError};
use serde_json::json;

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt::Interrupt;

/// Serves the practice company until a signal comes, which is no failure here.
pub(crate) async fn run(command: arguments::Practice) -> Result<(), Failure> {
    let mut interrupt = Interrupt::listen()?;
    let script = match &command.script {
        Some(path) => {
            Script::load(path).map_err(|error| Failure::Practice(error.to_string(), Exit::Usage))?
        }
        None => Script::default(),
    };
    let config = PracticeConfig {
        port: command.port,
        script,
        ..PracticeConfig::default()
    };
    let server = PracticeServer::start(config).await.map_err(refused)?;
    let text = if command.json {
        line(&server)
    } else {
        prose(&server)
    };
    // Whoever started it may have closed the pipe already.
    let mut output = io::stdout();
    let _ = output.write_all(text.as_bytes());
    let _ = output.flush();
    interrupt.wait().await;
    server.stop().await;
    Ok(())
}

fn line(server: &PracticeServer) -> String {
    let line = json!({
        "url": server.address(),
        "companyKey": server.company_key(),
        "user": server.user(),
        "password": server.password(),
    });
    format!("{line}\n")
}

fn prose(server: &PracticeServer) -> String {
    format!(
        "The practice company is open. Its people, its numbers and most of its column names are made up.\n\
         \n\
         API address  {}\n\
         Company key  {}\n\
         E-mail       {}\n\
         Password     {}\n\
         \n\
         Press Ctrl-C to close it.\n",
        server.address(),
        server.company_key(),
        server.user(),
        server.password(),
    )
}

fn refused(error: StartError) -> Failure {
    let exit = match &error {
        StartError::Port { .. } => Exit::Network,
        StartError::Config(_) | StartError::Script(_) => Exit::Usage,
    };
    Failure::Practice(error.to_string(), exit)
}
