//! `care-export connections`.

use std::io::{self, Write};
use std::path::PathBuf;

use export_engine::{Connection, ConnectionDraft, Engine, Password, PasswordKeeping, Problem};

use crate::arguments::{AddConnection, Connections};
use crate::failure::{Failure, one_line};
use crate::interrupt::Interrupt;
use crate::password;
use crate::run::{named, open_and_say};
use crate::table::table;

/// Lists, adds or removes a connection.
pub(crate) async fn run(command: Connections, data_dir: Option<PathBuf>) -> Result<(), Failure> {
    match command {
        Connections::List => {
            let engine = open_and_say(data_dir).await?;
            let done = list(&engine).await;
            engine.close().await;
            Ok(done?)
        }
        Connections::Add(new) => {
            // A person may take a while to type it: the data folder is not held meanwhile.
            let (password, interrupt) = password::ask()?;
            let engine = open_and_say(data_dir).await?;
            let done = add(&engine, new, password, interrupt).await;
            engine.close().await;
            done
        }
        Connections::Remove { name } => {
            let engine = open_and_say(data_dir).await?;
            let done = remove(&engine, &name).await;
            engine.close().await;
            Ok(done?)
        }
    }
}

async fn list(engine: &Engine) -> Result<(), Problem> {
    let connections = engine.connections().await?;
    if connections.is_empty() {
        eprintln!("There are no connections. Add one with: care-export connections add");
    }
    // Nobody may be reading any more.
    let rows: Vec<_> = connections.iter().map(row).collect();
    let _ = io::stdout().write_all(table(&rows).as_bytes());
    Ok(())
}

async fn add(
    engine: &Engine,
    new: AddConnection,
    password: Password,
    mut interrupt: Interrupt,
) -> Result<(), Failure> {
    let draft = ConnectionDraft {
        id: None,
        name: new.name,
        address: new.url,
        company_key: new.company_key,
        email: new.user,
        instance: None,
        password: Some(password),
        password_keeping: if new.no_keychain {
            PasswordKeeping::Session
        } else {
            PasswordKeeping::Keychain
        },
    };
    let check = tokio::select! {
        check = engine.test_connection(draft.clone()) => check?,
        () = interrupt.wait() => return Err(Failure::Cancelled),
    };
    let connection = engine.save_connection(draft).await?;
    let name = one_line(&connection.name);
    eprintln!("Added {name}. The account sees {} teams.", check.teams);
    Ok(())
}

async fn remove(engine: &Engine, name: &str) -> Result<(), Problem> {
    let connection = named(engine, name).await?;
    engine.remove_connection(&connection.id).await?;
    eprintln!("Removed {}.", one_line(&connection.name));
    Ok(())
}

fn row(connection: &Connection) -> [String; 4] {
    [
        connection.name.clone(),
        connection.address.clone(),
        connection.company_key.clone(),
        connection.email.clone(),
    ]
}
