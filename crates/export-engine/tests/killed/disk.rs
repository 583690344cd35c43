//! Disks that are full at any place, or turn read-only on the way, and network shares that fail. The disk is a real
//! one: a file system that only the victim sees, which needs no rights on Linux.

use std::process::Command;

use export_engine::{FileFormat, ProblemKind};
use futures_util::StreamExt;
use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::scene::{FORMATS, Scene};
use crate::victim::{DiskKind, Fate, Fault, MINE};

/// What a disk gives out at once.
const PAGE: usize = 4096;
/// More pages than any of the files needs together with its download.
const MOST_PAGES: usize = 200;
/// How many scenes play at once.
const AT_ONCE: usize = 4;

/// Fails, rather than passes, where the system lets nobody make a disk of their own.
fn require_own_disks() {
    let made = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
        .arg("mount -t tmpfs tmpfs /mnt")
        .output()
        .expect("unshare, of util-linux");
    assert!(
        made.status.success(),
        "this system forbids user namespaces, without which no small disk can be made: {}",
        String::from_utf8_lossy(&made.stderr)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_at_any_page_keeps_what_it_can_and_another_place_is_asked_for() {
    require_own_disks();
    for format in FORMATS {
        let (mut kept, mut lost) = (0, 0);
        let sizes = (1..MOST_PAGES).step_by(step(format));
        let fates = futures_util::stream::iter(sizes)
            .map(|pages| async move {
                let scene = Scene::new(format).await;
                let disk = DiskKind::Small(pages * PAGE);
                scene.export_to_disk(disk, None).await
            })
            .buffered(AT_ONCE);
        futures_util::pin_mut!(fates);
        loop {
            match fates.next().await.expect("a disk with room enough") {
                Fate::Saved => break,
                Fate::Moved { why, kept: whole } => {
                    assert_eq!(why, ProblemKind::DiskFull, "{format:?}");
                    if whole {
                        kept += 1;
                    } else {
                        lost += 1;
                    }
                }
            }
        }
        // The download itself did not fit, and then what was to be made of it did not.
        assert!(lost > 1, "{format:?}: {lost} downloads did not fit");
        if format != FileFormat::Json {
            assert!(kept > 1, "{format:?}: {kept} downloads were kept");
        }
    }
}

/// A workbook is small beside its download: each page of it counts.
fn step(format: FileFormat) -> usize {
    if format == FileFormat::Excel { 1 } else { 3 }
}

/// A file that comes late enough for a misfortune: half a second by the real clock, and not yet silence.
fn slow() -> Script {
    let late = Action::Delay { ms: 110_000 };
    Script::default().on(Endpoint::File, Occurrence::First(1), late)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_turns_read_only_on_the_way_keeps_the_download() {
    require_own_disks();
    for format in FORMATS {
        let scene = Scene::with(format, slow()).await;
        let folder = scene.path();
        let folder = folder.parent().expect("a folder").display();
        let read_only =
            format!("mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}'");
        let fate = scene
            .export_to_disk(DiskKind::Small(MOST_PAGES * PAGE), Some(&read_only))
            .await;
        let Fate::Moved { why, .. } = fate else {
            panic!("{format:?}: {fate:?}");
        };
        assert_eq!(why, ProblemKind::FileNotWritable, "{format:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_share_takes_the_file_whole_though_it_can_do_little() {
    require_own_disks();
    for format in FORMATS {
        for fault in [Fault::None, Fault::Short(1_000)] {
            let scene = Scene::new(format).await;
            let fate = scene.export_to_disk(DiskKind::Share(fault), None).await;
            assert_eq!(fate, Fate::Saved, "{format:?}, {fault:?}");
        }
        let scene = Scene::with(format, slow()).await;
        let mine = format!("printf {MINE} > '{}'", scene.path().display());
        let share = DiskKind::Share(Fault::None);
        let Fate::Moved { why, kept } = scene.export_to_disk(share, Some(&mine)).await else {
            panic!("{format:?}: a file was replaced");
        };
        assert_eq!((why, kept), (ProblemKind::FileExists, true), "{format:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_share_that_fails_on_the_way_is_said_and_another_place_does() {
    require_own_disks();
    for format in FORMATS {
        for fault in [
            Fault::Sync,
            Fault::Gone(0),
            Fault::Gone(20_000),
            Fault::Stale(20_000),
        ] {
            let scene = Scene::new(format).await;
            let fate = scene.export_to_disk(DiskKind::Share(fault), None).await;
            let Fate::Moved { why, .. } = fate else {
                panic!("{format:?}, {fault:?}: {fate:?}");
            };
            assert_eq!(why, ProblemKind::FileTrouble, "{format:?}, {fault:?}");
        }
    }
}
