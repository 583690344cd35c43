//! `care-export connections`.

use std::io::{self, Write};
use std::path::PathBuf;

use export_engine::{Connection, ConnectionDraft, Engine, Password, PasswordKeeping, Problem};

use crate::arguments::{AddConnection, Connections};
use crate::failure::{Failure, one_line};
use crate::interrupt::Interrupt;
use crate::password;
use crate::run::{named, open};
use crate::words;

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

/// Opens the engine, and says what a person should know of its data.
async fn open_and_say(data_dir: Option<PathBuf>) -> Result<Engine, Problem> {
    let engine = open(data_dir).await?;
    if let Some(notice) = engine.put_aside() {
        for sentence in words::notice(&notice.what) {
            eprintln!("{sentence}");
        }
    }
    Ok(engine)
}

async fn list(engine: &Engine) -> Result<(), Problem> {
    let connections = engine.connections().await?;
    if connections.is_empty() {
        eprintln!("There are no connections. Add one with: care-export connections add");
    }
    // Nobody may be reading any more.
    let _ = io::stdout().write_all(table(&connections).as_bytes());
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

/// A line for each connection, its columns aligned.
fn table(connections: &[Connection]) -> String {
    let rows: Vec<[String; 4]> = connections
        .iter()
        .map(|one| {
            [&one.name, &one.address, &one.company_key, &one.email].map(|text| one_line(text))
        })
        .collect();
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    rows.iter()
        .map(|[name, address, key, email]| {
            format!(
                "{name:0$}  {address:1$}  {key:2$}  {email}\n",
                widths[0], widths[1], widths[2]
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_listed_in_aligned_columns() {
        let connection = |name: &str, key: &str| Connection {
            id: String::new(),
            name: name.into(),
            address: "https://x.example/api".into(),
            company_key: key.into(),
            email: "a@b.example".into(),
            instance: None,
            password_keeping: PasswordKeeping::Session,
            practice: false,
        };
        assert_eq!(table(&[]), "");
        assert_eq!(
            table(&[connection("Ürün", "k"), connection("Work\nplace", "key")]),
            "Ürün        https://x.example/api  k    a@b.example\n\
             Work place  https://x.example/api  key  a@b.example\n"
        );
    }
}
