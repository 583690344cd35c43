//! Whether two pictures show the same, for an eye that does not mind how letters are smoothed.

use std::fmt;
use std::io::Cursor;

use anyhow::{Context, Result, ensure};

/// How many pixels around its place a colour is looked for: hinting moves the edge of a letter by one at most.
const REACH: usize = 1;

/// How far a colour may be from all between the darkest and the lightest around its place, of 255.
const NEAR: u8 = 24;

/// How many pixels may be another colour: the corners of a few letters, the arc of a circle that begins within a pixel. A
/// small arrow that moved changes more.
const FEW: usize = 32;

/// A decoded picture.
pub(super) struct Picture {
    width: usize,
    height: usize,
    /// Red, green and blue of each pixel.
    pixels: Vec<[u8; 3]>,
}

/// Where two pictures differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Nowhere that matters.
    Same,
    /// They have other sizes.
    OtherSize,
    /// In so many pixels, the first of which is there.
    Differs { pixels: usize, at: (usize, usize) },
}

impl fmt::Display for Likeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Likeness::Same => write!(f, "the same"),
            Likeness::OtherSize => write!(f, "of another size"),
            Likeness::Differs { pixels, at: (x, y) } => {
                write!(f, "different in {pixels} pixels, the first at {x},{y}")
            }
        }
    }
}

impl Picture {
    /// Reads a PNG file of eight bits a colour.
    pub(super) fn decode(png: &[u8]) -> Result<Self> {
        let mut decoder = png::Decoder::new(Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
        let mut reader = decoder.read_info()?;
        let size = reader
            .output_buffer_size()
            .context("the picture is too large")?;
        let mut bytes = vec![0; size];
        let info = reader.next_frame(&mut bytes)?;
        let samples = info.color_type.samples();
        ensure!(samples >= 1, "the picture has no colours");
        let pixels = bytes[..info.buffer_size()]
            .chunks_exact(samples)
            .map(|pixel| match pixel {
                [red, green, blue, ..] => [*red, *green, *blue],
                [grey, ..] => [*grey; 3],
                [] => [0; 3],
            })
            .collect();
        Ok(Picture {
            width: info.width as usize,
            height: info.height as usize,
            pixels,
        })
    }

    /// How wide it is, in pixels.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// How like another picture it is.
    pub(super) fn likeness(&self, other: &Picture) -> Likeness {
        if (self.width, self.height) != (other.width, other.height) {
            return Likeness::OtherSize;
        }
        // Both ways: what is new in one is missing in the other.
        let mut strays = self.strays(other).chain(other.strays(self));
        let Some(at) = strays.next() else {
            return Likeness::Same;
        };
        match 1 + strays.count() {
            ..=FEW => Likeness::Same,
            pixels => Likeness::Differs { pixels, at },
        }
    }

    /// The colours of a part, as far as the picture goes.
    pub(super) fn part(
        &self,
        left: usize,
        top: usize,
        width: usize,
        height: usize,
    ) -> Vec<[u8; 3]> {
        let columns = left..(left + width).min(self.width);
        (top..(top + height).min(self.height))
            .flat_map(|y| columns.clone().map(move |x| (x, y)))
            .map(|(x, y)| self.at(x, y))
            .collect()
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels[y * self.width + x]
    }

    /// Where it has a colour that the other has nowhere near.
    fn strays<'p>(&'p self, other: &'p Picture) -> impl Iterator<Item = (usize, usize)> + 'p {
        (0..self.height)
            .flat_map(move |y| (0..self.width).map(move |x| (x, y)))
            .filter(move |&(x, y)| {
                let colour = self.at(x, y);
                colour != other.at(x, y) && !other.has_near(x, y, colour)
            })
    }

    /// Whether a colour lies between those around a place, or close to them.
    fn has_near(&self, x: usize, y: usize, colour: [u8; 3]) -> bool {
        let (mut low, mut high) = ([u8::MAX; 3], [0; 3]);
        for y in y.saturating_sub(REACH)..=(y + REACH).min(self.height - 1) {
            for x in x.saturating_sub(REACH)..=(x + REACH).min(self.width - 1) {
                for (part, value) in self.at(x, y).into_iter().enumerate() {
                    low[part] = value.min(low[part]);
                    high[part] = value.max(high[part]);
                }
            }
        }
        (0..3).all(|part| {
            let value = colour[part];
            value.saturating_add(NEAR) >= low[part] && value <= high[part].saturating_add(NEAR)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: [u8; 3] = [255, 255, 255];
    const INK: [u8; 3] = [30, 30, 30];
    const BORDER: [u8; 3] = [200, 208, 214];

    /// White paper with lines of text that begin there, in strokes of one pixel that are so dark, and a button with a
    /// word and a thin, pale border.
    fn page(ink: [u8; 3], text: usize, button: (usize, usize)) -> Picture {
        let (width, height) = (400, 300);
        let mut page = Picture {
            width,
            height,
            pixels: vec![PAPER; width * height],
        };
        for line in (20..180).step_by(16) {
            for stroke in 0..60 {
                page.fill(text + stroke * 6, line, 1, 9, ink);
            }
        }
        let (x, y) = button;
        page.fill(x, y, 90, 30, BORDER);
        page.fill(x + 1, y + 1, 88, 28, PAPER);
        for stroke in 0..5 {
            page.fill(x + 30 + stroke * 6, y + 10, 1, 9, INK);
        }
        page
    }

    impl Picture {
        fn fill(&mut self, left: usize, top: usize, width: usize, height: usize, colour: [u8; 3]) {
            for y in top..top + height {
                for x in left..left + width {
                    self.pixels[y * self.width + x] = colour;
                }
            }
        }
    }

    #[test]
    fn a_page_is_like_itself() {
        let page = page(INK, 20, (200, 200));
        assert_eq!(page.likeness(&page), Likeness::Same);
    }

    #[test]
    fn letters_that_are_drawn_a_little_otherwise_are_the_same() {
        let usual = page(INK, 20, (200, 200));
        // Paler, and by a pixel to the right.
        for other in [
            page([50, 52, 48], 20, (200, 200)),
            page(INK, 21, (200, 200)),
        ] {
            assert_eq!(usual.likeness(&other), Likeness::Same);
        }
    }

    #[test]
    fn a_button_that_moved_by_a_few_pixels_is_seen() {
        let usual = page(INK, 20, (200, 200));
        for moved in [(204, 200), (197, 200), (200, 203), (200, 196), (260, 200)] {
            let likeness = usual.likeness(&page(INK, 20, moved));
            assert!(
                matches!(likeness, Likeness::Differs { .. }),
                "{moved:?}: {likeness}"
            );
        }
    }

    #[test]
    fn a_button_that_is_gone_and_a_page_of_another_size_are_seen() {
        let usual = page(INK, 20, (200, 200));
        let mut without = page(INK, 20, (200, 200));
        without.fill(200, 200, 90, 30, PAPER);
        assert!(matches!(usual.likeness(&without), Likeness::Differs { .. }));
        without.height -= 1;
        assert_eq!(usual.likeness(&without), Likeness::OtherSize);
    }
}
