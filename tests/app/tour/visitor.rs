//! Who walks: looks at each stop, and reports at the end.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::audit;
use super::camera::Camera;
use super::contrast;
use super::likeness::{Likeness, Picture};
use super::look::Look;
use super::references::References;
use super::route::STOPS;
use super::sizes;
use crate::harness::Window;

/// What moves a button in sight by a few pixels, or back: the button's number and how far. Gives its name; null when
/// there is none of that number.
const MOVE: &str = "
    const buttons = [...document.querySelectorAll('button')].filter((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight
            && button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    const button = buttons[arguments[0]];
    if (!button) return null;
    button.style.translate = arguments[1];
    return button.ariaLabel ?? button.textContent;";

/// The visitor, and what was found so far.
#[derive(Debug)]
pub(super) struct Visitor {
    camera: Option<Camera>,
    references: References,
    stops: Vec<&'static str>,
    /// What keeps someone from using a page, in words.
    barriers: Vec<String>,
}

impl Visitor {
    /// Begins with nothing found.
    pub(super) fn begin() -> Result<Visitor> {
        Ok(Visitor {
            camera: Camera::wanted(),
            references: References::begin()?,
            stops: Vec::new(),
            barriers: Vec::new(),
        })
    }

    /// Looks at the page as it is now, under a name of its own.
    pub(super) async fn stop(&mut self, window: &Window<'_>, stop: &'static str) -> Result<()> {
        self.stops.push(stop);
        let all = self.camera.is_some();
        let wanted = |look: &Look| all || *look == Look::USUAL || References::want(*look, stop);
        for look in Look::all().filter(wanted) {
            self.look(window, look, stop)
                .await
                .with_context(|| format!("at {stop}, {} {}", look.language, look.appearance()))?;
        }
        if let Some(camera) = &self.camera {
            camera.lay_out(&self.stops)?;
        }
        Look::USUAL.put_on(window).await
    }

    async fn look(&mut self, window: &Window<'_>, look: Look, stop: &str) -> Result<()> {
        look.put_on(window).await?;
        let picture = window.picture().await?;
        if References::want(look, stop) {
            self.references.compare(look, stop, &picture)?;
        }
        if let Some(camera) = &self.camera {
            camera.keep(look, stop, &picture)?;
        }
        let mut found = audit::audit(window, look.dark).await?;
        found.extend(contrast::faint(window, &Picture::decode(&picture)?).await?);
        found.extend(sizes::misfits(window).await?);
        self.barriers.extend(
            found
                .into_iter()
                .map(|what| format!("{stop}, {} {}: {what}", look.language, look.appearance())),
        );
        Ok(())
    }

    /// Looks only at whether everything on the page has its room.
    pub(super) async fn measure(&mut self, window: &Window<'_>, place: &str) -> Result<()> {
        let all = self.camera.is_some();
        let wanted = |look: &Look| *look == Look::USUAL || (all && !look.dark);
        for look in Look::all().filter(wanted) {
            look.put_on(window).await?;
            let found = sizes::misfits(window).await?;
            let language = look.language;
            self.barriers.extend(
                found
                    .into_iter()
                    .map(|what| format!("{place}, {language}: {what}")),
            );
        }
        Look::USUAL.put_on(window).await
    }

    /// Moves each button in sight by a few pixels, and fails when the picture is still taken for its reference.
    pub(super) async fn moves_buttons(&self, window: &Window<'_>, stop: &str) -> Result<()> {
        let mut moved = 0;
        loop {
            let name = window.run(MOVE, vec![json!(moved), json!("5px")]).await?;
            let Some(name) = name.as_str() else {
                ensure!(moved > 5, "only {moved} buttons could be moved");
                return Ok(());
            };
            window.painted().await?;
            let picture = Picture::decode(&window.picture().await?)?;
            let likeness = self.references.likeness(Look::USUAL, stop, &picture)?;
            ensure!(likeness != Likeness::Same, "nobody sees {name:?} moved");
            window.run(MOVE, vec![json!(moved), json!("none")]).await?;
            moved += 1;
        }
    }

    /// Fails with all that was found.
    pub(super) fn end(self) -> Result<()> {
        ensure!(self.stops == STOPS, "the stops were {:?}", self.stops);
        let found: Vec<String> = self
            .barriers
            .into_iter()
            .chain(self.references.end())
            .collect();
        ensure!(found.is_empty(), "{}", found.join("\n"));
        Ok(())
    }
}
