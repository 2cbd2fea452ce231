//! Every limit of a reading, in one place.

/// How much a reading may cost. The defaults carry an institution of 40,000 learners with their guardians; a file that
/// passes a limit is refused with a [`crate::Problem`] that names the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file as received.
    pub file_bytes: u64,
    /// Bytes of everything in an archive once uncompressed.
    pub unpacked_bytes: u64,
    /// Uncompressed bytes for one compressed byte, counted past the first megabyte. Real SIECLE files stay below 40.
    pub compression_ratio: u64,
    /// Files in an archive.
    pub entries: usize,
    /// Bytes of an archive inside an archive, which is held in memory. One level only.
    pub inner_archive_bytes: u64,
    /// Rows of a table, or records of an XML file.
    pub rows: u64,
    /// Columns of a table.
    pub columns: usize,
    /// Bytes of one cell, one attribute or one XML text.
    pub cell_bytes: usize,
    /// Bytes of one row, or of one XML tag.
    pub row_bytes: usize,
    /// Nesting of XML elements.
    pub xml_depth: usize,
    /// Bytes of text shared by the cells of a spreadsheet, which is held in memory.
    pub shared_text_bytes: usize,
    /// Problems told for one file; the rest is counted.
    pub problems: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            unpacked_bytes: 1 << 30,
            compression_ratio: 200,
            entries: 200,
            inner_archive_bytes: 64 << 20,
            rows: 500_000,
            columns: 256,
            cell_bytes: 4 << 10,
            row_bytes: 64 << 10,
            xml_depth: 32,
            shared_text_bytes: 32 << 20,
            problems: 1_000,
        }
    }
}
