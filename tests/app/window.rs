//! The window itself: where it is, how large, how it looks, and its menus.

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Machine, Role, Window, marked_processes, play, quick_practice, until};

const TITLE: &str = "^Care Exporter";

/// Where the window's content is on the display: x, y, width and height.
async fn geometry(machine: &Machine) -> Result<[i32; 4]> {
    let window = machine
        .windows_titled(TITLE)
        .await?
        .pop()
        .context("no window")?;
    let told = machine
        .ask("xwininfo", &["-id", &window])
        .await?
        .context("no geometry")?;
    let value = |name: &str| -> Result<i32> {
        let line = told.lines().find_map(|line| line.trim().strip_prefix(name));
        Ok(line.with_context(|| format!("no {name}"))?.trim().parse()?)
    };
    Ok([
        value("Absolute upper-left X:")?,
        value("Absolute upper-left Y:")?,
        value("Width:")?,
        value("Height:")?,
    ])
}

/// Ends the app as a logout does, and waits until it is gone.
async fn end(machine: &Machine, window: Window<'_>) -> Result<()> {
    let app = || {
        marked_processes(&machine.mark())
            .into_iter()
            .find(|process| process.words().trim_end().ends_with("/care-exporter"))
    };
    let id = app().and_then(|process| Pid::from_raw(process.id));
    kill_process(id.context("the app is not there")?, Signal::TERM)?;
    until("the app to end", async || Ok(app().is_none())).await?;
    drop(window);
    Ok(())
}

fn about(a: [i32; 4], b: [i32; 4]) -> bool {
    // A window manager places the frame, whose edges it adds.
    a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 40)
}

#[tokio::test]
async fn the_window_opens_where_it_was_and_never_outside_the_screen() -> Result<()> {
    play(quick_practice(), async |stage| {
        let machine = &stage.machine;
        let window = stage.open().await?;
        let wanted = [90, 80, 900, 640];
        window.place(wanted).await?;
        until("the window to move", async || {
            Ok(about(geometry(machine).await?, wanted))
        })
        .await?;
        end(machine, window).await?;

        let window = stage.open().await?;
        let there = geometry(machine).await?;
        assert!(about(there, wanted), "{there:?}");
        assert_eq!(
            there[2..],
            wanted[2..],
            "it does not grow by its frame or its menus"
        );

        // Half of it beyond the right edge of a display of 1280 by 900.
        window.place([1000, 500, 900, 640]).await?;
        until("the window to move", async || {
            Ok(geometry(machine).await?[0] > 900)
        })
        .await?;
        end(machine, window).await?;
        let window = stage.open().await?;
        let [x, y, width, height] = geometry(machine).await?;
        assert!(
            x + width <= 1280 && y + height <= 940,
            "{:?}",
            [x, y, width, height]
        );
        end(machine, window).await
    })
    .await
}

#[tokio::test]
async fn the_menus_work_by_their_keys_and_zoom_stays() -> Result<()> {
    play(quick_practice(), async |stage| {
        let machine = &stage.machine;
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        for (keys, title) in [
            ("ctrl+5", "Settings"),
            ("ctrl+3", "Activity"),
            ("ctrl+n", "User export"),
        ] {
            machine.press_keys(&[keys]).await?;
            until(&format!("{keys} to show {title}"), async || {
                let heading = "return document.querySelector('h1')?.textContent ?? ''";
                Ok(window.run(heading, vec![]).await?.as_str() == Some(title))
            })
            .await?;
        }
        let width = async |window: &Window<'_>| -> Result<f64> {
            let width = window.run("return innerWidth", vec![]).await?;
            width.as_f64().context("no width")
        };
        let before = width(&window).await?;
        machine
            .press_keys(&["ctrl+equal", "ctrl+plus", "ctrl+KP_Add"])
            .await?;
        until("the page to be larger", async || {
            Ok((before / width(&window).await? - 1.5).abs() < 0.02)
        })
        .await?;
        end(machine, window).await?;

        let window = stage.open().await?;
        assert!(
            (before / width(&window).await? - 1.5).abs() < 0.02,
            "the zoom is remembered"
        );
        machine.press_keys(&["ctrl+0"]).await?;
        until("the page to be as it is made", async || {
            Ok((before - width(&window).await?).abs() < 2.0)
        })
        .await?;
        end(machine, window).await
    })
    .await
}

#[tokio::test]
async fn dark_is_dark_before_the_first_paint_and_after_a_restart() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(window.run(is_dark, vec![]).await?, false);
        window.click(Role::Link, "Settings").await?;
        window.click(Role::Radio, "Dark").await?;
        until("the page to be dark", async || {
            Ok(window.run(is_dark, vec![]).await? == true)
        })
        .await?;
        window.close().await?;

        let window = stage.open().await?;
        assert_eq!(window.run(is_dark, vec![]).await?, true);
        window.close().await
    })
    .await
}
