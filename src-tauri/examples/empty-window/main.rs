//! A Tauri window with nothing in it, beside which `cargo xtask bench-ui` measures how soon ours paints.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!(
        "src-tauri/examples/empty-window/tauri.conf.json"
    ))
}
