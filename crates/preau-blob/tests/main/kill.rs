//! The power cord: a process that stores blobs is killed at any moment.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
    time::Duration,
};

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use preau_blob::{BlobId, Blobs};

use crate::{content, now};

/// Where the child stores, and from which seed; set only for the child.
const FOLDER: &str = "PREAU_BLOB_KILL_FOLDER";
const SEED: &str = "PREAU_BLOB_KILL_SEED";

/// The child: stores bodies without end and prints the id of each that was acknowledged.
#[tokio::test]
#[ignore = "run by the test below, in a process of its own"]
async fn child() {
    let (Some(folder), Ok(seed)) = (std::env::var_os(FOLDER), std::env::var(SEED)) else { return };
    let blobs = Blobs::folder(folder.as_ref(), now()).await.unwrap();
    let mut seed: u64 = seed.parse().unwrap();
    loop {
        seed += 1;
        let size = usize::try_from(seed % 7).unwrap() * 90_000 + 1;
        let pieces: Vec<_> = content(seed, size)
            .chunks(16_384)
            .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
            .collect();
        let put = blobs.put(stream::iter(pieces), u64::MAX).await.unwrap();
        println!("\nstored {}", put.id);
        std::io::stdout().flush().unwrap();
    }
}

#[tokio::test]
async fn killed_at_any_moment_no_blob_is_half_there_and_none_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..20_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--ignored", "--nocapture"])
            .env(FOLDER, folder.path())
            .env(SEED, (round * 1_000_000).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            let lines = output.lines().map_while(Result::ok);
            // The last line may be cut off; what is no id was not acknowledged.
            lines.filter_map(|line| line.strip_prefix("stored ")?.parse().ok()).collect::<Vec<BlobId>>()
        });
        let moment = u64::from(content(round, 1)[0]);
        tokio::time::sleep(Duration::from_millis(60 + moment)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let stored = reader.join().unwrap();
        acknowledged += stored.len();
        let blobs = Blobs::folder(folder.path(), now()).await.unwrap();
        for id in stored {
            blobs.verify(id).await.unwrap();
        }
        let mut there = blobs.list();
        while let Some(id) = there.next().await {
            blobs.verify(id.unwrap()).await.unwrap();
        }
    }
    assert!(acknowledged > 20, "the children stored {acknowledged} blobs only: nothing was proved");
}
