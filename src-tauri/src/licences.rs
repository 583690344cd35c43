//! The licences of everything that is shipped, collected from the sources of both package managers, and compared
//! with what is committed for the window to show.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The packages whose dependencies are in the app or the command line.
const SHIPPED: [&str; 2] = ["care-exporter", "care-export"];

/// What is shipped without being a package of its own.
const INCLUDED: [(&str, &str); 2] = [
    ("Rust standard library", "MIT OR Apache-2.0"),
    ("SQLite", "blessing"),
];

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Licences {
    packages: Vec<Package>,
    texts: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Package {
    name: String,
    version: String,
    /// As an SPDX expression.
    licence: String,
    /// Which of the texts are its own, by their place.
    texts: Vec<usize>,
}

/// What is shorter only names a licence.
const SHORTEST_TEXT: usize = 200;

/// A package before its texts are known, and the folder that holds them.
type Found = BTreeMap<(String, String), (String, Option<PathBuf>)>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn committed_at() -> PathBuf {
    root().join("ui/src/pages/licences/licences.json")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// The crates that are linked into what is shipped, on any system.
fn crates() -> Found {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(metadata.status.success(), "{metadata:?}");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let by_id: BTreeMap<&str, &Value> = packages
        .iter()
        .map(|package| (package["id"].as_str().expect("an id"), package))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| (node["id"].as_str().expect("an id"), node))
        .collect();
    let mut open: Vec<&str> = by_id
        .iter()
        .filter(|(_, package)| SHIPPED.contains(&package["name"].as_str().unwrap_or_default()))
        .map(|(id, _)| *id)
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().expect("dependencies") {
            let kinds = dependency["dep_kinds"].as_array().expect("kinds");
            // Build scripts and tests are not shipped, and neither is code that runs in the compiler.
            let linked = kinds.iter().any(|kind| kind["kind"].is_null());
            let id = dependency["pkg"].as_str().expect("an id");
            if linked && !is_macro(by_id[id]) {
                open.push(id);
            }
        }
    }
    seen.into_iter()
        .map(|id| by_id[id])
        .filter(|package| !package["source"].is_null())
        .map(|package| {
            let manifest = PathBuf::from(text(&package["manifest_path"]));
            let licence = package["license"]
                .as_str()
                .unwrap_or("see the text")
                .replace('/', " OR ");
            let key = (text(&package["name"]), text(&package["version"]));
            (key, (licence, manifest.parent().map(Path::to_owned)))
        })
        .collect()
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().expect("targets");
    let kinds = targets.iter().flat_map(|target| target["kind"].as_array());
    kinds.flatten().any(|kind| kind == "proc-macro")
}

/// The packages of the window.
fn web() -> Found {
    let lock = fs::read(root().join("ui/package-lock.json")).expect("a lock file");
    let lock: Value = serde_json::from_slice(&lock).expect("JSON");
    lock["packages"]
        .as_object()
        .expect("packages")
        .iter()
        .filter(|(path, package)| !path.is_empty() && package["dev"] != true)
        .map(|(path, package)| {
            let name = path
                .rsplit("node_modules/")
                .next()
                .unwrap_or(path)
                .to_owned();
            let licence = package["license"]
                .as_str()
                .unwrap_or("see the text")
                .to_owned();
            let folder = root().join("ui").join(path);
            ((name, text(&package["version"])), (licence, Some(folder)))
        })
        .collect()
}

fn found() -> Found {
    let own = env!("CARGO_PKG_VERSION").to_owned();
    let included = INCLUDED.map(|(name, licence)| {
        let key = (name.to_owned(), String::new());
        (key, (licence.to_owned(), None))
    });
    let mut all = crates();
    all.extend(web());
    all.extend(included);
    all.insert(
        ("Care Exporter".into(), own),
        (env!("CARGO_PKG_LICENSE").into(), Some(root())),
    );
    all
}

/// The licence files of a package; where it has none, the texts that its expression names.
fn texts_of(licence: &str, folder: Option<&Path>) -> Vec<String> {
    let mut files: Vec<PathBuf> = folder
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).expect("the sources"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.is_file() && is_licence(path))
        .collect();
    files.sort();
    let own: Vec<String> = files
        .iter()
        .map(|file| String::from_utf8_lossy(&fs::read(file).expect("a text")).into_owned())
        .filter(|text| text.len() >= SHORTEST_TEXT)
        .collect();
    if !own.is_empty() {
        return own;
    }
    let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX)
        .unwrap_or_else(|error| panic!("{licence}: {error}"));
    let names: BTreeSet<&str> = expression
        .requirements()
        .filter_map(|requirement| requirement.req.license.id())
        .map(|id| id.name)
        .collect();
    names
        .into_iter()
        .map(|name| spdx::license_id(name).expect("a licence").text().to_owned())
        .collect()
}

fn is_licence(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    ["license", "licence", "copying", "unlicense", "notice"]
        .iter()
        .any(|start| name.starts_with(start))
        && ![".rs", ".json", ".html", ".spdx"]
            .iter()
            .any(|end| name.ends_with(end))
}

fn collected() -> Licences {
    let mut texts: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let packages = found()
        .into_iter()
        .map(|((name, version), (licence, folder))| {
            let own = texts_of(&licence, folder.as_deref());
            assert!(!own.is_empty(), "{name} has no licence");
            let place = |text: String| {
                let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
                let text = lines.join("\n").trim_matches(['\n', '\u{feff}']).to_owned();
                let words: Vec<&str> = text.split_whitespace().collect();
                *places.entry(words.join(" ")).or_insert_with(|| {
                    texts.push(text);
                    texts.len() - 1
                })
            };
            Package {
                name,
                version,
                licence,
                texts: own.into_iter().map(place).collect(),
            }
        })
        .collect();
    Licences { packages, texts }
}

#[test]
fn the_committed_licences_are_those_of_everything_that_is_shipped() {
    if std::env::var_os("UPDATE_LICENCES").is_some() {
        let file = serde_json::to_string_pretty(&collected()).expect("JSON");
        fs::write(committed_at(), file + "\n").expect("written");
    }
    let file = fs::read(committed_at()).expect("the licences are committed");
    let committed: Licences = serde_json::from_slice(&file).expect("JSON");
    let listed: Vec<_> = committed
        .packages
        .iter()
        .map(|package| (&package.name, &package.version, &package.licence))
        .collect();
    let found = found();
    let shipped: Vec<_> = found
        .iter()
        .map(|((name, version), (licence, _))| (name, version, licence))
        .collect();
    assert!(
        listed == shipped,
        "ui/src/pages/licences/licences.json is not what the lock files say; \
         run `UPDATE_LICENCES=1 cargo test licences`"
    );
    for package in &committed.packages {
        let whole = |text: &usize| {
            committed
                .texts
                .get(*text)
                .is_some_and(|text| text.len() >= SHORTEST_TEXT)
        };
        assert!(!package.texts.is_empty(), "{}", package.name);
        assert!(package.texts.iter().all(whole), "{}", package.name);
    }
}
