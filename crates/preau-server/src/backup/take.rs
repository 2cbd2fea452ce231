//! Making a backup while the institution is in use.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt;
use preau_blob::{BlobId, Blobs};
use preau_db::{
    Value,
    tables::{self, Reading, Sum, Table},
};
use preau_kernel::{Problem, Result, Timestamp};
use preau_web::App;

use super::{
    BLOBS, FORM, MANIFEST, Manifest, appear, beside, blob_path, copy_file, is_free, make_folder, new_file, own_files,
    write_file,
};
use crate::ServerError;

/// What a backup copies from.
pub(crate) struct Source<'a> {
    pub(crate) app: &'a App,
    /// A backup made before, on the same disk: its blobs are linked and not copied again.
    pub(crate) before: Option<PathBuf>,
}

/// Makes a backup at `to`, which is missing or empty.
pub(crate) async fn take(source: Source<'_>, to: &Path) -> Result<Manifest> {
    if !is_free(to)? {
        return Err(ServerError::NotEmpty(to.display().to_string()).into());
    }
    let to = std::path::absolute(to).map_err(ServerError::folder(to))?;
    make_folder(to.parent().unwrap_or(Path::new("/")))?;
    let building = beside(&to)?;
    let outcome = write(source, &building).await.and_then(|manifest| {
        appear(&building, &to)?;
        Ok(manifest)
    });
    if outcome.is_err() {
        // What is half-done would only keep a full disk full. That it can't be removed is not the error to tell.
        let _ = fs::remove_dir_all(&building);
    }
    outcome
}

/// Writes all of a backup into `building`, the manifest last.
async fn write(source: Source<'_>, building: &Path) -> Result<Manifest> {
    let ctx = &source.app.ctx;
    let mut manifest = Manifest {
        form: FORM,
        preau: env!("CARGO_PKG_VERSION").to_owned(),
        at: ctx.clock.now(),
        tables: Vec::new(),
        blobs: 0,
        blob_bytes: 0,
        files: BTreeMap::new(),
    };
    let needed = all_tables(source.app, building, &mut manifest).await?;
    let lines: Vec<String> = needed.iter().map(|(id, size)| format!("{id} {size}\n")).collect();
    let list = lines.concat();
    write_file(&building.join(BLOBS), list.as_bytes())?;
    manifest.files.insert(BLOBS.to_owned(), blake3::hash(list.as_bytes()).to_hex().to_string());
    for (id, size) in needed {
        copy_blob(&ctx.blobs, id, building, source.before.as_deref()).await?;
        manifest.blobs += 1;
        manifest.blob_bytes += u64::try_from(size).unwrap_or_default();
    }
    for name in own_files(&ctx.folder)? {
        let path = Path::new("folder").join(&name);
        let hash = copy_file(&ctx.folder.join(&name), &building.join(&path))?;
        manifest.files.insert(path.to_string_lossy().into_owned(), hash);
    }
    let json = serde_json::to_vec_pretty(&manifest).map_err(Problem::internal)?;
    write_file(&building.join(MANIFEST), &json)?;
    Ok(manifest)
}

/// Writes all tables, as they are at one moment; the blobs that they need.
async fn all_tables(app: &App, building: &Path, manifest: &mut Manifest) -> Result<BTreeMap<BlobId, i64>> {
    let mut reading = Reading::begin(&app.ctx.db).await?;
    make_folder(&building.join("tables"))?;
    let mut sizes = BTreeMap::new();
    let mut owned = BTreeSet::new();
    for table in reading.tables(&App::migrations(app.services())).await? {
        let name = format!("tables/{}.jsonl", table.name);
        let mut note = |row: &[Value]| match (table.name.as_str(), row) {
            ("blob", [Value::Bytes(id), ..]) => {
                let size = table.columns.iter().position(|column| column.name == "size").and_then(|at| row.get(at));
                if let (Some(id), Some(Value::Int(size))) = (blob_id(id), size) {
                    sizes.insert(id, *size);
                }
            }
            ("blob_ref", _) => {
                let at = table.columns.iter().position(|column| column.name == "blob");
                if let Some(Value::Bytes(id)) = at.and_then(|at| row.get(at)) {
                    owned.extend(blob_id(id));
                }
            }
            _ => {}
        };
        let (hash, sum) = one_table(&mut reading, &table, &building.join(&name), &mut note).await?;
        manifest.files.insert(name, hash);
        manifest.tables.push((table, sum));
    }
    sizes.retain(|id, _| owned.contains(id));
    Ok(sizes)
}

fn blob_id(bytes: &[u8]) -> Option<BlobId> {
    bytes.try_into().ok().map(BlobId::from_bytes)
}

/// Writes one table; the hash of its file, and what its rows sum up to.
async fn one_table(
    reading: &mut Reading,
    table: &Table,
    path: &Path,
    note: &mut (impl FnMut(&[Value]) + Send),
) -> Result<(String, Sum)> {
    let failed = |cause| Problem::from(ServerError::folder(path)(cause));
    let mut file = Hashed { file: BufWriter::new(new_file(path)?), hasher: blake3::Hasher::new() };
    let mut sum = Sum::default();
    let head = serde_json::to_string(table).map_err(Problem::internal)?;
    writeln!(file, "{head}").map_err(failed)?;
    let mut last = None;
    loop {
        let rows = reading.batch(table, last.as_deref()).await?;
        for row in &rows {
            sum.add(row);
            note(row);
            writeln!(file, "{}", tables::to_json(row)).map_err(failed)?;
        }
        let whole = rows.len() == tables::BATCH;
        last = rows.into_iter().next_back();
        if !whole {
            break;
        }
    }
    file.flush().map_err(failed)?;
    Ok((file.hasher.finalize().to_hex().to_string(), sum))
}

/// A file whose hash is known at its end.
struct Hashed {
    file: BufWriter<fs::File>,
    hasher: blake3::Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Copies a blob, checking its content against its name.
async fn copy_blob(blobs: &Blobs, id: BlobId, building: &Path, before: Option<&Path>) -> Result<()> {
    let name = id.to_string();
    let path = blob_path(building, &name);
    make_folder(path.parent().unwrap_or(building))?;
    if before.is_some_and(|before| fs::hard_link(blob_path(before, &name), &path).is_ok()) {
        return Ok(());
    }
    let failed = |cause| Problem::from(ServerError::folder(&path)(cause));
    let mut file = BufWriter::new(new_file(&path)?);
    let mut hasher = blake3::Hasher::new();
    let mut body = blobs.get(id, None).await?;
    while let Some(piece) = body.try_next().await? {
        hasher.update(&piece);
        file.write_all(&piece).map_err(failed)?;
    }
    file.flush().map_err(failed)?;
    if BlobId::from(hasher.finalize()) != id {
        return Err(ServerError::Differs(name).into());
    }
    Ok(())
}

/// The moment in a backup's name: `2026-11-24T031200Z`, which no file system refuses.
pub(crate) fn name_of(at: Timestamp) -> String {
    at.to_string().chars().take(19).filter(|letter| *letter != ':').chain(['Z']).collect()
}
