//! Comma-separated tables (RFC 4180).

use csv_core::{ReadRecordResult, ReaderBuilder};

/// Rows of trimmed cells; empty lines are left out. Bytes that are no UTF-8 become a mark.
pub fn rows(mut bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut cells, mut ends) = (vec![0; bytes.len()], vec![0; bytes.len() + 1]);
    let (mut filled, mut ended) = (0, 0);
    let mut rows = Vec::new();
    loop {
        let (result, read, written, found) =
            reader.read_record(bytes, &mut cells[filled..], &mut ends[ended..]);
        bytes = &bytes[read..];
        (filled, ended) = (filled + written, ended + found);
        match result {
            ReadRecordResult::Record => {
                rows.push(row(&cells, &ends[..ended]));
                (filled, ended) = (0, 0);
            }
            // The next round, without input, tells the reader that this was all. A row is never
            // longer than the table, so there is always room.
            ReadRecordResult::InputEmpty => {}
            _ => return rows,
        }
    }
}

fn row(cells: &[u8], ends: &[usize]) -> Vec<String> {
    let starts = std::iter::once(&0).chain(ends);
    starts
        .zip(ends)
        .map(|(start, end)| String::from_utf8_lossy(&cells[*start..*end]).trim().to_owned())
        .collect()
}

/// A cell as a table can hold it.
pub fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_blank_lines_and_other_ends_of_lines() {
        let text = "\u{feff}a, b ,c\r\n\"x, \"\"y\"\"\",,\"two\nlines\"\n\n1,2";
        let found = rows(text.as_bytes(), b',');
        assert_eq!(found, [vec!["a", "b", "c"], vec!["x, \"y\"", "", "two\nlines"], vec!["1", "2"]]);
        assert!(rows(b"", b',').is_empty());
        assert_eq!(rows(b"\xff;x", b';'), [["\u{fffd}", "x"]]);
    }

    #[test]
    fn quoted_cells_come_back() {
        for cell in ["plain", "a,b", "say \"ah\"", "two\nlines"] {
            assert_eq!(rows(quoted(cell).as_bytes(), b','), [[cell]]);
        }
    }
}
