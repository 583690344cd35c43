//! A machine of one's own: a home, a display, a session bus and an unlocked keychain, gone when dropped.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::keyring;
use super::marked::{MARK, marked_processes};
use super::program::Program;
use super::wait::until;

/// What the bus lets through: everything. It starts nothing by itself but what a test puts into its folder.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:dir=RUNTIME</listen>
  <auth>EXTERNAL</auth>
  <servicedir>SERVICES</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A machine for one test. Its programs are dropped in the order of these fields: what uses a service goes before it.
#[derive(Debug)]
pub(crate) struct Machine {
    others: Vec<Program>,
    keyring: Option<Program>,
    bus: Option<Program>,
    desktop: Option<Program>,
    display: Option<Program>,
    environment: Vec<(&'static str, String)>,
    /// By how many milliseconds the app's clock is ahead; see [`Machine::settled`].
    pub(super) clock: Option<i64>,
    root: TempDir,
}

impl Machine {
    /// Starts one.
    pub(crate) async fn start() -> Result<Self> {
        let mut machine = Machine::without_keychain().await?;
        machine.keyring = Some(keyring::start(&machine).await?);
        Ok(machine)
    }

    /// Starts one that has no Secret Service at all.
    pub(crate) async fn without_keychain() -> Result<Self> {
        // Short, because the sockets below it have room for 107 bytes.
        let root = tempfile::Builder::new()
            .prefix("care-exporter-")
            .tempdir()?;
        let mut machine = Machine {
            others: Vec::new(),
            keyring: None,
            bus: None,
            desktop: None,
            display: None,
            environment: Vec::new(),
            clock: None,
            root,
        };
        machine.furnish()?;
        machine.start_display()?;
        machine.start_desktop().await?;
        machine.start_bus()?;
        Ok(machine)
    }

    /// Gives a variable of the environment another value, for programs that start from now on.
    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
    }

    /// Keeps a program running until the machine is dropped.
    pub(super) fn keep(&mut self, program: Program) {
        self.others.push(program);
    }

    /// The mark in the environment of every process of this machine.
    pub(crate) fn mark(&self) -> String {
        self.root.path().display().to_string()
    }

    /// Everything that the machine keeps on disk.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Where the person keeps documents.
    pub(crate) fn documents(&self) -> PathBuf {
        self.root.path().join("home/Documents")
    }

    /// Programs of this machine alone; they are found before the system's.
    pub(crate) fn programs(&self) -> PathBuf {
        self.root.path().join("bin")
    }

    /// What the session bus starts when it is asked for.
    pub(crate) fn services(&self) -> PathBuf {
        self.root.path().join("services")
    }

    /// The XDG data folder.
    pub(crate) fn data_home(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// Where a program of this machine writes its messages.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.root.path().join("logs").join(name)
    }

    /// A program that runs until it is dropped, on this machine.
    pub(crate) fn program(&self, name: &str) -> Command {
        self.furnished(Program::command(name))
    }

    /// A program that does one thing and ends, on this machine.
    pub(crate) fn tool(&self, name: &str) -> tokio::process::Command {
        let mut command = tokio::process::Command::from(self.command(name));
        command.kill_on_drop(true);
        command
    }

    /// As [`Machine::tool`], for where nothing can be awaited.
    pub(crate) fn command(&self, name: &str) -> Command {
        self.furnished(Command::new(name))
    }

    /// Runs a tool and gives what it prints; `None` when it fails.
    pub(crate) async fn ask(&self, name: &str, arguments: &[&str]) -> Result<Option<String>> {
        let output = self
            .tool(name)
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .await
            .with_context(|| format!("{name} does not start"))?;
        let printed = || String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(output.status.success().then(printed))
    }

    fn furnished(&self, mut command: Command) -> Command {
        command
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.root.path().join("home"));
        command
    }

    fn furnish(&mut self) -> Result<()> {
        let mut environment = Vec::new();
        let mut set = |name: &'static str, value: String| environment.push((name, value));
        set(MARK, self.root.path().display().to_string());
        let path = std::env::var("PATH").context("no search path")?;
        set("PATH", format!("{}:{path}", self.programs().display()));
        fs::create_dir(self.programs())?;
        fs::create_dir(self.services())?;
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
        ] {
            let path = self.root.path().join(folder);
            fs::create_dir(&path)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
            set(name, path.display().to_string());
        }
        fs::create_dir(self.root.path().join("logs"))?;
        fs::create_dir(self.documents())?;
        fs::write(
            self.root.path().join("config/user-dirs.dirs"),
            "XDG_DOCUMENTS_DIR=\"$HOME/Documents\"\nXDG_DOWNLOAD_DIR=\"$HOME/Documents\"\n",
        )?;
        // The webview's language is "C" under C.UTF-8. That English need not be generated on the machine.
        set("LANG", "en_US.UTF-8".into());
        set("TZ", "Europe/Istanbul".into());
        set("RUST_BACKTRACE", "1".into());
        // Nothing of a desktop that is not there: these would wait for it, or start their own.
        set("NO_AT_BRIDGE", "1".into());
        set("GDK_BACKEND", "x11".into());
        set("GSETTINGS_BACKEND", "memory".into());
        set("GTK_USE_PORTAL", "0".into());
        self.environment = environment;
        Ok(())
    }

    fn start_display(&mut self) -> Result<()> {
        let memory = self.root.path().join("display");
        fs::create_dir(&memory)?;
        let mut command = self.program("Xvfb");
        command.arg("-fbdir").arg(&memory).args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let mut display = Program::start_listening(command, &self.log("display"))?;
        let number = display
            .first_line()
            .context("the virtual display does not start")?;
        self.display = Some(display);
        self.environment.push(("DISPLAY", format!(":{number}")));
        Ok(())
    }

    /// Windows get their place, their frame and the keyboard from a window manager, as on any desktop.
    async fn start_desktop(&mut self) -> Result<()> {
        let mut command = self.program("openbox");
        command.arg("--sm-disable").stdout(Stdio::null());
        self.desktop = Some(Program::start(command, &self.log("desktop"))?);
        until("the window manager", async || {
            Ok(self.ask("xdotool", &["get_num_desktops"]).await?.is_some())
        })
        .await
    }

    fn start_bus(&mut self) -> Result<()> {
        let runtime = self.root.path().join("run");
        let settings = self.root.path().join("bus.conf");
        fs::write(
            &settings,
            BUS.replace("RUNTIME", &runtime.display().to_string())
                .replace("SERVICES", &self.services().display().to_string()),
        )?;
        let mut command = self.program("dbus-daemon");
        command.arg("--config-file").arg(&settings).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let mut bus = Program::start_listening(command, &self.log("bus"))?;
        let address = bus.first_line().context("the session bus does not start")?;
        self.bus = Some(bus);
        self.environment.push(("DBUS_SESSION_BUS_ADDRESS", address));
        Ok(())
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.others.clear();
        self.keyring.take();
        self.bus.take();
        self.desktop.take();
        self.display.take();
        // What left its group on the way is found by the mark.
        for process in marked_processes(&self.mark()) {
            if let Some(id) = Pid::from_raw(process.id) {
                let _ = kill_process(id, Signal::KILL);
            }
        }
    }
}
