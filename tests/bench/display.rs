//! The memory of the virtual display.

use std::collections::HashSet;
use std::fs::File;
use std::os::unix::fs::FileExt;

use anyhow::{Context, Result};

use crate::harness::Machine;

/// Where rows of pixels are looked at: below the title and the menus of a window, above its lower edge.
const ROWS: std::ops::Range<u64> = 100..840;
/// Every so many rows: less than the height of a small letter.
const STEP: usize = 4;

/// A virtual display, which keeps its memory as a file in the form of `xwd`.
#[derive(Debug)]
pub(crate) struct Display {
    file: File,
    pixels: u64,
    row: usize,
}

impl Display {
    pub(crate) fn open(machine: &Machine) -> Result<Self> {
        let file = File::open(machine.root().join("display/Xvfb_screen0"))
            .context("the display's memory")?;
        let mut header = [0; 80];
        file.read_exact_at(&mut header, 0)?;
        let number = |place: usize| {
            let bytes = [0, 1, 2, 3].map(|byte| header[4 * place + byte]);
            u32::from_be_bytes(bytes)
        };
        let (length, row, colours) = (number(0), number(12), number(19));
        Ok(Display {
            file,
            pixels: u64::from(length) + 12 * u64::from(colours),
            row: usize::try_from(row)?,
        })
    }

    /// What is in sight, row by row: the bytes of some of its rows.
    pub(crate) fn rows(&self) -> Result<Vec<u8>> {
        let mut rows = vec![0; self.row * ROWS.step_by(STEP).count()];
        for (row, y) in rows.chunks_exact_mut(self.row).zip(ROWS.step_by(STEP)) {
            self.file
                .read_exact_at(row, self.pixels + y * self.row as u64)?;
        }
        Ok(rows)
    }

    /// The colours in sight.
    pub(crate) fn colours(&self) -> Result<HashSet<u32>> {
        let mut colours = HashSet::new();
        // A few rows are enough, and soon looked through.
        for row in self.rows()?.chunks_exact(self.row).step_by(3) {
            let mut last = None;
            for pixel in row.as_chunks::<4>().0 {
                let colour = u32::from_le_bytes(*pixel) & 0xff_ff_ff;
                if last != Some(colour) {
                    colours.insert(colour);
                    last = Some(colour);
                }
            }
        }
        Ok(colours)
    }
}
