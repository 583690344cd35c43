//! Lists for people: a line for each thing, its columns aligned.

use crate::failure::one_line;

/// The lines; the last column is as long as it likes.
pub(crate) fn table<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> String {
    let rows: Vec<[String; COLUMNS]> = rows
        .iter()
        .map(|row| std::array::from_fn(|column| one_line(&row[column])))
        .collect();
    let width = |column: usize| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(widths);
            let line: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            format!("{}\n", line.join("  ").trim_end())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_nothing_breaks_a_line() {
        assert_eq!(table::<2>(&[]), "");
        let rows = [["Ürün", "k"], ["Work\nplace", "key"], ["Last", ""]];
        let rows = rows.map(|row| row.map(str::to_owned));
        assert_eq!(table(&rows), "Ürün        k\nWork place  key\nLast\n");
    }
}
