//! What a person does in the window, told in their words.

use std::path::Path;

use anyhow::Result;
use practice_server::PracticeServer;

use super::dialog::SaveDialog;
use super::window::{Role, Window};

/// The name of the connection that the tests make.
pub(crate) const CONNECTION: &str = "Çağrı merkezi";

impl Window<'_> {
    /// Goes from the first start to the connection's form, and fills it.
    pub(crate) async fn enter_account(
        &self,
        service: &PracticeServer,
        password: &str,
    ) -> Result<()> {
        self.press("Connect your account").await?;
        self.fill("Name", CONNECTION).await?;
        self.fill("API address", &service.address()).await?;
        self.fill("Company key", service.company_key()).await?;
        self.fill("E-mail", service.user()).await?;
        self.fill("Password", password).await.map(drop)
    }

    /// Saves the connection's form and arrives at the export page.
    pub(crate) async fn save_account(&self) -> Result<()> {
        self.press("Save").await?;
        self.find(Role::Region, "This export").await.map(drop)
    }

    /// Connects an account with the right password, from the first start to the export page.
    pub(crate) async fn connect(&self, service: &PracticeServer) -> Result<()> {
        self.enter_account(service, service.password()).await?;
        self.save_account().await
    }

    /// Picks a column from the list of known ones.
    pub(crate) async fn pick_column(&self, name: &str) -> Result<()> {
        self.click(Role::Option, plain(name)).await?;
        self.find(Role::Row, plain(name)).await.map(drop)
    }

    /// Picks columns by typing their names.
    pub(crate) async fn add_columns(&self, names: &[&str]) -> Result<()> {
        for name in names {
            let field = self.fill("Add a column", name).await?;
            field.send_keys(ENTER).await?;
            self.find(Role::Row, plain(name)).await?;
        }
        Ok(())
    }

    /// Presses Export and answers the save dialog with a path.
    pub(crate) async fn export_to(&self, path: &Path) -> Result<()> {
        self.ask_where_to_save().await?.save_as(path).await
    }

    /// Presses Export and waits for the save dialog.
    pub(crate) async fn ask_where_to_save(&self) -> Result<SaveDialog<'_>> {
        self.press("Export").await?;
        SaveDialog::opened(self.machine()).await
    }
}

/// WebDriver's code for the Enter key.
pub(crate) const ENTER: &str = "\u{e007}";

/// What the lists call a column.
pub(crate) fn plain(column: &str) -> &str {
    match column {
        "agent_id" => "Agent ID",
        "agent_name" => "Agent name",
        "agent_email" => "Agent e-mail",
        "TOTAL_GREEN_STATE_TIME_MILLIS" => "Time in green state",
        other => other,
    }
}
