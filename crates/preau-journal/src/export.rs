//! The whole journal as two text files, and a verifier that needs nothing but them and the public key.
//!
//! `journal.jsonl` has one JSON object a line: first the entries of the tree in order, then those that wait.
//! `{"index":0,"id":…,"leaf":…,"salt":…,"body":{…}}` is an entry, `{"index":1,"id":…,"leaf":…,"erased_by":…}` one
//! whose body is gone. `checkpoints.txt` has the signed checkpoints, smallest first, one after the other; a line that
//! follows a signature line and is none itself begins the next.

use std::io::{BufRead, Read, Write};

use preau_db::{Db, args, sql};

use crate::{
    Checkpoint, EntryId, JournalError, Result,
    audit::{Audit, Fault, Misfit, Report, fault},
    line::{self, Line, Stored},
    sequence::{count, whole},
};

/// The longest line that is read of an export, in bytes.
const LINE_LIMIT: u64 = 64 * 1024;

/// Writes the whole journal: entries or their leaves to `journal`, checkpoints to `checkpoints`. How many entries.
///
/// Both can be long: they are read from the database in strides and written as they come.
pub async fn export<J: Write + Send, C: Write + Send>(db: &Db, journal: &mut J, checkpoints: &mut C) -> Result<u64> {
    let size = db.opt(sql!((i64,), "SELECT size FROM journal_log"), &[]).await?.ok_or(JournalError::NotEstablished)?.0;
    let size = count(size)?;
    let mut written = 0;
    let mut next = 0;
    while next < size {
        let rows = line::placed(db, next, size).await?;
        let last = rows.last().and_then(|row| row.idx).ok_or(JournalError::Damaged("entries are missing"))?;
        next = count(last)? + 1;
        written += lines(rows, journal, true)?;
    }
    let mut after = EntryId::from_uuid(uuid::Uuid::nil());
    loop {
        let rows = line::waiting(db, size, after).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        written += lines(rows, journal, false)?;
    }
    notes(db, size, checkpoints).await?;
    Ok(written)
}

/// Writes the checkpoints up to `size`, each with its cosignatures.
async fn notes(db: &Db, size: u64, out: &mut (impl Write + Send)) -> Result<()> {
    let mut after = 0;
    loop {
        let notes = sql!(
            (i64, String),
            "SELECT size, note FROM journal_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size LIMIT 4096"
        );
        let notes = db.all(notes, args![after, whole(size)]).await?;
        let Some((last, _)) = notes.last() else { return Ok(()) };
        let last = *last;
        let lines = sql!(
            (i64, String),
            "SELECT size, line FROM journal_cosignature WHERE size > $1 AND size <= $2
              ORDER BY size, witness LIMIT 131072"
        );
        let mut lines = db.all(lines, args![after, last]).await?.into_iter().peekable();
        for (size, note) in notes {
            out.write_all(note.as_bytes())?;
            while let Some((_, line)) = lines.next_if(|(of, _)| *of == size) {
                writeln!(out, "{line}")?;
            }
        }
        after = last;
    }
}

fn lines(rows: Vec<Stored>, out: &mut impl Write, placed: bool) -> Result<u64> {
    let mut written = 0;
    for row in rows {
        let mut line = row.line()?;
        // What found its place after the export began is told as it was then: waiting.
        line.index = line.index.filter(|_| placed);
        serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        written += 1;
    }
    Ok(written)
}

/// Verifies an export with nothing but the journal's public key (`name+id+key`), which must come from elsewhere: from
/// `/transparence`, a receipt, a neighbour.
///
/// An error means that the files can't be read as an export at all; what does not fit is the report's fault.
pub fn verify_export(journal: impl BufRead, checkpoints: impl BufRead, verifier: &str) -> Result<Report> {
    let mut audit = Audit::default();
    let outcome = walk(journal, checkpoints, verifier, &mut audit)?;
    Ok(audit.report(outcome.err()))
}

fn walk(
    mut journal: impl BufRead,
    checkpoints: impl BufRead,
    verifier: &str,
    audit: &mut Audit,
) -> Result<Result<(), Fault>> {
    let mut notes = Notes::new(checkpoints);
    let mut stop = match notes.next(verifier, audit)? {
        Ok(stop) => stop,
        Err(fault) => return Ok(Err(fault)),
    };
    while let Some(text) = read_line(&mut journal)? {
        let Some(line) = parse(&text) else { return Ok(fault(Some(audit.size()), Misfit::Body)) };
        let outcome = match line.index {
            Some(_) => audit.placed(&line, &mut Vec::new()),
            None => audit.waits(&line),
        };
        if let Err(fault) = outcome {
            return Ok(Err(fault));
        }
        let Some(reached) = stop.take_if(|stop| stop.size == audit.size()) else { continue };
        if let Err(fault) = audit.meets(&reached) {
            return Ok(Err(fault));
        }
        stop = match notes.next(verifier, audit)? {
            Ok(stop) => stop,
            Err(fault) => return Ok(Err(fault)),
        };
    }
    Ok(if stop.is_some() { fault(Some(audit.size()), Misfit::CutOff) } else { audit.ends() })
}

/// Reads a line of the journal, if it is written exactly as [`export`] writes it: whoever reads the file sees what was
/// verified, and nothing besides.
pub(crate) fn parse(text: &str) -> Option<Line> {
    let line = serde_json::from_str::<Line>(text).ok()?;
    (serde_json::to_string(&line).ok()? + "\n" == text).then_some(line)
}

/// Signed notes, one after the other.
pub(crate) struct Notes<R> {
    reader: R,
    /// The line that showed where the last note ends.
    carry: Option<String>,
}

impl<R: BufRead> Notes<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, carry: None }
    }

    /// The next checkpoint, which must be of more entries than `audit` has seen.
    fn next(&mut self, verifier: &str, audit: &Audit) -> Result<Result<Option<Checkpoint>, Fault>> {
        let Some(note) = self.note()? else { return Ok(Ok(None)) };
        Ok(match Checkpoint::open(&note, verifier) {
            Err(_) => fault(Some(audit.size()), Misfit::Signature),
            Ok(checkpoint) if checkpoint.size <= audit.size() => fault(Some(checkpoint.size), Misfit::Order),
            Ok(checkpoint) => Ok(Some(checkpoint)),
        })
    }

    pub(crate) fn note(&mut self) -> Result<Option<String>> {
        let mut note = String::new();
        let mut signed = false;
        while let Some(line) = self.carry.take().map_or_else(|| read_line(&mut self.reader), |line| Ok(Some(line)))? {
            let signature = line.starts_with("\u{2014} ");
            if signed && !signature {
                self.carry = Some(line);
                break;
            }
            signed |= signature;
            note.push_str(&line);
            if u64::try_from(note.len()).unwrap_or(u64::MAX) > LINE_LIMIT {
                return Err(JournalError::Proof("a checkpoint is too long"));
            }
        }
        Ok((!note.is_empty()).then_some(note))
    }
}

/// A line with its end; `None` after the last.
pub(crate) fn read_line(reader: &mut impl BufRead) -> Result<Option<String>> {
    let mut line = String::new();
    if reader.by_ref().take(LINE_LIMIT).read_line(&mut line)? == 0 {
        return Ok(None);
    }
    if !line.ends_with('\n') && u64::try_from(line.len()) == Ok(LINE_LIMIT) {
        return Err(JournalError::Proof("a line is too long"));
    }
    Ok(Some(line))
}
