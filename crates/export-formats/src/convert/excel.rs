//! An Excel workbook, written as a stream.
//!
//! The rows go straight into the archive: nothing is kept but the first of them, from which the columns' widths are
//! taken, and there is no temporary file. Text is written in the cells themselves, because the list of shared strings
//! that Excel writes would have to be kept until the end.

mod archive;

use std::fmt::{self, Write as _};
use std::io::{self, Seek, Write};
use std::sync::Arc;

use archive::{Archive, PIECE};

use super::{Made, Outcome, Table};
use crate::look::{FileKind, Places};
use crate::number::{MILLIS, number};
use crate::plain::plain_xml;
use crate::records::Kind;
use crate::row::Values;

/// The most UTF-16 units that a cell of Excel holds.
const CELL_UNITS: usize = 32_767;

/// What the columns of milliseconds become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durations {
    /// Numbers of milliseconds.
    #[default]
    Milliseconds,
    /// Numbers of hours, with two decimals shown. A header that was not given gets `(h)` after it.
    Hours,
    /// Durations of Excel, shown as hours, minutes and seconds. A header that was not given gets `(h:mm:ss)` after it.
    /// Negative ones stay text, because Excel can't show them.
    Excel,
}

/// Makes the lines of an [`About`] sheet.
pub type AboutLines = Arc<dyn Fn(&Outcome) -> Vec<(String, String)> + Send + Sync>;

/// A last sheet that says what the others are.
#[derive(Clone)]
pub struct About {
    /// The sheet's name, such as "About this export".
    pub sheet: String,
    /// Its lines, each a label and a text. They are asked for when everything else is written.
    pub lines: AboutLines,
}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("About")
            .field("sheet", &self.sheet)
            .finish_non_exhaustive()
    }
}

/// How an Excel workbook is written.
///
/// Excel's limits on the names of sheets are kept by changing them: characters it refuses become spaces, and what is
/// longer than 31 characters is cut.
#[derive(Debug, Clone)]
pub struct ExcelOptions {
    /// What the columns of milliseconds become.
    pub durations: Durations,
    /// Name of the sheet with the rows. Those that continue it get a number after it.
    pub sheet: String,
    /// What stands at the end of cells that were cut.
    pub cut_mark: String,
    /// A sheet about the export.
    pub about: Option<About>,
}

impl Default for ExcelOptions {
    fn default() -> Self {
        ExcelOptions {
            durations: Durations::default(),
            sheet: "Export".into(),
            cut_mark: " [\u{2026}]".into(),
            about: None,
        }
    }
}

/// What ends a sheet.
struct Limits {
    /// Rows, the header counted.
    rows: u32,
    /// Bytes of XML: archives with larger parts need an extension that not every reader knows.
    bytes: u64,
}

const EXCEL: Limits = Limits {
    rows: 1_048_576,
    bytes: u32::MAX as u64 - 1024 * 1024,
};

/// Rows that the widths of the columns are taken from.
const FIRST_ROWS: u32 = 100;

// Places of the formats in STYLES.
const BOLD: u8 = b'1';
const WHOLE: u8 = b'2';
pub(crate) const HUNDREDTHS: u8 = b'3';
pub(crate) const DURATION: u8 = b'4';

/// Writes rows into the sheets of a workbook.
pub(super) struct Excel<W: Write + Seek> {
    archive: Archive<W>,
    options: ExcelOptions,
    limits: Limits,
    columns: Vec<Column>,
    /// Sheets with rows that are complete.
    sheets: Vec<Sheet>,
    /// XML of rows that is not in the archive yet.
    xml: Vec<u8>,
    /// The number of the first of them in all of the workbook, from 0.
    first: Option<u64>,
    /// Rows of the sheet that is being written.
    rows: u32,
    /// Bytes of that sheet that are in the archive, once its head is.
    written: Option<u64>,
    /// The number of the row that is being written, as text.
    row: String,
    cut_cells: u64,
    not_numbers: u64,
}

struct Column {
    header: String,
    letters: String,
    millis: bool,
    /// Characters that it should have room for.
    width: usize,
}

struct Sheet {
    name: String,
    rows: u32,
    filtered: bool,
}

impl<W: Write + Seek> Excel<W> {
    pub(super) fn new(target: W, options: ExcelOptions) -> Self {
        Self::with_limits(target, options, EXCEL)
    }

    fn with_limits(target: W, options: ExcelOptions, limits: Limits) -> Self {
        Excel {
            archive: Archive::new(target),
            options,
            limits,
            columns: Vec::new(),
            sheets: Vec::new(),
            xml: Vec::with_capacity(PIECE + PIECE / 8),
            first: None,
            rows: 0,
            written: None,
            row: String::new(),
            cut_cells: 0,
            not_numbers: 0,
        }
    }

    /// Adds a part to the archive.
    fn part(&mut self, path: &str, text: impl Into<Vec<u8>>) -> io::Result<()> {
        // Its places are no rows'.
        let mut places = Places::new();
        self.archive.start(path)?;
        self.archive.add(text.into(), None, &mut places)?;
        self.archive.end(&mut places)
    }

    fn header(&mut self) {
        self.start_row();
        for place in 0..self.columns.len() {
            let column = &self.columns[place];
            let (text, cut) = fitting(column.header.as_bytes(), &self.options.cut_mark);
            self.cut_cells += u64::from(cut);
            open_cell(&mut self.xml, &column.letters, &self.row, Some(BOLD));
            inline_text(&mut self.xml, &text);
        }
        self.end_row();
    }

    fn start_row(&mut self) {
        self.rows += 1;
        self.row.clear();
        // Writing to a string can't fail.
        let _ = write!(self.row, "{}", self.rows);
        self.xml.extend_from_slice(b"<row r=\"");
        self.xml.extend_from_slice(self.row.as_bytes());
        self.xml.extend_from_slice(b"\">");
    }

    fn end_row(&mut self) {
        self.xml.extend_from_slice(b"</row>");
    }

    fn cells(&mut self, row: Values<'_, false>) {
        let measured = self.sheets.is_empty() && self.rows <= FIRST_ROWS;
        for (column, cell) in self.columns.iter_mut().zip(row.cells()) {
            let Some((kind, value)) = cell else { continue };
            if kind == Kind::Null || value.is_empty() {
                continue;
            }
            if column.millis {
                if let Some((number, format)) = in_unit(value, self.options.durations) {
                    open_cell(&mut self.xml, &column.letters, &self.row, Some(format));
                    // A vector takes everything.
                    let _ = write!(self.xml, "><v>{number}</v></c>");
                    continue;
                }
                self.not_numbers += 1;
            }
            if measured {
                column.width = column.width.max(width(value));
            }
            let (text, cut) = fitting(value, &self.options.cut_mark);
            self.cut_cells += u64::from(cut);
            open_cell(&mut self.xml, &column.letters, &self.row, None);
            inline_text(&mut self.xml, &text);
        }
    }

    /// Gives the rows to the archive when there are enough of them.
    fn relieve(&mut self, places: &mut Places) -> io::Result<()> {
        if self.xml.len() >= PIECE {
            self.write(places)?;
        }
        Ok(())
    }

    fn write(&mut self, places: &mut Places) -> io::Result<()> {
        let room = Vec::with_capacity(self.xml.capacity());
        let mut piece = std::mem::replace(&mut self.xml, room);
        if self.written.is_none() {
            self.archive
                .start(&sheet_path(self.sheets.len() as u64 + 1))?;
            piece = [self.head().as_bytes(), &piece].concat();
        }
        self.written = Some(self.written.unwrap_or(0) + piece.len() as u64);
        self.archive.add(piece, self.first.take(), places)
    }

    /// What comes before a sheet's rows: the frozen header, and the widths of the columns.
    fn head(&self) -> String {
        let selected = if self.sheets.is_empty() {
            " tabSelected=\"1\""
        } else {
            ""
        };
        let mut head = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView{selected} workbookViewId=\"0\">"
        );
        if !self.columns.is_empty() {
            head += "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/>";
        }
        head += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>";
        if !self.columns.is_empty() {
            head += "<cols>";
            for (place, column) in self.columns.iter().enumerate() {
                head += &col(place + 1, column.width);
            }
            head += "</cols>";
        }
        head + "<sheetData>"
    }

    fn end_sheet(&mut self, places: &mut Places) -> io::Result<()> {
        let name = self.sheet_name();
        let sheet = Sheet {
            name,
            rows: self.rows,
            filtered: !self.columns.is_empty(),
        };
        let mut tail = String::from("</sheetData>");
        if sheet.filtered {
            tail += &format!(
                "<autoFilter ref=\"A1:{}{}\"/>",
                self.last_column(),
                self.rows
            );
        }
        tail += "</worksheet>";
        self.xml.extend_from_slice(tail.as_bytes());
        self.write(places)?;
        self.archive.end(places)?;
        self.sheets.push(sheet);
        (self.rows, self.written) = (0, None);
        Ok(())
    }

    fn last_column(&self) -> &str {
        self.columns.last().map_or("A", |column| &column.letters)
    }

    /// The name of the sheet that is being written.
    fn sheet_name(&self) -> String {
        match self.sheets.len() {
            0 => sheet_name(&self.options.sheet, ""),
            before => sheet_name(&self.options.sheet, &format!(" ({})", before + 1)),
        }
    }

    fn about(&mut self, about: &About, outcome: &Outcome) -> io::Result<()> {
        let lines = (about.lines)(outcome);
        let labels = lines.iter().map(|(label, _)| width(label.as_bytes()));
        let mut xml = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>{}{}</cols><sheetData>",
            col(1, labels.max().unwrap_or(0)),
            col(2, WIDEST),
        )
        .into_bytes();
        for (index, (label, text)) in lines.iter().enumerate() {
            let row = (index + 1).to_string();
            xml.extend_from_slice(format!("<row r=\"{row}\">").as_bytes());
            for (letters, format, text) in [("A", Some(BOLD), label), ("B", None, text)] {
                if !text.is_empty() {
                    open_cell(&mut xml, letters, &row, format);
                    inline_text(
                        &mut xml,
                        &fitting(text.as_bytes(), &self.options.cut_mark).0,
                    );
                }
            }
            xml.extend_from_slice(b"</row>");
        }
        xml.extend_from_slice(b"</sheetData></worksheet>");
        self.part(&sheet_path(self.sheets.len() as u64 + 1), xml)?;
        let taken: Vec<String> = self
            .sheets
            .iter()
            .map(|sheet| sheet.name.to_lowercase())
            .collect();
        let mut name = sheet_name(&about.sheet, "");
        let mut number = 1;
        while taken.contains(&name.to_lowercase()) {
            number += 1;
            name = sheet_name(&about.sheet, &format!(" ({number})"));
        }
        self.sheets.push(Sheet {
            name,
            rows: 0,
            filtered: false,
        });
        Ok(())
    }

    /// What holds the sheets together.
    fn workbook(&mut self) -> io::Result<()> {
        let mut types = format!(
            "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{SPREADSHEET}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{SPREADSHEET}.styles+xml\"/>"
        );
        let mut relations = format!(
            "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId0\" Type=\"{RELATION}/styles\" Target=\"styles.xml\"/>"
        );
        let mut sheets = String::new();
        let mut filters = String::new();
        for (index, sheet) in self.sheets.iter().enumerate() {
            let number = index + 1;
            types += &format!(
                "<Override PartName=\"/{}\" ContentType=\"{SPREADSHEET}.worksheet+xml\"/>",
                sheet_path(number as u64)
            );
            relations += &format!(
                "<Relationship Id=\"rId{number}\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let name = attribute(&sheet.name);
            sheets +=
                &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            if sheet.filtered {
                let name = name.replace('\'', "''");
                let (column, rows) = (self.last_column(), sheet.rows);
                filters += &format!(
                    "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{index}\" hidden=\"1\">'{name}'!$A$1:${column}${rows}</definedName>"
                );
            }
        }
        types += "</Types>";
        relations += "</Relationships>";
        if !filters.is_empty() {
            filters = format!("<definedNames>{filters}</definedNames>");
        }
        let workbook = format!(
            "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATION}\"><bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>{filters}</workbook>"
        );
        let root = format!(
            "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        self.part("xl/workbook.xml", workbook)?;
        self.part("xl/_rels/workbook.xml.rels", relations)?;
        self.part("xl/styles.xml", format!("{DECLARATION}{STYLES}"))?;
        self.part("_rels/.rels", root)?;
        self.part("[Content_Types].xml", types)
    }
}

impl<W: Write + Seek> Table<false> for Excel<W> {
    fn begin(&mut self, names: &[String], headers: &[String]) -> io::Result<()> {
        for (place, (name, header)) in names.iter().zip(headers).enumerate() {
            let millis = MILLIS.contains(&name.as_str());
            let unit = match self.options.durations {
                Durations::Hours if millis && name == header => " (h)",
                Durations::Excel if millis && name == header => " (h:mm:ss)",
                _ => "",
            };
            let header = format!("{header}{unit}");
            self.columns.push(Column {
                letters: letters(place),
                millis,
                // The filter's button takes some room.
                width: width(header.as_bytes()) + 3,
                header,
            });
        }
        self.header();
        Ok(())
    }

    fn row(&mut self, number: u64, row: Values<'_, false>, places: &mut Places) -> io::Result<()> {
        if self.rows == self.limits.rows {
            self.end_sheet(places)?;
            self.header();
        }
        let start = self.xml.len();
        let counts = (self.cut_cells, self.not_numbers);
        self.start_row();
        self.cells(row);
        self.end_row();
        let bytes = self.written.unwrap_or(0) + self.xml.len() as u64;
        if bytes > self.limits.bytes && self.rows > 2 {
            // It is written again, with its number on the next sheet.
            self.xml.truncate(start);
            self.rows -= 1;
            (self.cut_cells, self.not_numbers) = counts;
            self.end_sheet(places)?;
            self.header();
            self.start_row();
            self.cells(row);
            self.end_row();
        }
        self.first.get_or_insert(number);
        self.relieve(places)
    }

    fn end(&mut self, outcome: &mut Outcome, places: &mut Places) -> io::Result<Option<Made>> {
        self.end_sheet(places)?;
        outcome.cut_cells = self.cut_cells;
        outcome.not_numbers = self.not_numbers;
        outcome.sheets = u32::try_from(self.sheets.len()).unwrap_or(u32::MAX);
        if let Some(about) = self.options.about.take() {
            self.about(&about, outcome)?;
        }
        self.workbook()?;
        let bytes = self.archive.finish()?;
        let columns = std::mem::take(&mut self.columns);
        Ok((!columns.is_empty()).then(|| Made {
            kind: FileKind::Excel,
            columns: columns.into_iter().map(|column| column.header).collect(),
            bytes,
        }))
    }
}

/// A value of a column of milliseconds in its unit, and how that is shown.
fn in_unit(value: &[u8], unit: Durations) -> Option<(f64, u8)> {
    let millis = number(value)?;
    match unit {
        Durations::Milliseconds => Some((millis, WHOLE)),
        Durations::Hours => Some((millis / 3_600_000.0, HUNDREDTHS)),
        Durations::Excel if millis < 0.0 => None,
        Durations::Excel => Some((millis / 86_400_000.0, DURATION)),
    }
}

/// A cell's text, cut with a mark if Excel could not hold it, and whether it was.
fn fitting<'a>(text: &'a [u8], mark: &str) -> (std::borrow::Cow<'a, [u8]>, bool) {
    // UTF-16 has never more units than UTF-8 has bytes.
    if text.len() <= CELL_UNITS {
        return (text.into(), false);
    }
    // A reader's text is UTF-8, always.
    let text = String::from_utf8_lossy(text);
    let mut room = CELL_UNITS.saturating_sub(mark.encode_utf16().count());
    if text.encode_utf16().count() <= CELL_UNITS {
        return (text.into_owned().into_bytes().into(), false);
    }
    let kept = text.char_indices().find(|(_, character)| {
        let fits = character.len_utf16() <= room;
        room = room.saturating_sub(character.len_utf16());
        !fits
    });
    let end = kept.map_or(text.len(), |(at, _)| at);
    (format!("{}{mark}", &text[..end]).into_bytes().into(), true)
}

fn open_cell(xml: &mut Vec<u8>, letters: &str, row: &str, format: Option<u8>) {
    xml.extend_from_slice(b"<c r=\"");
    xml.extend_from_slice(letters.as_bytes());
    xml.extend_from_slice(row.as_bytes());
    xml.push(b'"');
    if let Some(format) = format {
        xml.extend_from_slice(&[b' ', b's', b'=', b'"', format, b'"']);
    }
}

/// The rest of a cell of text.
fn inline_text(xml: &mut Vec<u8>, text: &[u8]) {
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    if edge(text.first()) || edge(text.last()) {
        xml.extend_from_slice(b" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    } else {
        xml.extend_from_slice(b" t=\"inlineStr\"><is><t>");
    }
    escaped(xml, text);
    xml.extend_from_slice(b"</t></is></c>");
}

/// Text as Excel stores it: what XML can't hold as `_xHHHH_`, and an underscore that looks like one of those as well.
fn escaped(xml: &mut Vec<u8>, mut text: &[u8]) {
    loop {
        let plain = plain_xml(text);
        xml.extend_from_slice(&text[..plain]);
        text = &text[plain..];
        let (replacement, taken): (&[u8], usize) = match text {
            [] => return,
            [b'&', ..] => (b"&amp;", 1),
            [b'<', ..] => (b"&lt;", 1),
            [b'>', ..] => (b"&gt;", 1),
            [0xef, 0xbf, 0xbe, ..] => (b"_xFFFE_", 3),
            [0xef, 0xbf, 0xbf, ..] => (b"_xFFFF_", 3),
            [b'_', b'x' | b'X', a, b, c, d, b'_', ..]
                if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) =>
            {
                (b"_x005F_", 1)
            }
            [control @ (0..=8 | 11..=31), ..] => {
                // A vector takes everything.
                let _ = write!(xml, "_x{control:04X}_");
                (b"", 1)
            }
            [byte, ..] => (std::slice::from_ref(byte), 1),
        };
        xml.extend_from_slice(replacement);
        text = &text[taken..];
    }
}

/// The text of an attribute, whose control characters were replaced before.
fn attribute(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// A name that Excel accepts for a sheet, with a number after it.
fn sheet_name(wanted: &str, number: &str) -> String {
    const LONGEST: usize = 31;
    let refused =
        |character: char| character.is_control() || "[]:*?/\\\u{fffe}\u{ffff}".contains(character);
    let name = wanted.replace(refused, " ");
    let name = name.trim_matches(|character: char| character == '\'' || character.is_whitespace());
    let name = if name.is_empty() { "Export" } else { name };
    let mut room = LONGEST - number.len();
    let end = name.char_indices().find(|(_, character)| {
        let fits = character.len_utf16() <= room;
        room = room.saturating_sub(character.len_utf16());
        !fits
    });
    let name = &name[..end.map_or(name.len(), |(at, _)| at)];
    format!("{}{number}", name.trim_end_matches('\''))
}

/// Where a sheet lies in a workbook, the first having the number 1.
pub(crate) fn sheet_path(number: u64) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// A column's letters, the first place being 0 and A.
fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters
        .iter()
        .rev()
        .map(|&letter| char::from(letter))
        .collect()
}

/// The widest that a column is made, in characters.
const WIDEST: usize = 60;

/// Characters of the longest line, as far as they matter.
fn width(text: &[u8]) -> usize {
    let characters = |line: &[u8]| {
        let line = &line[..line.len().min(4 * WIDEST)];
        // A character of UTF-8 has one byte that continues none.
        line.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
    };
    let lines = text.split(|&byte| byte == b'\n').take(20);
    lines.map(characters).max().unwrap_or(0).min(WIDEST)
}

fn col(number: usize, characters: usize) -> String {
    let width = (characters + 1).clamp(9, WIDEST);
    format!("<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>")
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The default format, and those of BOLD, WHOLE, HUNDREDTHS and DURATION.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"5\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
<xf numFmtId=\"1\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
<xf numFmtId=\"2\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
<xf numFmtId=\"46\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

#[cfg(test)]
mod tests;
