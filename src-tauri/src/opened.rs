//! Files that the person opened with the app: by a double-click, by dropping them on its icon, or as an argument.
//!
//! They wait until the window asks for them, so that what comes of each is said where the person looks.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use export_engine::{Engine, ImportedPreset, Problem};
use serde::Serialize;
use ts_rs::TS;
use url::Url;

use crate::presets::name_of;
use crate::shell::{Shell, on_desktop};

/// More files than anybody opens at once; the rest is left alone.
const MOST: usize = 100;

/// What came of a file of presets that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenedFile {
    /// The file's name.
    pub name: String,
    /// The presets that it brought.
    pub presets: Vec<ImportedPreset>,
    /// Why it brought none.
    pub problem: Option<Problem>,
}

/// The files that wait for the window.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenedFiles(Arc<Mutex<Vec<PathBuf>>>);

impl OpenedFiles {
    pub(crate) fn add(&self, paths: Vec<PathBuf>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = MOST.saturating_sub(waiting.len());
        waiting.extend(paths.into_iter().take(room));
    }

    fn take(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The files among the arguments of a start, as paths or addresses of files.
pub(crate) fn files_among(arguments: impl Iterator<Item = OsString>) -> Vec<PathBuf> {
    arguments
        .filter(|argument| !argument.as_encoded_bytes().starts_with(b"-"))
        .filter_map(|argument| match address_of_file(&argument) {
            Some(path) => Some(path),
            None => std::path::absolute(Path::new(&argument)).ok(),
        })
        .collect()
}

fn address_of_file(argument: &OsString) -> Option<PathBuf> {
    let address = argument.to_str()?;
    if !address.starts_with("file:") {
        return None;
    }
    Url::parse(address).ok()?.to_file_path().ok()
}

impl Shell {
    /// Adds the presets of the files that were opened since this was last asked.
    pub(crate) async fn take_opened_files(&self) -> Result<Vec<OpenedFile>, Problem> {
        self.engine()?;
        let mut opened = Vec::new();
        for path in self.opened.take() {
            opened.push(self.open_preset_file(path).await?);
        }
        Ok(opened)
    }

    /// Adds the presets of a file, and says what came of it.
    pub(crate) async fn open_preset_file(&self, path: PathBuf) -> Result<OpenedFile, Problem> {
        let engine = self.engine()?;
        let name = name_of(&path);
        let imported = match on_desktop(move || Engine::read_preset_file(&path)).await {
            Ok(file) => engine.import_presets(&file).await,
            Err(problem) => Err(problem),
        };
        let (presets, problem) = match imported {
            Ok(presets) => (presets, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        Ok(OpenedFile {
            name,
            presets,
            problem,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(arguments: &[&str]) -> Vec<PathBuf> {
        files_among(arguments.iter().map(OsString::from))
    }

    #[test]
    fn options_are_no_files_and_paths_are_made_absolute() {
        let here = std::env::current_dir().expect("a folder");
        assert_eq!(
            among(&["--practice", "a.careexport", "-x"]),
            [here.join("a.careexport")]
        );
        let absolute = here.join("b c.careexport.json");
        assert_eq!(among(&[absolute.to_str().expect("text")]), [absolute]);
    }

    #[test]
    fn a_desktop_may_give_an_address_instead_of_a_path() {
        let path = std::env::current_dir()
            .expect("a folder")
            .join("Ay sonu ç.careexport");
        let address = Url::from_file_path(&path).expect("an address");
        assert_eq!(among(&[address.as_str()]), [path]);
    }

    #[test]
    fn the_packages_tell_desktops_of_the_files_that_are_written() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let read = |name| std::fs::read_to_string(root.join(name)).expect("a file of the project");
        let config: serde_json::Value =
            serde_json::from_str(&read("tauri.conf.json")).expect("JSON");
        let association = &config["bundle"]["fileAssociations"][0];
        let extension = association["ext"][0].as_str().expect("an extension");
        assert!(Engine::is_preset_file_name(&format!("a.{extension}")));
        let xml = read("src-tauri/mime.xml");
        let mime_type = association["mimeType"].as_str().expect("a type");
        assert!(xml.contains(&format!("<mime-type type=\"{mime_type}\">")));
        for name in [extension, Engine::preset_extension()] {
            assert!(
                xml.contains(&format!("<glob pattern=\"*.{name}\"/>")),
                "{name}"
            );
        }
        for package in ["deb", "rpm"] {
            let package = &config["bundle"]["linux"][package];
            let file = &package["files"]["/usr/share/mime/packages/care-exporter.xml"];
            assert_eq!(file, "src-tauri/mime.xml");
            // Tauri's own template has the desktop start the app without the files.
            let template = package["desktopTemplate"].as_str().expect("a template");
            assert!(read(template).contains("\nExec={{exec}} %F\n"));
        }
    }

    #[test]
    fn what_waits_is_taken_once_and_is_not_endless() {
        let opened = OpenedFiles::default();
        opened.add(vec!["a".into()]);
        opened.clone().add(vec!["b".into()]);
        assert_eq!(opened.take(), [PathBuf::from("a"), PathBuf::from("b")]);
        assert!(opened.take().is_empty());
        opened.add(vec!["c".into(); 2 * MOST]);
        assert_eq!(opened.take().len(), MOST);
    }
}
