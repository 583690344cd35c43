//! Where the window is, how large, and how far its page is zoomed: remembered, and fitted to the screens there are.

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize, WebviewWindow};
use ts_rs::TS;

/// The name under which it is remembered.
pub(crate) const REMEMBERED: &str = "window";

/// How far the page can be zoomed, in percent.
const ZOOMS: [u16; 13] = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];
const UNZOOMED: u16 = 100;

/// One step of the page's zoom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ZoomStep {
    /// Larger.
    In,
    /// Smaller.
    Out,
    /// As it is made.
    Reset,
}

impl ZoomStep {
    fn from(self, zoom: u16) -> u16 {
        let next = match self {
            ZoomStep::In => ZOOMS.iter().find(|step| **step > zoom),
            ZoomStep::Out => ZOOMS.iter().rev().find(|step| **step < zoom),
            ZoomStep::Reset => Some(&UNZOOMED),
        };
        next.copied().unwrap_or(zoom)
    }
}

/// A place on the screens, in their pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Area {
    x: i32,
    y: i32,
    width: u32,
    height: u32,
}

impl Area {
    /// How much of two areas is the same.
    fn shared_with(self, other: Area) -> i64 {
        let overlap = |a: i32, a_length: u32, b: i32, b_length: u32| {
            let end = (i64::from(a) + i64::from(a_length)).min(i64::from(b) + i64::from(b_length));
            (end - i64::from(a.max(b))).max(0)
        };
        overlap(self.x, self.width, other.x, other.width)
            * overlap(self.y, self.height, other.y, other.height)
    }

    /// The whole of it on one of the screens: the one that shows most of it, else the first.
    fn fitted(self, screens: &[Area]) -> Option<Area> {
        let mut best = *screens.first()?;
        for screen in screens {
            if self.shared_with(*screen) > self.shared_with(best) {
                best = *screen;
            }
        }
        let (width, height) = (self.width.min(best.width), self.height.min(best.height));
        let inside = |at: i32, length: u32, start: i32, room: u32| {
            let furthest = i64::from(start) + i64::from(room - length);
            let at = i64::from(at).clamp(i64::from(start), furthest);
            i32::try_from(at).unwrap_or(start)
        };
        Some(Area {
            x: inside(self.x, width, best.x, best.width),
            y: inside(self.y, height, best.y, best.height),
            width,
            height,
        })
    }
}

/// Where the window is and how it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Place {
    /// None until the window was somewhere.
    area: Option<Area>,
    maximised: bool,
    zoom: u16,
}

impl Default for Place {
    fn default() -> Self {
        Place {
            area: None,
            maximised: false,
            zoom: UNZOOMED,
        }
    }
}

impl Place {
    /// Brings a window that is not shown yet to its place.
    pub(crate) fn take(self, window: &WebviewWindow) -> tauri::Result<()> {
        let size = window.inner_size()?;
        let wanted = self.area.unwrap_or(Area {
            x: 0,
            y: 0,
            width: size.width,
            height: size.height,
        });
        if let Some(area) = wanted.fitted(&screens(window)?)
            && (self.area.is_some() || area != wanted)
        {
            window.set_size(PhysicalSize::new(area.width, area.height))?;
            window.set_position(PhysicalPosition::new(area.x, area.y))?;
        }
        if self.maximised {
            window.maximize()?;
        }
        window.set_zoom(self.factor())
    }

    /// Follows the window as it is moved and sized. What it was before it filled the screen is what it goes back to.
    pub(crate) fn follow(&mut self, window: &WebviewWindow) -> tauri::Result<()> {
        if window.is_minimized()? || window.is_fullscreen()? || !window.is_visible()? {
            return Ok(());
        }
        self.maximised = window.is_maximized()?;
        if !self.maximised {
            let (at, size) = (window.outer_position()?, window.inner_size()?);
            self.area = Some(Area {
                x: at.x,
                y: at.y,
                width: size.width,
                height: size.height,
            });
        }
        Ok(())
    }

    /// Takes a step of the zoom.
    pub(crate) fn zoom(&mut self, step: ZoomStep, window: &WebviewWindow) -> tauri::Result<()> {
        self.zoom = step.from(self.zoom);
        window.set_zoom(self.factor())
    }

    fn factor(self) -> f64 {
        // What was stored by hand or by another version must not leave a page that nobody can read.
        f64::from(self.zoom.clamp(ZOOMS[0], ZOOMS[ZOOMS.len() - 1])) / 100.0
    }
}

/// The room for windows on each screen, the main one first.
fn screens(window: &WebviewWindow) -> tauri::Result<Vec<Area>> {
    let main = window.primary_monitor()?;
    let others = window.available_monitors()?;
    Ok(main
        .into_iter()
        .chain(others)
        .map(|monitor| {
            let room = monitor.work_area();
            Area {
                x: room.position.x,
                y: room.position.y,
                width: room.size.width,
                height: room.size.height,
            }
        })
        .filter(|room| room.width > 0 && room.height > 0)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn area(x: i32, y: i32, width: u32, height: u32) -> Area {
        Area {
            x,
            y,
            width,
            height,
        }
    }

    const LAPTOP: Area = area(0, 27, 1366, 741);
    const BESIDE: Area = area(-1920, -200, 1920, 1080);

    #[test]
    fn a_window_that_fits_stays_where_it_was() {
        for there in [area(10, 40, 1120, 700), area(-1900, -100, 1120, 780)] {
            assert_eq!(there.fitted(&[LAPTOP, BESIDE]), Some(there));
        }
    }

    #[test]
    fn a_window_of_a_screen_that_is_gone_comes_to_the_main_one() {
        assert_eq!(
            area(-1900, -100, 1120, 780).fitted(&[LAPTOP]),
            Some(area(0, 27, 1120, 741))
        );
        assert_eq!(
            area(9000, 9000, 800, 600).fitted(&[LAPTOP, BESIDE]),
            Some(area(566, 168, 800, 600))
        );
    }

    #[test]
    fn a_window_half_outside_comes_whole_to_the_screen_that_shows_most_of_it() {
        assert_eq!(
            area(-300, 100, 800, 600).fitted(&[LAPTOP, BESIDE]),
            Some(area(0, 100, 800, 600))
        );
        assert_eq!(
            area(-600, 100, 800, 600).fitted(&[LAPTOP, BESIDE]),
            Some(area(-800, 100, 800, 600))
        );
    }

    #[test]
    fn a_window_larger_than_its_screen_shrinks() {
        assert_eq!(area(0, 0, 5000, 5000).fitted(&[LAPTOP]), Some(LAPTOP));
        assert_eq!(area(0, 0, 10, 10).fitted(&[]), None);
    }

    #[test]
    fn extreme_places_are_no_trouble() {
        for x in [i32::MIN, i32::MAX] {
            for width in [0, u32::MAX] {
                let fitted = area(x, x, width, width).fitted(&[LAPTOP, BESIDE]);
                let fitted = fitted.expect("a screen");
                let whole = i64::from(fitted.width) * i64::from(fitted.height);
                let shown = [LAPTOP, BESIDE].map(|screen| fitted.shared_with(screen));
                assert!(shown.contains(&whole), "{fitted:?}");
            }
        }
    }

    #[test]
    fn the_zoom_goes_step_by_step_to_four_hundred_percent_and_back() {
        let mut zoom = UNZOOMED;
        let mut seen = vec![zoom];
        for _ in 0..20 {
            zoom = ZoomStep::In.from(zoom);
            seen.push(zoom);
        }
        seen.dedup();
        assert_eq!(seen, ZOOMS[4..]);
        for _ in 0..20 {
            zoom = ZoomStep::Out.from(zoom);
        }
        assert_eq!(zoom, 50);
        assert_eq!(ZoomStep::Reset.from(zoom), UNZOOMED);
        // A zoom of another version is left for the next step.
        assert_eq!(ZoomStep::In.from(130), 150);
        assert_eq!(ZoomStep::Out.from(130), 125);
    }

    #[test]
    fn what_can_not_be_a_place_any_more_is_read_as_far_as_it_can() {
        let place: Place = serde_json::from_str(r#"{"zoom": 4000}"#).expect("read");
        assert_eq!(place.area, None);
        assert!((place.factor() - 4.0).abs() < f64::EPSILON);
    }
}
