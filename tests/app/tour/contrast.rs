//! The contrast of what is drawn, measured in the pixels of a picture.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::likeness::Picture;
use crate::harness::Window;

/// What WCAG asks of text, in the AA level.
const ENOUGH: f64 = 4.5;

/// Where the first lines of texts are that can be used and are in sight and in front, in pixels of a picture so wide: x, y,
/// width, height, words.
const TEXTS: &str = "
    const scale = arguments[0] / innerWidth;
    const found = [];
    const note = (element, { x, y, width, height }, words) => {
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        const inFront = top && (top.contains(element) || element.contains(top));
        let inSight = element.checkVisibility();
        // Whatever scrolls, the window as well, may cut off a part.
        for (let around = element; around && inSight; around = around.parentElement) {
            const cuts = around.matches('html') || getComputedStyle(around).overflow !== 'visible';
            const edges = around.getBoundingClientRect();
            inSight = !cuts || x >= edges.x && x + width <= edges.right && y >= edges.y && y + height <= edges.bottom;
        }
        const off = element.closest('[data-disabled], [aria-disabled=true], :disabled, .visually-hidden, [aria-hidden=true]');
        if (words && inFront && inSight && width > 4 && height > 4 && !off) {
            found.push([...[x, y, width, height].map((side) => Math.round(side * scale)), words.slice(0, 60)]);
        }
    };
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        range.selectNodeContents(text);
        const [line] = range.getClientRects();
        if (line) note(text.parentElement, line, text.data.trim());
    }
    for (const field of document.querySelectorAll('input, textarea')) {
        const { x, y, width, height } = field.getBoundingClientRect();
        const edge = 4;
        const inside = { x: x + edge, y: y + edge, width: width - 2 * edge, height: height - 2 * edge };
        note(field, inside, field.value || field.placeholder);
    }
    return found;";

/// The texts on the page whose ink does not stand out enough from what they are written on.
pub(super) async fn faint(window: &Window<'_>, picture: &Picture) -> Result<Vec<String>> {
    let texts = window.run(TEXTS, vec![json!(picture.width())]).await?;
    let texts = texts.as_array().context("no list of texts")?;
    let mut found = Vec::new();
    for text in texts {
        let side = |index: usize| -> Option<usize> { text[index].as_u64()?.try_into().ok() };
        let (Some(x), Some(y), Some(width), Some(height)) = (side(0), side(1), side(2), side(3))
        else {
            continue;
        };
        let contrast = strongest(&picture.part(x, y, width, height));
        if contrast < ENOUGH {
            let words = text[4].as_str().unwrap_or_default();
            found.push(format!("contrast of {contrast:.1} to 1: {words:?}"));
        }
    }
    ensure!(texts.len() > 2, "there is nothing to measure: {texts:?}");
    Ok(found)
}

/// The contrast between the colour that most of the pixels have and the one that differs most from it.
fn strongest(pixels: &[[u8; 3]]) -> f64 {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let Some((ground, _)) = counts.iter().max_by_key(|(_, count)| **count) else {
        return 1.0;
    };
    counts
        .keys()
        .map(|ink| contrast(*ground, *ink))
        .fold(1.0, f64::max)
}

/// The contrast of two colours as WCAG defines it: 1 for the same, 21 for black on white.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_are_those_of_the_guidelines() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        assert!((contrast([90, 30, 200], [90, 30, 200]) - 1.0).abs() < 0.01);
        // The lightest grey that may be on white.
        assert!(contrast([118; 3], [255; 3]) > ENOUGH);
        assert!(contrast([119; 3], [255; 3]) < ENOUGH);
    }

    #[test]
    fn ink_is_found_on_its_ground_and_too_little_of_it_is_seen() {
        let ground = [250; 3];
        let mut written = vec![ground; 90];
        // The edges of letters are paler than their ink.
        written.extend([[180; 3]; 8]);
        assert!(strongest(&written) < ENOUGH);
        written.extend([[20; 3]; 2]);
        assert!(strongest(&written) > 10.0);
        assert!((strongest(&[ground; 10]) - 1.0).abs() < 0.01);
    }
}
