//! `cargo xtask screenshots`: a picture of every page and state of the real window, in both themes and all languages.
//!
//! One of the whole-app tests takes them, so that only they know how to drive a window.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::checkout;
use crate::frontend;
use crate::packages::{self, Purpose};
use crate::shell::{cargo, command, execute, say, step};

/// The walk through the window.
const WALK: &str = "tour::every_page_is_for_everyone_and_looks_as_it_did";

/// Takes the pictures, and gives the guide those that it shows.
pub(crate) fn screenshots() -> Result<()> {
    step("Look for the system's packages", || {
        packages::ensure(Purpose::BuildAndDrive)
    })?;
    step("Look for Node", frontend::check_node)?;
    step("User interface: packages", frontend::install)?;
    step("User interface: build", || frontend::script("build"))?;
    let folder = checkout::screenshots();
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} can't be emptied", folder.display()))?;
    }
    let walked = step("Walk through the window", || {
        let test = "test --locked --workspace --features custom-protocol --test app -- --exact";
        let mut command = cargo(test.split(' ').chain([WALK]));
        command.env("CARE_EXPORTER_PICTURES", &folder);
        execute(command)
    });
    // They also show what the walk stumbled over.
    let sheet = folder.join("contact-sheet.html");
    if sheet.is_file() {
        say(format_args!("\nAll pictures: {}", sheet.display()));
    }
    walked?;
    if !sheet.is_file() {
        bail!("the walk took no pictures");
    }
    step("Give the guide its pictures", || {
        renew_guide(&folder, &checkout::guide())
    })?;
    Ok(())
}

/// Puts the pictures that the guide shows in their place, in 256 colours.
fn renew_guide(pictures: &Path, guide: &Path) -> Result<()> {
    for entry in fs::read_dir(guide)? {
        let page = entry?.path();
        if page.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        for picture in shown_in(&fs::read_to_string(&page)?) {
            let [images, language, file] = picture.split('/').collect::<Vec<_>>()[..] else {
                bail!("{} shows {picture}", page.display());
            };
            let target = guide.join(images).join(language).join(file);
            let mut convert = command(
                "convert",
                [pictures.join(language).join("light").join(file)],
            );
            convert
                .args(["-strip", "-dither", "None", "-colors", "256"])
                .arg(format!("png8:{}", target.display()));
            execute(convert)?;
        }
    }
    Ok(())
}

/// The places of the pictures that a text in Markdown shows.
fn shown_in(markdown: &str) -> Vec<&str> {
    markdown
        .split("![")
        .skip(1)
        .filter_map(|after| after.split_once("](")?.1.split_once(')'))
        .map(|(picture, _)| picture)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_in_a_text_and_links_are_not() {
        let text = "![One](images/en/one.png) and [a link](other.md)\n\n![Two](two.png)";
        assert_eq!(shown_in(text), ["images/en/one.png", "two.png"]);
    }
}
