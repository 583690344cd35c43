//! A machine on which the window looks the same on any day, whatever else is installed: with its own clock and fonts.

use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use super::machine::Machine;

/// The fonts that `cargo xtask test` installs and no others, drawn without hints, and two of them for each name that is
/// none, such as the "Sans" of menus, and each letter that the named one lacks: which came first would otherwise hang on
/// what else is in their folders. The system's caches save the time to read them.
const FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts/truetype/noto</dir>
  <dir>/usr/share/fonts/truetype/dejavu</dir>
  <dir>/usr/share/fonts-droid-fallback/truetype</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans</family></prefer></alias>
  <alias binding="strong"><family>system-ui</family><prefer><family>Noto Sans</family></prefer></alias>
  <alias binding="strong"><family>ui-monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Noto Sans</string><string>DejaVu Sans</string></edit>
  </match>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
"#;

/// By how many milliseconds a moment, in UTC milliseconds, is ahead of now.
pub(crate) fn ahead_of_now(moment: i64) -> Result<i64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    Ok(moment - i64::try_from(now)?)
}

impl Machine {
    /// Gives the app a clock that is so many milliseconds ahead, and the same fonts everywhere. Before it starts.
    pub(crate) fn settled(mut self, ahead: i64) -> Result<Self> {
        let fonts = self.root().join("fonts.conf");
        fs::write(&fonts, FONTS)?;
        self.set("FONTCONFIG_FILE", &fonts.display().to_string());
        self.clock = Some(ahead);
        Ok(self)
    }

    /// Has a program, and all that it starts, live by the machine's clock.
    pub(super) fn by_its_clock(&self, command: &mut Command) {
        if let Some(ahead) = self.clock {
            command
                // The loader knows where this system keeps its libraries.
                .env("LD_PRELOAD", "/usr/$LIB/faketime/libfaketime.so.1")
                .env("FAKETIME", format!("{:+}", ahead / 1000))
                // Waiting, and the times of files, are as real as ever.
                .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .env("NO_FAKE_STAT", "1");
        }
    }
}
