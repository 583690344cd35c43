//! The desktop application.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    export_engine::forbid_core_dumps();
    care_exporter::run()
}
