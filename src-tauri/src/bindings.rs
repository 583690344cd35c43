//! The TypeScript of everything that crosses to the window, made from the list of commands and
//! the types in it, and compared with what is committed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use export_engine::{
    Agents, ChosenFolder, Column, Connection, ConnectionCheck, ConnectionDraft, Engine,
    EngineEvent, ExportRequest, FileNamePiece, ImportedPreset, NamedId, Notice, Period, PeriodPlan,
    Preset, PresetDraft, PresetStart, PreviewPart, PreviewRows, PreviewSummary, PreviewValue,
    ProblemKind, Report, ReportInfo, ResolvedPeriod, Run, RunFile, RunPage, RunQuery, Settings,
    Team, TimeZones,
};
use ts_rs::{Config, TS, TypeVisitor};

use crate::app_info::AppInfo;
use crate::closing::CloseAnswer;
use crate::kept::{Kept, KeptPart};
use crate::menu::{MenuCommand, MenuWords};
use crate::opened::OpenedFile;
use crate::place::ZoomStep;
use crate::words::DesktopWords;

/// Declarations by name.
struct Declarations<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types of the standard library have no file of their own.
        if T::output_path().is_some() {
            let name = T::ident(self.config);
            if self.found.contains_key(&name) {
                return;
            }
            self.found.insert(name, T::decl(self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        camel.push_str(&first.to_uppercase());
        camel.push_str(rest);
    }
    camel
}

macro_rules! describe {
    ($($(#[doc = $doc:literal])* $name:ident($($arg:ident: $type:ty),*) -> $result:ty;)*) => {
        fn bindings() -> String {
            let config = Config::new();
            let mut declarations = Declarations { config: &config, found: BTreeMap::new() };
            declarations.visit::<EngineEvent>();
            declarations.visit::<MenuCommand>();
            // A problem holds its fields inline; the window also words the codes by themselves.
            declarations.visit::<ProblemKind>();
            declarations.visit::<ReportInfo>();
            let mut commands = String::new();
            $(
                $(declarations.visit::<$type>();)*
                declarations.visit::<$result>();
                let arguments: &[(&str, String)] =
                    &[$((stringify!($arg), <$type as TS>::name(&config))),*];
                commands.push_str(&command(
                    concat!($($doc),*).trim(),
                    stringify!($name),
                    arguments,
                    &<$result as TS>::name(&config),
                ));
            )*
            file(&declarations.found, &commands)
        }
    };
}

with_commands!(describe);

fn command(doc: &str, name: &str, arguments: &[(&str, String)], result: &str) -> String {
    let camel = camel_case(name);
    let list = |each: fn(&(&str, String)) -> String| {
        arguments.iter().map(each).collect::<Vec<_>>().join(", ")
    };
    let parameters = list(|(name, kind)| format!("{}: {kind}", camel_case(name)));
    let values = list(|(name, _)| camel_case(name));
    let passed = if values.is_empty() {
        String::new()
    } else {
        format!(", {{ {values} }}")
    };
    format!("  /** {doc} */\n  {camel}: ({parameters}) => invoke<{result}>(\"{name}\"{passed}),\n")
}

fn file(declarations: &BTreeMap<String, String>, commands: &str) -> String {
    let mut text = String::from(
        "// Generated from Rust. Do not edit: `UPDATE_BINDINGS=1 cargo test bindings` writes it.\n\
         import { invoke } from \"@tauri-apps/api/core\";\n\n",
    );
    for declaration in declarations.values() {
        text.push_str("export ");
        text.push_str(declaration);
        text.push('\n');
    }
    text.push_str("\nexport const commands = {\n");
    text.push_str(commands);
    text.push_str("};\n");
    text
}

/// What the window must know of the service's exports before it can ask anything.
fn reports() -> String {
    let reports = serde_json::to_string_pretty(&Engine::reports()).expect("JSON");
    format!(
        "// Generated from Rust. Do not edit: `UPDATE_BINDINGS=1 cargo test bindings` writes it.\n\
         import type {{ ReportInfo }} from \"./bindings\";\n\n\
         /** The service's exports, User first. */\n\
         export const reports: ReportInfo[] = {reports};\n"
    )
}

#[test]
fn the_committed_bindings_are_those_of_the_code() {
    for (file, bindings) in [("bindings.ts", bindings()), ("reports.ts", reports())] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/platform");
        let path = folder.join(file);
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(&path, &bindings).expect("the bindings can be written");
        }
        let committed = std::fs::read_to_string(&path).expect("the bindings are committed");
        assert!(
            committed == bindings,
            "ui/src/platform/{file} is not what the code says; \
             run `UPDATE_BINDINGS=1 cargo test bindings`"
        );
    }
}

#[test]
fn the_window_is_granted_exactly_the_listed_commands() {
    macro_rules! names {
        ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $result:ty;)*) => {
            vec![$(format!("allow-{}", stringify!($name).replace('_', "-"))),*]
        };
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities/main.json");
    let text = std::fs::read_to_string(path).expect("the capabilities");
    let capabilities: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let granted: Vec<&str> = capabilities["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|permission| permission.as_str())
        .filter(|permission| !permission.starts_with("core:event:allow-"))
        .collect();
    assert_eq!(granted, with_commands!(names));
}
