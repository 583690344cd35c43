//! What axe finds in the real webview, where colours are drawn and sizes are real.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Window, checkout};

/// Runs axe by the rules of WCAG 2.2 AA, or by some of them, and gives what it finds as lines.
const AUDIT: &str = "
    const [rules, done] = arguments;
    const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const runOnly = rules ? { type: 'rule', values: rules } : all;
    // What axe can't know, and why it is right.
    const right = {
        // A list that is walked from the field above it, which keeps the focus.
        'scrollable-region-focusable': ({ id }) => id && document.querySelector(`input[aria-controls~='${id}']`),
        // What stands in an option besides its name describes it: it is picked by its name.
        'label-content-name-mismatch': (element) => element.matches('[role=option][aria-describedby]'),
        // Tab closes the list below a field before it could reach anything that the list hides.
        'aria-hidden-focus': () => document.querySelector('[role=combobox][aria-expanded=true]'),
    };
    axe.run(document, { runOnly, resultTypes: ['violations'], elementRef: true }).then(
        ({ violations, passes }) => done({
            passes: passes.length,
            found: violations.flatMap(({ id, nodes }) => nodes.filter(({ element }) => !right[id]?.(element)).map((node) =>
                `${id}: ${node.html.slice(0, 200)} ${[...node.any, ...node.all, ...node.none].map(({ message }) => message).join('; ')}`)),
        }),
        (error) => done({ passes: 0, found: [String(error)] }),
    )";

/// Brings axe into the page. Once for each start of the window.
pub(super) async fn begin(window: &Window<'_>) -> Result<()> {
    let axe = checkout()?.join("ui/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&axe).with_context(|| format!("{}", axe.display()))?;
    window.run(&axe, vec![]).await.map(drop)
}

/// What axe finds on the page as it is now. In the dark it looks at the contrast alone: dark is nothing but other values of
/// the colours in `tokens.css`, put on the page where it stands, so that structure, names and sizes are those that it sees
/// in the light at the same stop.
pub(super) async fn audit(window: &Window<'_>, dark: bool) -> Result<Vec<String>> {
    let rules = dark.then_some(["color-contrast"]);
    let report = window.run_async(AUDIT, vec![json!(rules)]).await?;
    let lines = report["found"].as_array().into_iter().flatten();
    let found = lines.filter_map(Value::as_str).map(str::to_owned).collect();
    // A page on which axe can check nothing was not audited.
    ensure!(
        report["passes"].as_u64() >= Some(if dark { 1 } else { 6 }),
        "axe checked nothing: {report}"
    );
    Ok(found)
}
