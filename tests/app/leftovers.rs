//! The tests clean up after themselves.

use anyhow::Result;

use crate::harness::{Machine, marked_processes};

#[tokio::test]
async fn a_machine_leaves_no_process_and_no_file() -> Result<()> {
    let machine = Machine::start().await?;
    let (mark, root) = (machine.mark(), machine.root().to_owned());
    assert!(
        marked_processes(&mark).len() >= 3,
        "a display, a bus and a keychain are at work"
    );

    drop(machine);

    let left: Vec<String> = marked_processes(&mark)
        .iter()
        .map(|process| process.words())
        .collect();
    assert!(left.is_empty(), "still running: {left:?}");
    assert!(!root.exists(), "{} is still there", root.display());
    Ok(())
}
