//! WebKit's WebDriver, which starts the app and works its window.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::machine::Machine;
use super::program::Program;
use super::wait::until_some;

/// Starts a driver. A fresh one for each start of the app: a session that ended badly would stick to it.
pub(crate) async fn start(machine: &Machine) -> Result<(Program, SocketAddr)> {
    let mut command = machine.program("WebKitWebDriver");
    command
        .args(["--port=0", "--host=127.0.0.1"])
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .stdin(std::process::Stdio::null())
        .stdout(fs::File::create(machine.log("app-output"))?);
    machine.by_its_clock(&mut command);
    let mut driver = Program::start(command, &machine.log("app-messages"))?;
    let port = until_some("the driver to listen", async || {
        if driver.has_ended() {
            bail!("the driver ended before it listened");
        }
        listening_port(driver.id())
    })
    .await?;
    Ok((driver, SocketAddr::from((Ipv4Addr::LOCALHOST, port))))
}

/// Opens a session: the app starts.
pub(crate) async fn open_app(driver: SocketAddr, app: &str, arguments: &[&str]) -> Result<Client> {
    let options = json!({ "binary": app, "args": arguments });
    let wishes = json!({ "webkitgtk:browserOptions": options });
    let wishes = wishes
        .as_object()
        .context("the capabilities are an object")?
        .clone();
    ClientBuilder::new(HttpConnector::new())
        .capabilities(wishes)
        .connect(&format!("http://{driver}"))
        .await
        .context("the app does not open under the driver")
}

/// The port on which a process listens, as the kernel knows it: the driver takes a free one and does not say which.
fn listening_port(process: u32) -> Result<Option<u16>> {
    let mut sockets = Vec::new();
    for entry in fs::read_dir(format!("/proc/{process}/fd"))?.flatten() {
        if let Ok(target) = fs::read_link(entry.path()) {
            sockets.push(target.display().to_string());
        }
    }
    let table = fs::read_to_string("/proc/net/tcp")?;
    Ok(table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (local, state, inode) = (fields.get(1)?, fields.get(3)?, fields.get(9)?);
        let is_ours = *state == "0A" && sockets.contains(&format!("socket:[{inode}]"));
        let port = local.rsplit(':').next()?;
        is_ours
            .then(|| u16::from_str_radix(port, 16).ok())
            .flatten()
    }))
}
