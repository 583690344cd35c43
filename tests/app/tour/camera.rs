//! The pictures of `cargo xtask screenshots`: every stop in every language and look, and all of them on one sheet.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::look::Look;

/// Where the pictures go; without this variable, nowhere.
const FOLDER: &str = "CARE_EXPORTER_PICTURES";

/// The head of the sheet: a line of light pictures and a line of dark ones for each stop.
const HEAD: &str = r#"<!doctype html>
<meta charset="utf-8">
<title>Care Exporter: every page in every language and look</title>
<style>
  body { font: 14px system-ui, sans-serif; background: #888; }
  div { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 8px; }
  a { color: #000; }
  img { display: block; inline-size: 100%; }
</style>
"#;

/// Keeps pictures in a folder for each language and look.
#[derive(Debug)]
pub(super) struct Camera(PathBuf);

impl Camera {
    /// The camera, when pictures are wanted.
    pub(super) fn wanted() -> Option<Camera> {
        std::env::var_os(FOLDER).map(|folder| Camera(PathBuf::from(folder)))
    }

    /// Keeps a picture.
    pub(super) fn keep(&self, look: Look, stop: &str, picture: &[u8]) -> Result<()> {
        let file = self.0.join(place(look, stop));
        fs::create_dir_all(file.with_file_name(""))?;
        Ok(fs::write(file, picture)?)
    }

    /// Lays the pictures of these stops out on one page, where each leads to itself in full size.
    pub(super) fn lay_out(&self, stops: &[&str]) -> Result<()> {
        let (dark, light): (Vec<Look>, Vec<Look>) = Look::all().partition(|look| look.dark);
        let looks = [light, dark].concat();
        let lines = stops.iter().map(|stop| {
            let pictures = looks.iter().map(|look| {
                let (place, Look { language, .. }) = (place(*look, stop), look);
                format!("<a href=\"{place}\"><img src=\"{place}\" alt=\"{stop}\" loading=\"lazy\">{language}</a>\n")
            });
            format!("<h2>{stop}</h2>\n<div>\n{}</div>\n", pictures.collect::<String>())
        });
        let sheet = HEAD.to_owned() + &lines.collect::<String>();
        Ok(fs::write(self.0.join("contact-sheet.html"), sheet)?)
    }
}

/// Where a picture lies in the folder.
fn place(look: Look, stop: &str) -> String {
    format!("{}/{}/{stop}.png", look.language, look.appearance())
}
