//! One suite on memory, folder and S3.

use std::{collections::BTreeSet, io, path::Path};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use preau_blob::{BlobError, BlobId, Blobs};
use preau_kernel::{Kind, Problem};
use proptest::prelude::*;
use tempfile::TempDir;
use time::Duration;

use crate::{content, now, s3_server};

/// A store, with a name for messages and the folder that it lives in.
struct Store {
    name: &'static str,
    blobs: Blobs,
    folder: TempDir,
}

async fn stores() -> [Store; 3] {
    let [memory, local, remote] = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let folder = Blobs::folder(&local.path().join("blobs"), now()).await.unwrap();
    let s3 = Blobs::s3(&s3_server::start(remote.path()).await, now()).await.unwrap();
    [
        Store { name: "memory", blobs: Blobs::memory(), folder: memory },
        Store { name: "folder", blobs: folder, folder: local },
        Store { name: "s3", blobs: s3, folder: remote },
    ]
}

/// All files under a folder that hold bytes of ours.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    found
}

async fn listed(blobs: &Blobs) -> BTreeSet<BlobId> {
    blobs.list().try_collect().await.unwrap()
}

async fn read(blobs: &Blobs, id: BlobId) -> Bytes {
    blobs.get(id, None).await.unwrap().bytes(u64::MAX).await.unwrap()
}

#[tokio::test]
async fn what_was_stored_is_read_back_listed_and_removed() {
    for Store { name, blobs, folder } in stores().await {
        let mut stored = BTreeSet::new();
        for size in [0, 1, 300_000] {
            let body = content(7, size);
            let put = blobs.put_bytes(body.clone()).await.unwrap();
            assert_eq!((put.id, put.size), (BlobId::of(&body), u64::try_from(size).unwrap()), "{name}");
            assert_eq!(read(&blobs, put.id).await, body, "{name}");
            assert_eq!(blobs.size(put.id).await.unwrap(), Some(put.size), "{name}");
            blobs.verify(put.id).await.unwrap();
            stored.insert(put.id);
        }
        assert_eq!(listed(&blobs).await, stored, "{name}");
        for id in stored {
            blobs.delete(id).await.unwrap();
            blobs.delete(id).await.unwrap();
            assert!(!blobs.exists(id).await.unwrap(), "{name}");
            let missing = blobs.get(id, None).await.unwrap_err();
            assert!(matches!(missing, BlobError::Missing(which) if which == id), "{name}: {missing}");
            assert_eq!(Problem::from(missing).kind, Kind::NotFound);
        }
        assert!(files(folder.path()).is_empty(), "{name}: nothing is left");
    }
}

#[tokio::test]
async fn a_film_goes_up_in_parts() {
    let body = Bytes::from(content(11, 40 * 1024 * 1024 + 5));
    for Store { name, blobs, .. } in stores().await {
        let pieces: Vec<_> = body.chunks(1_000_003).map(|piece| Ok::<_, io::Error>(body.slice_ref(piece))).collect();
        let put = blobs.put(stream::iter(pieces), u64::MAX).await.unwrap();
        assert_eq!(put.id, BlobId::of(&body), "{name}");
        blobs.verify(put.id).await.unwrap();
        assert_eq!(blobs.size(put.id).await.unwrap(), Some(put.size), "{name}");
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_or_is_too_large_leaves_nothing() {
    for Store { name, blobs, folder } in stores().await {
        let broken =
            stream::iter([Ok(Bytes::from_static(b"half a")), Err(io::Error::other("the train entered a tunnel"))]);
        let refused = blobs.put(broken, 1000).await.unwrap_err();
        assert!(matches!(refused, BlobError::Body(_)), "{name}: {refused}");
        assert_eq!(Problem::from(refused).code, "blob-broke-off");
        let endless = stream::repeat_with(|| Ok::<_, io::Error>(Bytes::from_static(&[0; 4096])));
        let refused = blobs.put(endless, 1_000_000).await.unwrap_err();
        assert!(matches!(refused, BlobError::TooLarge { limit: 1_000_000 }), "{name}: {refused}");
        // Somebody goes away: the future is dropped where it stands.
        let stalled = stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"half a"))]).chain(stream::pending());
        let waited = tokio::time::timeout(std::time::Duration::from_millis(100), blobs.put(stalled, 1000)).await;
        assert!(waited.is_err(), "{name}");
        drop(blobs.stage(stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"unwanted"))]), 100).await.unwrap());
        assert!(listed(&blobs).await.is_empty(), "{name}");
        // The runtime may still be closing a file.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(files(folder.path()).is_empty(), "{name}: {:?}", files(folder.path()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_photo_sent_by_thirty_people_at_once_is_kept_once() {
    let body = Bytes::from(content(13, 500_000));
    for Store { name, blobs, .. } in stores().await {
        let puts = (0..30).map(|_| {
            let (blobs, body) = (blobs.clone(), body.clone());
            tokio::spawn(async move { blobs.put_bytes(body).await })
        });
        for put in futures_util::future::join_all(puts).await {
            assert_eq!(put.unwrap().unwrap().id, BlobId::of(&body), "{name}");
        }
        assert_eq!(listed(&blobs).await, BTreeSet::from([BlobId::of(&body)]), "{name}");
        blobs.verify(BlobId::of(&body)).await.unwrap();
    }
}

#[tokio::test]
async fn a_blob_that_the_disk_spoiled_is_found_and_storing_it_again_mends_it() {
    for Store { name, blobs, folder } in stores().await {
        let body = content(17, 10_000);
        let id = blobs.put_bytes(body.clone()).await.unwrap().id;
        let found = files(folder.path());
        let Some(file) = found.iter().find(|file| file.ends_with(id.to_string())) else {
            assert_eq!(name, "memory");
            continue;
        };
        let mut spoiled = body.clone();
        spoiled[5000] ^= 1;
        std::fs::write(file, &spoiled).unwrap();
        let corrupt = blobs.verify(id).await.unwrap_err();
        assert!(
            matches!(corrupt, BlobError::Corrupt { id: which, found } if which == id && found == BlobId::of(&spoiled))
        );
        if name == "folder" {
            blobs.put_bytes(body.clone()).await.unwrap();
            blobs.verify(id).await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_upload_abandoned_yesterday_is_swept_at_start_and_todays_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let abandoned = folder.path().join("tmp/1-1");
    std::fs::create_dir_all(abandoned.parent().unwrap()).unwrap();
    std::fs::write(&abandoned, b"half").unwrap();
    Blobs::folder(folder.path(), now() + Duration::hours(23)).await.unwrap();
    assert!(abandoned.exists());
    Blobs::folder(folder.path(), now() + Duration::hours(25)).await.unwrap();
    assert!(!abandoned.exists());
}

/// Gives `root` a disk of its own of 1 MiB, if this user may do that.
fn tiny_disk(root: &Path) -> bool {
    std::fs::create_dir_all(root).unwrap();
    rustix::mount::mount("tmpfs", root, "tmpfs", rustix::mount::MountFlags::empty(), Some(c"size=1m")).is_ok()
}

#[tokio::test]
async fn a_full_disk_is_said_to_be_full_and_serves_what_it_has() {
    let full = Problem::from(BlobError::from(io::Error::from(io::ErrorKind::StorageFull)));
    assert_eq!((full.kind, full.code), (Kind::Quota, "disk-full"));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("blobs");
    if !tiny_disk(&root) {
        println!("skipped: this user may not mount a small disk");
        return;
    }
    let blobs = Blobs::folder(&root, now()).await.unwrap();
    let small = blobs.put_bytes(content(19, 300_000)).await.unwrap().id;
    let refused = blobs.put_bytes(content(23, 2_000_000)).await.unwrap_err();
    let problem = Problem::from(refused);
    let verified = blobs.verify(small).await;
    let again = blobs.put_bytes(content(29, 300_000)).await;
    rustix::mount::unmount(&root, rustix::mount::UnmountFlags::DETACH).unwrap();
    assert_eq!((problem.kind, problem.code), (Kind::Quota, "disk-full"));
    verified.unwrap();
    again.unwrap();
}

#[tokio::test]
async fn a_storage_that_does_not_answer_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let config = s3_server::start(folder.path()).await;
    let wrong = preau_blob::S3Config { secret_key: "not this".to_owned(), ..config.clone() };
    assert!(!format!("{wrong:?}").contains("not this"));
    let blobs = Blobs::s3(&wrong, now()).await.unwrap();
    let refused = blobs.put_bytes(&b"x"[..]).await.unwrap_err();
    assert_eq!(Problem::from(refused).kind, Kind::Unavailable);
    // A certificate that nobody vouches for: somebody may stand in between.
    let stranger = preau_blob::S3Config { roots: None, ..config.clone() };
    let refused = Blobs::s3(&stranger, now()).await.unwrap().put_bytes(&b"x"[..]).await.unwrap_err();
    assert_eq!(Problem::from(refused).kind, Kind::Unavailable);
    for pem in ["nothing there", ""] {
        std::fs::write(folder.path().join("wrong.pem"), pem).unwrap();
        let unread = preau_blob::S3Config { roots: Some(folder.path().join("wrong.pem")), ..config.clone() };
        assert!(Blobs::s3(&unread, now()).await.is_err(), "{pem:?} was taken for an authority");
    }
    let root = folder.path().join("blobs");
    let gone = Blobs::folder(&root, now()).await.unwrap();
    std::fs::remove_dir_all(&root).unwrap();
    let refused = gone.put_bytes(&b"x"[..]).await.unwrap_err();
    assert_eq!(Problem::from(refused).kind, Kind::Unavailable);
}

#[test]
fn any_part_of_a_blob_can_be_read() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stores = runtime.block_on(stores());
    let cases = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    let size = prop_oneof![0..10_u64, 0..600_000_u64];
    proptest!(cases, |(size in size, start in 0..700_000_u64, length in 0..700_000_u64)| {
        let body = content(size, usize::try_from(size).unwrap());
        for Store { name, blobs, .. } in &stores {
            runtime.block_on(async {
                let id = blobs.put_bytes(body.clone()).await.unwrap().id;
                let part = blobs.get(id, Some(start..start + length)).await.unwrap();
                let [from, to] = [start, start + length].map(|at| usize::try_from(at.min(size)).unwrap());
                prop_assert_eq!(part.size, size);
                let range = part.range.clone();
                prop_assert_eq!(range.end - range.start, u64::try_from(to - from).unwrap());
                let bytes = part.bytes(size).await.unwrap();
                prop_assert_eq!(bytes.as_ref(), &body[from..to], "{}", name);
                Ok(())
            })?;
        }
    });
}

#[test]
fn a_name_that_is_no_hash_is_refused() {
    let id = BlobId::of(b"");
    assert_eq!(id.to_string(), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    assert_eq!(id.to_string().parse(), Ok(id));
    for wrong in ["", "af13", "../../etc/passwd", &id.to_string().to_uppercase(), &format!("{id}0")] {
        assert!(wrong.parse::<BlobId>().is_err(), "{wrong}");
    }
}
