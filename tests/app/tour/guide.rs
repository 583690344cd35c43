//! The pictures that README and the guide show: each is one that the walk takes.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::look::LANGUAGES;
use super::route::STOPS;
use crate::harness::checkout;

#[test]
fn every_picture_that_the_guide_and_readme_name_is_one_of_the_walk() -> Result<()> {
    let root = checkout()?;
    let guides = LANGUAGES.map(|language| format!("docs/guide/{language}.md"));
    for page in guides.iter().map(String::as_str).chain(["README.md"]) {
        let text = fs::read_to_string(root.join(page)).context(page.to_owned())?;
        let mut shown = 0;
        for picture in text.split("![").skip(1) {
            let (_, rest) = picture
                .split_once("](")
                .context("a picture without a place")?;
            let (path, _) = rest.split_once(')').context("a place without an end")?;
            let file = root.join(page).with_file_name("").join(path);
            ensure!(file.is_file(), "{page} shows {path}, which is not there");
            let stop = path
                .rsplit('/')
                .next()
                .and_then(|name| name.strip_suffix(".png"));
            ensure!(
                STOPS.iter().any(|known| Some(*known) == stop),
                "{page} shows {path}, which the walk does not take"
            );
            shown += 1;
        }
        ensure!(shown > 1, "{page} shows {shown} pictures");
    }
    Ok(())
}
