//! What the operating system must bring along.
//!
//! Debian and its children get it installed. Elsewhere the exact packages are named, because
//! a wrong guess in somebody's package manager costs more than a line copied by hand.

use anyhow::{Result, bail};

use crate::shell::{answer, command, execute, has, say};

/// How a machine shows that it has something.
enum Proof {
    /// A program on the search path.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A command that ends well.
    Answer(&'static str, &'static [&'static str]),
    /// Only the package manager can tell.
    Package,
}

/// One thing that is needed, by the names of those who ship it.
struct Need {
    debian: &'static str,
    /// For dnf and zypper; these also take the path of a file or a `pkgconfig(...)` name.
    rpm: &'static str,
    arch: &'static str,
    proof: Proof,
}

const fn need(debian: &'static str, rpm: &'static str, arch: &'static str, proof: Proof) -> Need {
    Need {
        debian,
        rpm,
        arch,
        proof,
    }
}

/// To build and open the app.
const BUILD: &[Need] = &[
    need("build-essential", "gcc", "base-devel", Proof::Program("cc")),
    need(
        "pkg-config",
        "/usr/bin/pkg-config",
        "pkgconf",
        Proof::Program("pkg-config"),
    ),
    need(
        "libwebkit2gtk-4.1-dev",
        "pkgconfig(webkit2gtk-4.1)",
        "webkit2gtk-4.1",
        Proof::Library("webkit2gtk-4.1"),
    ),
];

/// To drive the real window without a display: the whole-app tests and the demo.
const WINDOW: &[Need] = &[
    need(
        "xvfb",
        "/usr/bin/Xvfb",
        "xorg-server-xvfb",
        Proof::Program("Xvfb"),
    ),
    need(
        "webkit2gtk-driver",
        "/usr/bin/WebKitWebDriver",
        "webkit2gtk-4.1",
        Proof::Program("WebKitWebDriver"),
    ),
    need(
        "xdotool",
        "/usr/bin/xdotool",
        "xdotool",
        Proof::Program("xdotool"),
    ),
    need(
        "x11-utils",
        "/usr/bin/xwininfo",
        "xorg-xwininfo",
        Proof::Program("xwininfo"),
    ),
    need(
        "faketime",
        "/usr/bin/faketime",
        "libfaketime",
        Proof::Program("faketime"),
    ),
    need(
        "openbox",
        "/usr/bin/openbox",
        "openbox",
        Proof::Program("openbox"),
    ),
    need(
        "imagemagick",
        "/usr/bin/import",
        "imagemagick",
        Proof::Program("import"),
    ),
    need(
        "dbus",
        "/usr/bin/dbus-daemon",
        "dbus",
        Proof::Program("dbus-daemon"),
    ),
    need(
        "gnome-keyring",
        "/usr/bin/gnome-keyring-daemon",
        "gnome-keyring",
        Proof::Program("gnome-keyring-daemon"),
    ),
    need(
        "libsecret-tools",
        "/usr/bin/secret-tool",
        "libsecret",
        Proof::Program("secret-tool"),
    ),
    // A window of another program, from which a file is dragged.
    need(
        "gir1.2-gtk-3.0",
        "gtk3",
        "gtk3",
        Proof::Answer(
            "/usr/bin/python3",
            &["-c", "import gi; gi.require_version('Gtk', '3.0')"],
        ),
    ),
    need(
        "python3-gi",
        "python3-gobject",
        "python-gobject",
        Proof::Answer("/usr/bin/python3", &["-c", "import gi"]),
    ),
    need(
        "util-linux",
        "/usr/bin/setpriv",
        "util-linux",
        Proof::Program("setpriv"),
    ),
    // A bare machine has no fonts, and the practice company's people write in many scripts.
    // Droid's fallback covers Chinese, Japanese and Korean in 2 MB, where Noto takes 57.
    need(
        "fonts-dejavu-core",
        "dejavu-sans-fonts",
        "ttf-dejavu",
        Proof::Package,
    ),
    need(
        "fonts-noto-core",
        "google-noto-sans-fonts",
        "noto-fonts",
        Proof::Package,
    ),
    need(
        "fonts-droid-fallback",
        "google-droid-sans-fonts",
        "ttf-droid",
        Proof::Package,
    ),
];

/// To read the workbooks that are made here with other people's programs. LibreOffice's part for tables without a window
/// takes 90 MB to download and half a minute to install.
const FOREIGN_READERS: &[Need] = &[
    need(
        "python3-openpyxl",
        "python3-openpyxl",
        "python-openpyxl",
        Proof::Answer("python3", &["-c", "import openpyxl"]),
    ),
    need(
        "libreoffice-calc-nogui",
        "libreoffice-calc",
        "libreoffice-still",
        Proof::Program("soffice"),
    ),
];

/// To hear what screen readers are told of the window.
const SCREEN_READER: &[Need] = &[
    need(
        "at-spi2-core",
        "at-spi2-core",
        "at-spi2-core",
        Proof::Program("/usr/libexec/at-spi-bus-launcher"),
    ),
    need(
        "python3-pyatspi",
        "python3-pyatspi",
        "python-atspi",
        Proof::Answer("/usr/bin/python3", &["-c", "import pyatspi"]),
    ),
];

/// To measure conversions and downloads beside other programs.
const PEERS: &[Need] = &[
    need("jq", "jq", "jq", Proof::Program("jq")),
    need("curl", "curl", "curl", Proof::Program("curl")),
    need("nginx-light", "nginx", "nginx", Proof::Program("nginx")),
    need("openssl", "openssl", "openssl", Proof::Program("openssl")),
    need("time", "time", "time", Proof::Program("time")),
    need(
        "python3-venv",
        "python3",
        "python",
        Proof::Answer("python3", &["-c", "import ensurepip"]),
    ),
];

/// What the work at hand needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Building and opening the app.
    Build,
    /// That, and driving its window without a display.
    BuildAndDrive,
    /// That, and everything else that tests use.
    Test,
    /// Measuring beside other programs.
    Bench,
}

/// Sees to it that everything needed is there, or says what to install.
pub(crate) fn ensure(purpose: Purpose) -> Result<()> {
    match std::env::consts::OS {
        "linux" => {
            let more: &[&[Need]] = match purpose {
                Purpose::Build => &[],
                Purpose::BuildAndDrive => &[WINDOW],
                Purpose::Test => &[WINDOW, FOREIGN_READERS, SCREEN_READER],
                Purpose::Bench => &[PEERS],
            };
            let needs: Vec<&Need> = BUILD.iter().chain(more.iter().copied().flatten()).collect();
            if has("apt-get") && has("dpkg-query") {
                ensure_debian(&needs)
            } else {
                ensure_other_linux(&needs)
            }
        }
        "macos" if answer(command("xcode-select", ["-p"])).is_none() => {
            bail!(
                "Apple's command line tools are missing. Install them with `xcode-select --install`, then try again"
            )
        }
        // Windows has its webview and the Rust installer insists on the build tools.
        _ => Ok(()),
    }
}

fn ensure_debian(needs: &[&Need]) -> Result<()> {
    let missing: Vec<&str> = needs
        .iter()
        .map(|need| need.debian)
        .filter(|package| !debian_has(package))
        .collect();
    if missing.is_empty() {
        say("The system's packages are all there.");
        return Ok(());
    }
    say(format_args!("Installing: {}", missing.join(" ")));

    let by_hand = format!(
        "apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    let root = answer(command("id", ["-u"])).as_deref() == Some("0");
    if !root && !has("sudo") {
        bail!("packages are missing, and only root may install them. As root: `{by_hand}`");
    }
    let apt_get = |arguments: &[&str]| {
        let mut line = Vec::new();
        if !root {
            line.push("sudo");
        }
        // Another apt at work, as on a machine that has just started, is waited for.
        line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        line.extend(["-q", "-y", "-o", "DPkg::Lock::Timeout=300"]);
        line.extend(arguments);
        execute(command(line[0], &line[1..]))
    };
    apt_get(&["update"])?;
    apt_get(&[&["install", "--no-install-recommends"], missing.as_slice()].concat())?;

    let still: Vec<&str> = missing
        .into_iter()
        .filter(|package| !debian_has(package))
        .collect();
    if !still.is_empty() {
        bail!(
            "these packages are still missing after installing them: {}",
            still.join(" ")
        );
    }
    Ok(())
}

fn debian_has(package: &str) -> bool {
    let query = ["-W", "-f", "${db:Status-Status}\n", package];
    answer(command("dpkg-query", query))
        .is_some_and(|states| states.lines().any(|state| state == "installed"))
}

fn ensure_other_linux(needs: &[&Need]) -> Result<()> {
    let missing: Vec<&Need> = needs
        .iter()
        .copied()
        .filter(|need| !is_there(need))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names = |name: fn(&Need) -> &'static str| {
        let mut names: Vec<String> = missing
            .iter()
            .map(|need| format!("'{}'", name(need)))
            .collect();
        names.dedup();
        names.join(" ")
    };
    let line = if has("dnf") {
        format!("sudo dnf install {}", names(|need| need.rpm))
    } else if has("zypper") {
        format!("sudo zypper install {}", names(|need| need.rpm))
    } else if has("pacman") {
        format!("sudo pacman -S --needed {}", names(|need| need.arch))
    } else {
        bail!(
            "this needs what Debian packages as {}. Install it, then try again",
            names(|need| need.debian)
        );
    };
    bail!("the system lacks a few packages. Install them with\n\n    {line}\n\nand try again")
}

/// Fonts can't be proven without a package manager, and nothing fails without them.
fn is_there(need: &Need) -> bool {
    match need.proof {
        Proof::Program(program) => has(program),
        Proof::Library(library) => {
            answer(command("pkg-config", ["--modversion", library])).is_some()
        }
        Proof::Answer(program, arguments) => answer(command(program, arguments)).is_some(),
        Proof::Package => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_named_twice() {
        let needs = [BUILD, WINDOW, FOREIGN_READERS, PEERS];
        let needs = needs.into_iter().flatten();
        let mut names: Vec<&str> = needs.map(|need| need.debian).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_package_that_does_not_exist_is_missing() {
        assert!(!debian_has("no-package-has-this-name"));
    }
}
