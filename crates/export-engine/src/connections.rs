//! Accounts of the service: entered, tested, stored without their password, removed with it.

use care_api::{
    AddressError, Client, ClientOptions, Credentials, InstanceClient, Password, ServiceAddress,
};

use crate::budget::Asking;
use crate::engine::Engine;
use crate::model::{
    Connection, ConnectionCheck, ConnectionDraft, EngineEvent, Field, FieldFault, PasswordKeeping,
    Problem, ProblemKind, Region,
};
use crate::service::{Asked, problem};
use crate::store::{ConnectionKind, StoredConnection};

/// Longer than any name, key or e-mail can be; a pasted file is not one of them.
const LONGEST_FIELD: usize = 500;

/// How to reach the practice company.
#[derive(Debug, Clone)]
pub struct PracticeAccount {
    /// What to call it.
    pub name: String,
    /// Its API address, on loopback.
    pub address: String,
    /// Where its work queues and smart views are listed, on loopback.
    pub instance: String,
    /// Its company key.
    pub company_key: String,
    /// Its user.
    pub email: String,
    /// Its password, which is no secret.
    pub password: Password,
}

impl Engine {
    /// The API addresses that the vendor documents.
    pub fn regions() -> Vec<Region> {
        vec![Region {
            code: "us".into(),
            address: ServiceAddress::US.into(),
        }]
    }

    /// The connections, by name.
    pub async fn connections(&self) -> Result<Vec<Connection>, Problem> {
        let stored = self.shared().store.connections().await?;
        Ok(stored.into_iter().map(Connection::from).collect())
    }

    /// Asks the service whether an entered connection works. Stores nothing.
    ///
    /// # Errors
    /// In words of what to mend: the address, the company key, the password or the network.
    pub async fn test_connection(
        &self,
        draft: ConnectionDraft,
    ) -> Result<ConnectionCheck, Problem> {
        let connection = checked(&draft)?;
        let password = match (&draft.password, &draft.id) {
            (Some(password), _) => password.clone(),
            (None, Some(id)) => {
                same_account(&self.connection(id).await?, &connection)?;
                self.stored_password(id).await?
            }
            (None, None) => return Err(field(Field::Password, FieldFault::Missing)),
        };
        let client = open_client(connection.clone(), password).await?;
        self.shared()
            .budget
            .request(&connection.account(), Asking::List)
            .await?;
        match client.teams().await {
            Ok(teams) => Ok(ConnectionCheck {
                teams: u32::try_from(teams.len()).unwrap_or(u32::MAX),
            }),
            Err(error) => Err(problem(&error, Asked::Service)),
        }
    }

    /// Stores a connection, and its password where the draft says.
    ///
    /// # Errors
    /// [`ProblemKind::KeychainUnavailable`] or [`ProblemKind::KeychainLocked`] when the password
    /// can't be kept: nothing is stored then.
    pub async fn save_connection(&self, draft: ConnectionDraft) -> Result<Connection, Problem> {
        let mut connection = checked(&draft)?;
        let before = match &draft.id {
            Some(id) => Some(self.connection(id).await?),
            None => None,
        };
        if let Some(before) = &before {
            connection.kind = before.kind;
        }
        let password = match (draft.password, &before) {
            (Some(password), _) if !password.is_empty() => Some(password),
            (None, Some(before)) => {
                same_account(before, &connection)?;
                if before.password_keeping == connection.password_keeping {
                    None
                } else {
                    Some(self.stored_password(&before.id).await?)
                }
            }
            _ => return Err(field(Field::Password, FieldFault::Missing)),
        };
        let taken = self.shared().store.connections().await?;
        if taken
            .iter()
            .any(|other| other.name == connection.name && other.id != connection.id)
        {
            return Err(field(Field::Name, FieldFault::Taken));
        }
        if let Some(password) = password {
            let was_kept = before.as_ref().map(|before| before.password_keeping);
            self.keep_password(&connection, password, was_kept).await?;
        }
        let stored = self.shared().store.put_connection(connection.clone()).await;
        if let Err(problem) = stored {
            if before.is_none() {
                self.forget_password(&connection).await?;
            }
            return Err(problem);
        }
        self.emit(EngineEvent::Connections);
        Ok(connection.into())
    }

    /// Stores or refreshes the practice connection. Its password is no secret: it is known for as long as the process
    /// lives, and the keychain, which may ask the person first, has no part in it.
    pub async fn connect_practice(&self, practice: PracticeAccount) -> Result<Connection, Problem> {
        let before = self.shared().store.practice_connection().await?;
        let was_kept = before.as_ref().map(|before| before.password_keeping);
        let id = before.map_or_else(new_id, |before| before.id);
        let connection = StoredConnection {
            name: self.free_name(practice.name, &id).await?,
            id,
            address: practice.address,
            company_key: practice.company_key,
            email: practice.email,
            instance: Some(practice.instance),
            password_keeping: PasswordKeeping::Session,
            kind: ConnectionKind::Practice,
        };
        self.keep_password(&connection, practice.password, was_kept)
            .await?;
        self.shared()
            .store
            .put_connection(connection.clone())
            .await?;
        self.emit(EngineEvent::Connections);
        Ok(connection.into())
    }

    /// Whether the practice company is among the connections.
    pub async fn has_practice(&self) -> Result<bool, Problem> {
        Ok(self.shared().store.practice_connection().await?.is_some())
    }

    /// Tells the practice connection, if there is one, where the practice company is now, and its password.
    pub async fn resume_practice(&self, practice: PracticeAccount) -> Result<(), Problem> {
        let Some(before) = self.shared().store.practice_connection().await? else {
            return Ok(());
        };
        self.use_password(&before.id, practice.password);
        let connection = StoredConnection {
            address: practice.address,
            instance: Some(practice.instance),
            ..before
        };
        self.shared().store.put_connection(connection).await?;
        self.emit(EngineEvent::Connections);
        Ok(())
    }

    /// This name, or one like it that no other connection has.
    async fn free_name(&self, name: String, id: &str) -> Result<String, Problem> {
        let others = self.shared().store.connections().await?;
        let is_free = |name: &String| {
            !others
                .iter()
                .any(|other| other.name == *name && other.id != id)
        };
        let numbered = (2..).map(|n| format!("{name} {n}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        Ok(names.find(is_free).unwrap_or(name))
    }

    /// A connection to an account that a command line named by hand: not listed, its password
    /// not stored.
    pub async fn use_account(
        &self,
        address: &str,
        company_key: &str,
        email: &str,
    ) -> Result<Connection, Problem> {
        let draft = ConnectionDraft {
            id: None,
            name: email.to_owned(),
            address: address.to_owned(),
            company_key: company_key.to_owned(),
            email: email.to_owned(),
            instance: None,
            password: None,
            password_keeping: PasswordKeeping::Session,
        };
        let mut connection = checked(&draft)?;
        connection.kind = ConnectionKind::Unlisted;
        let store = &self.shared().store;
        let known = store
            .connection_to(
                connection.kind,
                &connection.address,
                &connection.company_key,
                &connection.email,
            )
            .await?;
        if let Some(known) = known {
            return Ok(known.into());
        }
        store.put_connection(connection.clone()).await?;
        Ok(connection.into())
    }

    /// Uses this password for a connection for as long as the process lives.
    pub fn use_password(&self, connection_id: &str, password: Password) {
        self.shared()
            .session_passwords()
            .insert(connection_id.to_owned(), password);
    }

    /// Removes a connection and its password.
    ///
    /// # Errors
    /// [`ProblemKind::ConnectionBusy`] while a run of it is under way.
    pub async fn remove_connection(&self, id: &str) -> Result<(), Problem> {
        let connection = self.connection(id).await?;
        if self.shared().store.has_live_runs(id).await? {
            return Err(ProblemKind::ConnectionBusy.into());
        }
        self.forget_password(&connection).await?;
        self.shared().store.delete_connection(id).await?;
        self.emit(EngineEvent::Connections);
        Ok(())
    }

    /// The stored connection of an id.
    pub(crate) async fn connection(&self, id: &str) -> Result<StoredConnection, Problem> {
        let found = self.shared().store.connection(id).await?;
        found.ok_or_else(|| ProblemKind::ConnectionMissing.into())
    }

    /// A client signed in to a connection.
    pub(crate) async fn client(&self, connection: &StoredConnection) -> Result<Client, Problem> {
        let password = self.stored_password(&connection.id).await?;
        open_client(connection.clone(), password).await
    }

    /// A client of a connection's instance, where the company's own lists are.
    pub(crate) async fn instance(&self, connection_id: &str) -> Result<InstanceClient, Problem> {
        let connection = self.connection(connection_id).await?;
        let instance = connection.instance.clone();
        let instance = instance.ok_or(ProblemKind::InstanceMissing)?;
        let password = self.stored_password(connection_id).await?;
        self.shared()
            .budget
            .request(&connection.account(), Asking::List)
            .await?;
        let credentials = credentials(connection, password);
        let open = move || match ServiceAddress::parse(&instance) {
            Ok(address) => InstanceClient::at(address, credentials, ClientOptions::default()),
            Err(_) => InstanceClient::new(&instance, credentials, ClientOptions::default()),
        };
        tokio::task::spawn_blocking(open)
            .await
            .map_err(|error| ProblemKind::Internal.because(error))?
            .map_err(|error| problem(&error, Asked::Service))
    }

    /// The page on which a person works with Care, for their browser.
    ///
    /// # Errors
    /// [`ProblemKind::InstanceMissing`] when the connection does not say where that is.
    pub async fn care_page(&self, connection_id: &str) -> Result<String, Problem> {
        let connection = self.connection(connection_id).await?;
        let named = connection
            .instance
            .as_deref()
            .and_then(InstanceClient::address_named);
        let address = named.ok_or(ProblemKind::InstanceMissing)?;
        Ok(address.as_str().to_owned())
    }

    async fn stored_password(&self, id: &str) -> Result<Password, Problem> {
        let missing = || Problem::from(ProblemKind::PasswordMissing);
        if let Some(password) = self.shared().session_passwords().get(id) {
            return Ok(password.clone());
        }
        let id = id.to_owned();
        if self.connection(&id).await?.password_keeping == PasswordKeeping::Session {
            return Err(missing());
        }
        self.shared()
            .keychain(move |keychain| keychain.get(&id))
            .await?
            .ok_or_else(missing)
    }

    async fn keep_password(
        &self,
        connection: &StoredConnection,
        password: Password,
        was_kept: Option<PasswordKeeping>,
    ) -> Result<(), Problem> {
        let id = connection.id.clone();
        match connection.password_keeping {
            PasswordKeeping::Keychain => {
                self.shared()
                    .keychain(move |keychain| keychain.set(&id, &password))
                    .await?;
                self.shared().session_passwords().remove(&connection.id);
            }
            PasswordKeeping::Session => {
                self.use_password(&id, password);
                if was_kept == Some(PasswordKeeping::Keychain) {
                    // An entry of an earlier choice must not stay behind; but who chose this because the
                    // keychain does not answer must not wait for it.
                    let engine = self.clone();
                    self.shared().tasks.spawn(async move {
                        let shared = engine.shared();
                        tokio::select! {
                            () = shared.stopping.cancelled() => {}
                            _ = shared.keychain(move |keychain| keychain.remove(&id)) => {}
                        }
                    });
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn forget_password(
        &self,
        connection: &StoredConnection,
    ) -> Result<(), Problem> {
        self.shared().session_passwords().remove(&connection.id);
        if connection.password_keeping == PasswordKeeping::Session {
            return Ok(());
        }
        let id = connection.id.clone();
        let removed = self
            .shared()
            .keychain(move |keychain| keychain.remove(&id))
            .await;
        match removed {
            // A computer that lost its keychain must not keep the connection for ever.
            Err(problem) if problem.kind == ProblemKind::KeychainUnavailable => Ok(()),
            removed => removed,
        }
    }
}

/// A stored password goes only where it was meant to go.
fn same_account(before: &StoredConnection, after: &StoredConnection) -> Result<(), Problem> {
    if before.account() == after.account() {
        Ok(())
    } else {
        Err(field(Field::Password, FieldFault::Missing))
    }
}

/// Away from the async threads, because the computer's certificates are read.
async fn open_client(connection: StoredConnection, password: Password) -> Result<Client, Problem> {
    let address = address(&connection.address)?;
    let credentials = credentials(connection, password);
    let open = || Client::new(address, credentials, ClientOptions::default());
    tokio::task::spawn_blocking(open)
        .await
        .map_err(|error| ProblemKind::Internal.because(error))?
        .map_err(|error| problem(&error, Asked::Service))
}

fn credentials(connection: StoredConnection, password: Password) -> Credentials {
    Credentials {
        email: connection.email,
        password,
        company_key: connection.company_key,
    }
}

/// A connection from what was entered, without what surrounds it by accident. The company key
/// and the e-mail keep their case; nothing else is known to be free of meaning.
fn checked(draft: &ConnectionDraft) -> Result<StoredConnection, Problem> {
    let email = required(&draft.email, Field::Email)?;
    // Basic authentication ends the name at the first colon.
    if email.contains(':') || !email.contains('@') {
        return Err(field(Field::Email, FieldFault::Malformed));
    }
    let name = required(&draft.name, Field::Name)?;
    let address = address(&required(&draft.address, Field::Address)?)?;
    let entered = draft.instance.as_deref().unwrap_or_default();
    Ok(StoredConnection {
        id: draft.id.clone().unwrap_or_else(new_id),
        name,
        address: address.as_str().to_owned(),
        company_key: required(&draft.company_key, Field::CompanyKey)?,
        email,
        instance: instance(entered, address.is_loopback())?,
        password_keeping: draft.password_keeping,
        kind: ConnectionKind::Account,
    })
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn required(text: &str, which: Field) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(field(which, FieldFault::Missing));
    }
    if text.len() > LONGEST_FIELD {
        return Err(field(which, FieldFault::TooLong));
    }
    Ok(text.to_owned())
}

fn address(text: &str) -> Result<ServiceAddress, Problem> {
    ServiceAddress::parse(text).map_err(|error| {
        let fault = match error {
            AddressError::Empty => FieldFault::Missing,
            AddressError::NotHttps => FieldFault::NotHttps,
            _ => FieldFault::Malformed,
        };
        field(Field::Address, fault)
    })
}

/// The name of an instance, also from its address; or an address on this computer, for a connection that is here too:
/// the password of another must not come to it.
fn instance(text: &str, is_here: bool) -> Result<Option<String>, Problem> {
    const HOST: &str = ".response.lithium.com";
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Ok(None);
    }
    let malformed = || field(Field::Instance, FieldFault::Malformed);
    if is_here && text.starts_with("http://") {
        // Only loopback may be asked without https.
        let address = ServiceAddress::parse(text).map_err(|_| malformed())?;
        return Ok(Some(address.as_str().to_owned()));
    }
    let host = text.strip_prefix("https://").unwrap_or(text).to_lowercase();
    let name = host.strip_suffix(HOST).unwrap_or(&host);
    if !InstanceClient::is_name(name) {
        return Err(malformed());
    }
    Ok(Some(name.to_owned()))
}

fn field(field: Field, fault: FieldFault) -> Problem {
    ProblemKind::InvalidField { field, fault }.into()
}
