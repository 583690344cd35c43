//! Whether everything has the room that it needs: nothing is wider than its page, no words are cut short or lie on others,
//! what can be pressed is no smaller than a shaky hand hits, and what stands in a row is not broken up.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::harness::Window;

/// The least width and height of what can be pressed, in CSS pixels: that of WCAG 2.2 AA, without its leave for what
/// stands apart.
const TARGET: f64 = 24.0;

/// What is too wide or too small on the page as it is now, as lines.
const MISFITS: &str = "
    const least = arguments[0];
    const called = (element) => `${element.outerHTML.match(/^<[^ >]*/)[0]} class=\"${element.className}\"> `
        + `${(element.ariaLabel ?? element.textContent).trim().slice(0, 40)}`;
    const found = [];
    for (const element of [document.documentElement, ...document.querySelectorAll('body *')]) {
        // A table of a file's rows, and what is typed, are as wide as they are.
        const may = element.matches('[role=grid], pre, input, textarea');
        const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX) || element === document.documentElement;
        if (scrolls && !may && element.scrollWidth > element.clientWidth) {
            found.push(`${element.scrollWidth} wide in ${element.clientWidth}: ${called(element)}`);
        }
    }
    const pressed = 'button, a[href], summary, input, textarea, [role=option], [role=tab], [role^=menuitem]';
    for (const element of document.querySelectorAll(pressed)) {
        // A box to tick is drawn and pressed by its label.
        const target = element.matches('[type=checkbox], [type=radio]') ? element.closest('label') ?? element : element;
        const { width, height } = target.getBoundingClientRect();
        const inSentence = element.matches('a') && getComputedStyle(element).display === 'inline';
        // What is cut away is there for screen readers alone.
        const shown = target.checkVisibility() && !target.closest('[inert], [aria-hidden=true], .visually-hidden, [style*=clip-path]');
        if (shown && !inSentence && Math.min(width, height) < least - 0.1) {
            found.push(`${width.toFixed(1)} by ${height.toFixed(1)} to press: ${called(target)}`);
        }
    }
    // As many cards in each line, where that can be.
    for (const list of document.querySelectorAll('.radio-cards-list')) {
        const lines = new Map();
        for (const { offsetTop } of list.children) lines.set(offsetTop, (lines.get(offsetTop) ?? 0) + 1);
        const uneven = new Set(lines.values()).size > 1;
        if (uneven && list.children.length % 2 === 0) found.push(`${[...lines.values()]} in a line: ${called(list)}`);
    }
    // The steps to the first file in one line, where they are in one row.
    const range = document.createRange();
    for (const step of document.querySelectorAll('.steps-row > li > :last-child')) {
        range.selectNodeContents(step);
        const inRow = getComputedStyle(step.closest('ol')).flexDirection === 'row';
        if (inRow && range.getClientRects().length > 1) found.push(`in two lines: ${called(step)}`);
    }
    // All words are there. A table of a file's rows cuts its cells: they are told in full beside it.
    for (const element of document.querySelectorAll('body *')) {
        const { overflowX, overflowY } = getComputedStyle(element);
        const cuts = [overflowX, overflowY].some((overflow) => /hidden|clip/.test(overflow));
        // What is a point is there for screen readers alone.
        const may = element.clientWidth <= 1 || element.closest('[role=grid], .visually-hidden, [style*=clip-path]')
            || element.textContent.trim() === '';
        const across = element.scrollWidth - element.clientWidth;
        const down = element.scrollHeight - element.clientHeight;
        if (cuts && !may && Math.max(across, down) > 1) {
            found.push(`cut by ${across} across and ${down} down: ${called(element)}`);
        }
    }
    const pen = document.createElement('canvas').getContext('2d');
    for (const field of document.querySelectorAll('input:placeholder-shown')) {
        const style = getComputedStyle(field);
        pen.font = style.font;
        const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        const needed = pen.measureText(field.placeholder).width;
        if (field.placeholder && field.checkVisibility() && needed > room) {
            found.push(`${needed.toFixed(0)} wide in ${room}: ${field.placeholder}`);
        }
    }
    // No words lie on others of the same layer.
    const seen = (node) => {
        range.selectNodeContents(node);
        return [...range.getClientRects()].map((rect) => {
            let { left, right, top, bottom } = rect;
            for (let around = node.parentElement; around; around = around.parentElement) {
                if (getComputedStyle(around).overflow === 'visible') continue;
                const box = around.getBoundingClientRect();
                [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
                [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
            }
            return { left, right, top, bottom };
        });
    };
    const layers = new Map();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (node.data.trim() === '' || !node.parentElement.checkVisibility()) continue;
        // What stays while a page moves covers it.
        let layer = node.parentElement;
        while (layer !== document.body && !/sticky|fixed/.test(getComputedStyle(layer).position)
            && !layer.matches('[role=dialog], [role=alertdialog], .popover, main, nav')) layer = layer.parentElement;
        if (!layers.has(layer)) layers.set(layer, []);
        layers.get(layer).push(...seen(node).map((rect) => ({ ...rect, node })));
    }
    for (const rects of layers.values()) {
        rects.forEach((one, at) => {
            const other = rects.slice(at + 1).find((other) => other.node !== one.node
                && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 3
                && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 5);
            if (other) found.push(`one on the other: ${one.node.data.slice(0, 40)} / ${other.node.data.slice(0, 40)}`);
        });
    }
    return found;";

/// What is wider than its place, cut short, too small to be pressed, or broken up.
pub(super) async fn misfits(window: &Window<'_>) -> Result<Vec<String>> {
    let found = window.run(MISFITS, vec![json!(TARGET)]).await?;
    let found = found.as_array().context("no list of misfits")?;
    Ok(found
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect())
}
