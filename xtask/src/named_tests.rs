//! The documents that name tests name tests that exist.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use crate::checkout;

const DOCUMENTS: [&str; 2] = ["docs/reliability.md", "docs/security.md"];
/// Where tests are.
const SOURCES: [&str; 3] = ["crates", "src-tauri", "tests"];

/// The names of all functions that stand right below a test's attribute.
fn tests_below(folder: &Path, found: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            tests_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let mut is_test = false;
            for line in text.lines().map(str::trim) {
                if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                    is_test = true;
                } else if let Some((_, rest)) = line.split_once("fn ")
                    && (std::mem::take(&mut is_test) || text.contains("proptest!"))
                {
                    let name = rest.split(['(', '<']).next().unwrap_or_default();
                    found.insert(name.to_owned());
                }
            }
        }
    }
}

#[test]
fn every_test_that_a_document_names_exists() {
    let root = checkout::root();
    let mut tests = HashSet::new();
    for folder in SOURCES {
        tests_below(&root.join(folder), &mut tests);
    }
    for document in DOCUMENTS {
        let text = fs::read_to_string(root.join(document)).expect("the document");
        let quoted = text.split('`').skip(1).step_by(2);
        let named: Vec<&str> = quoted
            .filter(|name| name.contains('_') && !name.contains([' ', '.']))
            .collect();
        assert!(named.len() > 5, "{document} names {} tests", named.len());
        for name in named {
            assert!(
                tests.contains(name),
                "{document} names {name}, which is no test"
            );
        }
    }
}
