//! The search for secrets in what a program has written: in every form that they could have.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What addresses leave as it is: RFC 3986's unreserved characters.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*');

/// Bytes that must not be found, each under the name of its form.
pub(crate) struct Search {
    names: Vec<String>,
    patterns: AhoCorasick,
}

impl Search {
    /// A search for these secrets in all their forms.
    pub(crate) fn new<'s>(secrets: impl IntoIterator<Item = (&'s str, &'s [u8])>) -> Search {
        let (mut names, mut patterns) = (Vec::new(), Vec::new());
        for (name, secret) in secrets {
            for (form, bytes) in forms(secret) {
                if !patterns.contains(&bytes) {
                    names.push(format!("{name}, {form}"));
                    patterns.push(bytes);
                }
            }
        }
        assert!(!patterns.is_empty(), "there is something to look for");
        assert!(patterns.iter().all(|bytes| bytes.len() >= 8), "{names:?}");
        let patterns = AhoCorasick::new(patterns).expect("a search");
        Search { names, patterns }
    }

    /// The name of the first secret in these bytes.
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<&str> {
        let found = self.patterns.find(bytes)?;
        Some(&self.names[found.pattern().as_usize()])
    }

    /// Looks into every file below a folder. Databases are looked into value by value as well, for a page may end in the
    /// middle of one; so are the parts of archives, as workbooks are.
    pub(crate) fn look_through(&self, folder: &Path) -> Result<usize, String> {
        let mut files = 0;
        for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
            let entry = entry.map_err(|error| error.to_string())?;
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                files += self.look_through(&entry.path())?;
            } else if kind.is_file() {
                // A running program may remove its files while we read.
                let Ok(bytes) = fs::read(entry.path()) else {
                    continue;
                };
                files += 1;
                let found = self.find(&bytes).map(str::to_owned);
                let found = found.or_else(|| self.find_inside(&entry.path(), &bytes));
                if let Some(name) = found {
                    return Err(format!("{name} is in {}", entry.path().display()));
                }
            }
        }
        Ok(files)
    }

    fn find_inside(&self, path: &Path, bytes: &[u8]) -> Option<String> {
        if bytes.starts_with(b"SQLite format 3\0") {
            return self.find_in_database(path).unwrap_or_default();
        }
        if bytes.starts_with(b"PK\x03\x04") {
            let mut archive = zip::ZipArchive::new(File::open(path).ok()?).ok()?;
            for index in 0..archive.len() {
                let mut part = Vec::new();
                archive.by_index(index).ok()?.read_to_end(&mut part).ok()?;
                if let Some(name) = self.find(&part) {
                    return Some(name.to_owned());
                }
            }
        }
        None
    }

    /// Looks at every value of every table, its log of late changes included.
    fn find_in_database(&self, path: &Path) -> rusqlite::Result<Option<String>> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let database = rusqlite::Connection::open_with_flags(path, flags)?;
        let mut tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let tables = tables.query_map([], |row| row.get::<_, String>(0))?;
        for table in tables.collect::<rusqlite::Result<Vec<_>>>()? {
            let mut statement = database.prepare(&format!("SELECT * FROM \"{table}\""))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let value = row.get_ref(column)?;
                    let bytes = value.as_bytes_or_null().ok().flatten().unwrap_or_default();
                    if let Some(name) = self.find(bytes) {
                        return Ok(Some(format!("{name}, in the table {table}")));
                    }
                }
            }
        }
        Ok(None)
    }
}

/// Everything that a secret could look like.
pub(crate) fn forms(secret: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = String::from_utf8_lossy(secret).into_owned();
    let json = serde_json::Value::from(text.as_str()).to_string();
    let percent = |set: &'static AsciiSet| utf8_percent_encode(&text, set).to_string();
    let mut forms: Vec<(String, Vec<u8>)> = vec![
        ("plain".into(), secret.to_vec()),
        (
            "in UTF-16".into(),
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        ("in JSON".into(), json.trim_matches('"').into()),
        (
            "in JSON's ASCII".into(),
            ascii_json(&json).trim_matches('"').into(),
        ),
        ("in HTML".into(), html(&text).into()),
        ("in hexadecimal".into(), hex(secret).into()),
        ("in HEXADECIMAL".into(), hex(secret).to_uppercase().into()),
    ];
    for (name, set) in [
        ("percent-encoded", UNRESERVED),
        ("percent-encoded altogether", NON_ALPHANUMERIC),
        ("percent-encoded as by a browser", COMPONENT),
    ] {
        let encoded = percent(set);
        forms.push((
            format!("{name}, in a form"),
            encoded.replace("%20", "+").into(),
        ));
        forms.push((format!("{name}, in small letters"), small(&encoded).into()));
        forms.push((format!("{name} twice"), encoded.replace('%', "%25").into()));
        forms.push((name.into(), encoded.into()));
    }
    for (name, alphabet) in [("base64", STANDARD), ("URL-safe base64", URL_SAFE)] {
        for before in 0..3 {
            let bytes = inner_base64(&alphabet, secret, before);
            forms.push((format!("in {name} after {before} bytes"), bytes));
        }
    }
    forms
}

/// What base64 makes of a secret, wherever it stands in what was encoded: the letters that come of its bytes alone.
fn inner_base64(alphabet: &Alphabet, secret: &[u8], before: usize) -> Vec<u8> {
    let whole = [&b"???"[..before], secret].concat();
    let encoded = GeneralPurpose::new(alphabet, NO_PAD).encode(&whole);
    // Six bits a letter: those that hold a bit of what is before the secret, or of what comes after it, are left out.
    let first = (before * 8).div_ceil(6);
    let last = whole.len() * 8 / 6;
    encoded.as_bytes()[first..last].to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The codes of percent-encoding in small letters, and all else as it is.
fn small(percent_encoded: &str) -> String {
    let mut left = 0;
    let letters = percent_encoded.chars().map(|letter| {
        left = match letter {
            '%' => 2,
            _ => i32::max(left - 1, -1),
        };
        let in_code = letter != '%' && left >= 0;
        if in_code {
            letter.to_ascii_lowercase()
        } else {
            letter
        }
    });
    letters.collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn ascii_json(json: &str) -> String {
    let mut text = String::new();
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => text.push(byte.into()),
            _ => text += &format!("\\u{unit:04x}"),
        }
    }
    text
}
