//! When a window shows what is in it, by the pixels of the display.

use std::collections::HashSet;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::display::Display;
use crate::harness::{Machine, Program};

/// How often the display is looked at: it costs some of the time that is measured.
const PAUSE: Duration = Duration::from_millis(4);
/// After so long it will not come any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// The ground of the empty window's page, as blue, green and red.
const GREEN: u32 = 0x14_5a_3c;
/// The ground of our window's navigation, by `ui/src/styles/tokens.css`.
const NAVIGATION: u32 = 0xeb_ee_f0;
/// More colours than grounds, frames and the pointer of the mouse have: the edges of letters.
const TEXT: usize = 60;

/// Whether the empty window is painted.
pub(crate) fn is_green(colours: &HashSet<u32>) -> bool {
    colours.contains(&GREEN)
}

/// Whether our window is painted.
pub(crate) fn has_navigation(colours: &HashSet<u32>) -> bool {
    colours.contains(&NAVIGATION)
}

/// Whether there is text.
pub(crate) fn has_text(colours: &HashSet<u32>) -> bool {
    colours.len() > TEXT
}

/// What a display may show, by its colours.
type Sight = fn(&HashSet<u32>) -> bool;

/// Milliseconds from a program's start to when its window shows each of what is waited for. The program is ended.
pub(crate) fn first<const N: usize>(
    machine: &Machine,
    program: Command,
    sights: [Sight; N],
) -> Result<[f64; N]> {
    Ok(open(machine, program, sights)?.1)
}

/// Opens a program's window, and tells after how many milliseconds it showed each of what is waited for.
pub(crate) fn open<const N: usize>(
    machine: &Machine,
    mut program: Command,
    sights: [Sight; N],
) -> Result<(Program, [f64; N])> {
    let display = Display::open(machine)?;
    let deadline = Instant::now() + PATIENCE;
    let shown = |sights: &[Sight]| -> Result<Vec<bool>> {
        let colours = display.colours()?;
        Ok(sights.iter().map(|sight| sight(&colours)).collect())
    };
    while shown(&sights)?.contains(&true) {
        // The window before is still there.
        if Instant::now() > deadline {
            bail!("the display does not become empty");
        }
        sleep(PAUSE);
    }
    program.stdin(Stdio::null()).stdout(Stdio::null());
    let start = Instant::now();
    let program = Program::start(program, &machine.log("opened"))?;
    let mut times = [None; N];
    while times.contains(&None) {
        if start.elapsed() > PATIENCE {
            bail!("the window shows nothing");
        }
        sleep(PAUSE);
        for (time, is_shown) in times.iter_mut().zip(shown(&sights)?) {
            if is_shown {
                time.get_or_insert(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    Ok((program, times.map(Option::unwrap_or_default)))
}
