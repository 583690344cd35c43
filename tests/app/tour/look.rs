//! How the window looks: its language and its colours, changed under its feet, so that one walk shows all of them.

use anyhow::Result;
use serde_json::json;

use crate::harness::{Window, until};

/// The languages of the window.
pub(super) const LANGUAGES: [&str; 5] = ["en", "es", "fr", "de", "tr"];

/// Picks a language as the settings page does, wherever the window is. A start in it would take a walk for each.
const SPEAK: &str = "
    const root = document.getElementById('root');
    const container = root[Object.keys(root).find((key) => key.startsWith('__reactContainer$'))];
    const fibers = [container.stateNode.current];
    while (fibers.length > 0) {
        const { memoizedProps, child, sibling } = fibers.pop();
        if (memoizedProps?.value?.ofComputer && memoizedProps.value.choose) {
            memoizedProps.value.choose(arguments[0]);
            return true;
        }
        fibers.push(...[sibling, child].filter(Boolean));
    }
    return false;";

/// One way in which the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// One of the window's languages.
    pub(super) language: &'static str,
    /// Whether it is dark.
    pub(super) dark: bool,
}

impl Look {
    /// How the walk itself sees the window.
    pub(super) const USUAL: Look = Look {
        language: "en",
        dark: false,
    };

    /// The same in the dark.
    pub(super) const DARK: Look = Look {
        dark: true,
        ..Look::USUAL
    };

    /// All there are.
    pub(super) fn all() -> impl Iterator<Item = Look> {
        LANGUAGES
            .into_iter()
            .flat_map(|language| [false, true].map(|dark| Look { language, dark }))
    }

    /// `light` or `dark`, as the settings have it.
    pub(super) fn appearance(self) -> &'static str {
        if self.dark { "dark" } else { "light" }
    }

    /// Gives the window this look.
    pub(super) async fn put_on(self, window: &Window<'_>) -> Result<()> {
        let shade = "document.documentElement.dataset.appearance = arguments[0]";
        window.run(shade, vec![json!(self.appearance())]).await?;
        let spoken = "return document.documentElement.lang";
        if window.run(spoken, vec![]).await? != self.language {
            let told = window.run(SPEAK, vec![json!(self.language)]).await?;
            anyhow::ensure!(told == true, "the window can't be told a language");
            until("the window in its language", async || {
                Ok(window.run(spoken, vec![]).await? == self.language)
            })
            .await?;
            // Rows keep their heights and what has opened its place until there is less room, or more.
            for width in ["calc(100% - 1px)", ""] {
                let page = "document.getElementById('root').style.inlineSize = arguments[0];
                    dispatchEvent(new Event('resize'))";
                window.run(page, vec![json!(width)]).await?;
                window.painted().await?;
            }
            // Texts of another length move what was in sight.
            window.run("window.inSight?.()", vec![]).await?;
        }
        window.still().await
    }
}
