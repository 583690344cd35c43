//! Some pictures that are kept with the sources, and compared: a control that moved or lost its colour is found.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::likeness::{Likeness, Picture};
use super::look::Look;
use crate::harness::checkout;

/// Set to anything, the pictures are taken anew in place of being compared.
const UPDATE: &str = "UPDATE_PICTURES";

const LIGHT: Look = Look::USUAL;
const DARK: Look = Look::DARK;
const FRENCH: Look = Look {
    language: "fr",
    dark: false,
};
const GERMAN: Look = Look {
    language: "de",
    dark: true,
};
const TURKISH: Look = Look {
    language: "tr",
    dark: false,
};

/// What is compared: pages without a time of day, a duration or a number that another run would have otherwise.
const CHOSEN: [(Look, &str); 13] = [
    (LIGHT, "first-start"),
    (LIGHT, "connection-faults"),
    (LIGHT, "export"),
    (LIGHT, "export-columns"),
    (LIGHT, "export-file"),
    (LIGHT, "presets-empty"),
    (LIGHT, "look-rows"),
    (LIGHT, "preset-name"),
    (LIGHT, "guide"),
    (DARK, "export"),
    (FRENCH, "preset"),
    (GERMAN, "connection-new"),
    (TURKISH, "export-teams"),
];

/// The pictures that were kept, and what came of the comparison.
#[derive(Debug)]
pub(super) struct References {
    kept: PathBuf,
    /// Where pictures go that are not like theirs.
    evidence: PathBuf,
    update: bool,
    compared: usize,
    others: Vec<String>,
}

impl References {
    /// None are compared yet.
    pub(super) fn begin() -> Result<References> {
        Ok(References {
            kept: checkout()?.join("tests/app/tour/references"),
            evidence: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("failed/references"),
            update: std::env::var_os(UPDATE).is_some(),
            compared: 0,
            others: Vec::new(),
        })
    }

    /// Whether there is a reference for this stop.
    pub(super) fn want(look: Look, stop: &str) -> bool {
        CHOSEN.contains(&(look, stop))
    }

    /// Compares a picture with its reference, or puts it in its place.
    pub(super) fn compare(&mut self, look: Look, stop: &str, picture: &[u8]) -> Result<()> {
        self.compared += 1;
        let name = name(look, stop);
        if self.update {
            fs::create_dir_all(&self.kept)?;
            return Ok(fs::write(self.kept.join(name), picture)?);
        }
        let likeness = self.likeness(look, stop, &Picture::decode(picture)?)?;
        if likeness != Likeness::Same {
            fs::create_dir_all(&self.evidence)?;
            fs::write(self.evidence.join(&name), picture)?;
            self.others.push(format!("{name}: {likeness}"));
        }
        Ok(())
    }

    /// How like its reference a picture is.
    pub(super) fn likeness(&self, look: Look, stop: &str, picture: &Picture) -> Result<Likeness> {
        let reference = self.kept.join(name(look, stop));
        let reference = fs::read(&reference)
            .with_context(|| format!("{}: {UPDATE}=1 takes it", reference.display()))?;
        Ok(picture.likeness(&Picture::decode(&reference)?))
    }

    /// What was not like its reference, or was never seen, in words.
    pub(super) fn end(self) -> Option<String> {
        if self.compared != CHOSEN.len() {
            return Some(format!("{} pictures were compared", self.compared));
        }
        (!self.others.is_empty()).then(|| {
            format!(
                "other than in {}:\n{}\nThe pictures of now are in {}. If they are right, {UPDATE}=1 takes them over.",
                self.kept.display(),
                self.others.join("\n"),
                self.evidence.display()
            )
        })
    }
}

/// What the reference of a stop is called.
fn name(look: Look, stop: &str) -> String {
    format!("{stop}-{}-{}.png", look.language, look.appearance())
}
