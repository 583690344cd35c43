//! What the app says beside its page: in notifications and native dialogs. The window tells the words, because it
//! knows the language.

use std::sync::{Mutex, MutexGuard, PoisonError};

use export_engine::{Locale, Phase, Run};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The words, in the language of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DesktopWords {
    /// The language, for the names of files.
    #[ts(type = "'en' | 'es' | 'fr' | 'de' | 'tr'")]
    pub(crate) language: Locale,
    /// An export is saved. `{file}` stands for the file's name, here and in the next two.
    pub(crate) saved: String,
    /// An export needs the person.
    pub(crate) waiting: String,
    /// An export failed.
    pub(crate) failed: String,
    /// Title of the dialogs that ask where to save.
    pub(crate) save_file: String,
    /// Title of the dialog that asks for a file of presets.
    pub(crate) open_presets: String,
    /// Title of the dialog that asks for a folder.
    pub(crate) choose_folder: String,
}

impl DesktopWords {
    /// What to tell of a run's end; nothing of an end that the person asked for.
    pub(crate) fn of_end(&self, run: &Run) -> Option<String> {
        let sentence = match run.phase {
            Phase::Saved => &self.saved,
            Phase::Interrupted => &self.waiting,
            Phase::Failed => &self.failed,
            _ => return None,
        };
        Some(sentence.replace("{file}", &run.file_name))
    }
}

/// The words as the window told them last; none until it has.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<Option<DesktopWords>>);

impl Told {
    pub(crate) fn set(&self, words: DesktopWords) {
        *self.lock() = Some(words);
    }

    /// What is made of the words.
    pub(crate) fn map<T>(&self, say: impl FnOnce(&DesktopWords) -> T) -> Option<T> {
        self.lock().as_ref().map(say)
    }

    fn lock(&self) -> MutexGuard<'_, Option<DesktopWords>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
