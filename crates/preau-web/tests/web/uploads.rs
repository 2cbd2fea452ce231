//! Files on their way in, over lines that get cut.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::Arc,
};

use askama::Template;
use async_trait::async_trait;
use axum::{body::Body, extract::Request};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderName, Method, header};
use preau_blob::rows;
use preau_db::{Engine, Migration, Tx, args, sql};
use preau_kernel::{Actor, Entropy, PersonId, PersonKind, Problem, Result};
use preau_testkit::{Reply, SeededEntropy, TestApp, Visitor};
use preau_web::{
    Answer, Archive, ArchiveReader, Check, Ctx, Routes, Service, Shell, ShellSource, Subject, VerbRoles, View, Visit,
    uploads::{OPEN, PIECE, Purpose, Taken, UploadId},
};
use serde_json::{Value, json};
use time::Duration;

const PHOTO: Purpose = Purpose { owner: "album.photo", limit: 4 << 20 };
const SONG: Purpose = Purpose { owner: "album.song", limit: 8 << 20 };

/// A service that gets photos.
struct Album;

#[async_trait]
impl Service for Album {
    fn name(&self) -> &'static str {
        "album"
    }
    fn migrations(&self) -> &'static [Migration] {
        &[]
    }
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }
    fn routes(&self) -> Routes {
        Routes::new().get("/album", "Where photos are chosen", choose).post("/album", "Puts photos into the album", put)
    }
    fn uploads(&self) -> &'static [Purpose] {
        &[PHOTO, SONG]
    }
    async fn export(&self, _: &Ctx, _: Subject, _: &mut Archive) -> Result<()> {
        Ok(())
    }
    async fn import(&self, _: &Ctx, _: &mut Tx, _: &ArchiveReader) -> Result<()> {
        Ok(())
    }
    async fn erase(&self, _: &Ctx, _: &mut Tx, _: PersonId) -> Result<()> {
        Ok(())
    }
    async fn checks(&self, _: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl ShellSource for Album {
    async fn shell(&self, _: &Ctx, _: &Actor) -> Result<Shell> {
        Ok(Shell::default())
    }
}

#[derive(Template)]
#[template(
    source = r#"{% import "forms.html" as forms %}<html lang="{{ view.lang }}"><form method="post" enctype="multipart/form-data" data-outbox="album.photo">{% call forms::outbox(view, "photos", "Photos", "image/*", true) %}{% endcall %}</form>"#,
    ext = "html"
)]
struct ChoosePage {
    view: View,
}

async fn choose(visit: Visit) -> Answer {
    visit.page(&ChoosePage { view: visit.view_to_keep().await? })
}

async fn put(visit: Visit, request: Request) -> Answer {
    let form = PHOTO.form(&visit, request).await?;
    let (me, now) = (visit.my_id()?, visit.ctx.clock.now());
    let mut tx = visit.ctx.db.begin().await?;
    let mut photos = Vec::new();
    for &upload in &form.uploads {
        let thing = visit.ctx.id::<preau_kernel::kinds::Space>().uuid();
        let Taken { blob, size, name, claimed } = PHOTO.take(&mut tx, me, upload, thing, now).await?;
        photos.push(json!({"blob": blob, "size": size, "name": name, "claimed": claimed}));
    }
    tx.commit().await?;
    visit.json(&json!({"title": form.get("title"), "tags": form.all("tag").collect::<Vec<_>>(), "photos": photos}))
}

/// An institution on one engine, and somebody who sends files.
struct World {
    app: TestApp,
    person: PersonId,
    me: Visitor,
}

async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for engine in preau_testkit::engines() {
        worlds.push(world(engine).await);
    }
    worlds
}

async fn world(engine: Engine) -> World {
    let app = TestApp::start(engine, vec![Box::new(Album)], Arc::new(Album)).await;
    let person = app.ctx().id();
    let me = app.visitor_as(app.signed_in(person, PersonKind::Guardian, None));
    World { app, person, me }
}

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const SPEAKS: (HeaderName, &str) = (HeaderName::from_static("tus-resumable"), "1.0.0");
const BYTES: (HeaderName, &str) = (header::CONTENT_TYPE, "application/offset+octet-stream");

/// `key photo-1`, `purpose album.photo`, `filename Léa.jpg`, `filetype image/jpeg`.
const PHOTO_1: &str = "key cGhvdG8tMQ==,purpose YWxidW0ucGhvdG8=,filename TMOpYS5qcGc=,filetype aW1hZ2UvanBlZw==";

async fn create(who: &Visitor, size: usize, metadata: &str) -> Reply {
    let headers = [SPEAKS, (LENGTH, &*size.to_string()), (METADATA, metadata)];
    who.ask(Method::POST, "/uploads", &headers, Body::empty()).await
}

async fn made(who: &Visitor, size: usize, metadata: &str) -> String {
    let reply = create(who, size, metadata).await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.location().to_owned()
}

async fn head(who: &Visitor, at: &str) -> Reply {
    who.ask(Method::HEAD, at, &[SPEAKS], Body::empty()).await
}

async fn patch(who: &Visitor, at: &str, offset: usize, body: impl Into<Body>) -> Reply {
    who.ask(Method::PATCH, at, &[SPEAKS, BYTES, (OFFSET, &*offset.to_string())], body.into()).await
}

fn said<'a>(reply: &'a Reply, header: &str) -> &'a str {
    reply.headers[header].to_str().unwrap()
}

fn offset(reply: &Reply) -> usize {
    said(reply, "upload-offset").parse().unwrap()
}

fn id(at: &str) -> UploadId {
    at.rsplit('/').next().unwrap().parse().unwrap()
}

/// Bytes that compress to nothing, so that no piece is like another.
fn noise(size: usize, seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; size];
    SeededEntropy::new(seed).fill(&mut bytes);
    bytes
}

/// A body that brings these bytes in small parts, and then breaks off.
fn cut(bytes: &[u8]) -> Body {
    let parts: Vec<_> = bytes.chunks(10_000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    Body::from_stream(stream::iter(parts).chain(stream::iter([Err(io::Error::other("the line is gone"))])))
}

impl World {
    async fn take(&self, person: PersonId, upload: UploadId, purpose: Purpose) -> Result<Taken> {
        let ctx = self.app.ctx();
        let mut tx = ctx.db.begin().await?;
        let taken = purpose.take(&mut tx, person, upload, upload.uuid(), ctx.clock.now()).await?;
        tx.commit().await?;
        Ok(taken)
    }

    async fn content(&self, taken: &Taken) -> Vec<u8> {
        self.app.ctx().blobs.get(taken.blob, None).await.unwrap().bytes(u64::MAX).await.unwrap().to_vec()
    }

    /// Rows: uploads, pieces, needs of blobs.
    async fn rows(&self) -> (i64, i64, i64) {
        let count = sql!(
            (i64, i64, i64),
            "SELECT (SELECT count(*) FROM upload), (SELECT count(*) FROM upload_piece), (SELECT count(*) FROM blob_ref)"
        );
        self.app.ctx().db.one(count, &[]).await.unwrap()
    }
}

fn refused<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("accepted", |problem| problem.code)
}

#[tokio::test]
async fn a_line_cut_at_any_byte_loses_nothing_that_arrived_and_doubles_nothing() {
    for (seed, world) in (1_u64..).zip(worlds().await) {
        let file = noise(3 * PIECE + 4321, seed);
        let chance = SeededEntropy::new(seed);
        let at = made(&world.me, file.len(), PHOTO_1).await;
        let (mut there, mut cuts) = (0, 0);
        while there < file.len() {
            let brought = (&chance as &dyn Entropy).below(u32::try_from(PIECE).unwrap()) as usize;
            let end = file.len().min(there + brought);
            let reply = patch(&world.me, &at, there, cut(&file[there..end])).await;
            assert_eq!(reply.status, 422, "{}", reply.body);
            there = end;
            cuts += 1;
            assert_eq!(offset(&head(&world.me, &at).await), there, "after {cuts} cuts");
        }
        assert!(cuts > 3);
        let taken = world.take(world.person, id(&at), PHOTO).await.unwrap();
        assert_eq!((taken.name.as_str(), taken.claimed.as_str()), ("Léa.jpg", "image/jpeg"));
        assert!(world.content(&taken).await == file, "the file is another");
        assert_eq!(world.rows().await, (0, 0, 1), "an upload that was taken leaves its owner's need alone");
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_the_file_is_there_once() {
    for world in worlds().await {
        let file = noise(PIECE + 5, 3);
        let headers = [SPEAKS, BYTES, (LENGTH, &*file.len().to_string()), (METADATA, PHOTO_1)];
        let reply = world.me.ask(Method::POST, "/uploads", &headers, cut(&file[..700_000])).await;
        assert_eq!(reply.status, 422, "the line was cut with the answer to come");
        let again = create(&world.me, file.len(), PHOTO_1).await;
        assert_eq!((again.status, offset(&again)), (201, 700_000));
        let at = again.location().to_owned();
        // The bytes of a creation are its beginning: what is there already is not taken twice.
        let reply = world.me.ask(Method::POST, "/uploads", &headers, Body::from(file.clone())).await;
        assert_eq!((reply.status, offset(&reply), reply.location()), (201, 700_000, at.as_str()));
        assert_eq!(patch(&world.me, &at, 700_000, file[700_000..].to_vec()).await.status, 204);
        // The answer to the last bytes was lost too.
        let again = create(&world.me, file.len(), PHOTO_1).await;
        assert_eq!((offset(&again), again.location()), (file.len(), at.as_str()));
        assert_eq!(world.rows().await, (1, 0, 1));
        assert_eq!(create(&world.me, file.len() + 1, PHOTO_1).await.status, 409, "the key is another file's");
        // For somebody else the same key is their own.
        let other = world.app.visitor_as(world.app.signed_in(world.app.ctx().id(), PersonKind::Guardian, None));
        assert_eq!(offset(&create(&other, file.len(), PHOTO_1).await), 0);
    }
}

#[tokio::test]
async fn two_tabs_that_send_at_once_make_one_upload_and_never_a_mixture() {
    for world in worlds().await {
        let size = 3 * PIECE;
        let (one, two) = tokio::join!(create(&world.me, size, PHOTO_1), create(&world.me, size, PHOTO_1));
        assert_eq!((one.status, two.status), (201, 201), "{}{}", one.body, two.body);
        assert_eq!(one.location(), two.location());
        let at = one.location();
        let tab = |letter: u8| {
            let parts = stream::iter(vec![Bytes::from(vec![letter; PIECE / 8]); 24]).then(async |part| {
                tokio::task::yield_now().await;
                Ok::<_, io::Error>(part)
            });
            Body::from_stream(parts)
        };
        let (one, two) = tokio::join!(patch(&world.me, at, 0, tab(b'a')), patch(&world.me, at, 0, tab(b'b')));
        let mut answers = [one.status, two.status];
        answers.sort_unstable();
        assert_eq!(answers, [204, 409], "{}{}", one.body, two.body);
        let taken = world.take(world.person, id(at), PHOTO).await.unwrap();
        let content = world.content(&taken).await;
        assert!(content.iter().all(|byte| *byte == content[0]) && content.len() == size, "two files were mixed");
    }
}

#[tokio::test]
async fn each_request_may_reach_another_node() {
    for world in worlds().await {
        let other = world.app.another_node(vec![Box::new(Album)]);
        let there = other.visitor_as(other.signed_in(world.person, PersonKind::Guardian, None));
        let file = noise(2 * PIECE + 77, 5);
        let at = made(&world.me, file.len(), PHOTO_1).await;
        assert_eq!(patch(&there, &at, 0, cut(&file[..PIECE + 3])).await.status, 422);
        assert_eq!(offset(&head(&world.me, &at).await), PIECE + 3);
        assert_eq!(patch(&world.me, &at, PIECE + 3, cut(&file[PIECE + 3..2 * PIECE])).await.status, 422);
        let reply = patch(&there, &at, 2 * PIECE, file[2 * PIECE..].to_vec()).await;
        assert_eq!((reply.status, offset(&reply)), (204, file.len()));
        let taken = world.take(world.person, id(&at), PHOTO).await.unwrap();
        assert!(world.content(&taken).await == file, "the file is another");
    }
}

#[tokio::test]
async fn a_node_killed_at_any_moment_leaves_an_upload_that_goes_on() {
    for world in worlds().await {
        let (ctx, file) = (world.app.ctx(), noise(2 * PIECE + 9, 7));
        let at = made(&world.me, file.len(), PHOTO_1).await;
        // Killed between a piece and its row: the blob is there, and nobody needs it.
        let piece = stream::iter([Ok::<_, io::Error>(Bytes::copy_from_slice(&file[..PIECE]))]);
        rows::put(&ctx.db, &ctx.blobs, piece, u64::MAX, ctx.clock.now()).await.unwrap();
        assert_eq!(offset(&head(&world.me, &at).await), 0);
        assert_eq!(patch(&world.me, &at, 0, cut(&file[..2 * PIECE])).await.status, 422);
        // Killed between the last piece and the whole.
        let end = sql!("UPDATE upload SET size = received WHERE id = $1");
        let mut tx = ctx.db.begin().await.unwrap();
        tx.run(end, args![id(&at)]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(refused(world.take(world.person, id(&at), PHOTO).await), "upload-unfinished");
        assert_eq!(offset(&head(&world.me, &at).await), 2 * PIECE);
        let taken = world.take(world.person, id(&at), PHOTO).await.unwrap();
        assert!(world.content(&taken).await == file[..2 * PIECE], "the file is another");
        // What the first kill left is ended a day later, what was taken stays.
        world.app.clock.advance(Duration::days(2));
        rows::collect(&ctx.db, &ctx.blobs, ctx.clock.now()).await.unwrap();
        assert_eq!(ctx.blobs.list().count().await, 1);
        assert!(world.content(&taken).await == file[..2 * PIECE], "the file is gone");
    }
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_ends_after_a_day() {
    for world in worlds().await {
        world.app.app.plan().await.unwrap();
        let file = noise(PIECE + 1, 9);
        let at = made(&world.me, file.len(), PHOTO_1).await;
        world.app.clock.advance(Duration::hours(20));
        assert_eq!(patch(&world.me, &at, 0, cut(&file[..PIECE])).await.status, 422);
        world.app.clock.advance(Duration::hours(20));
        let reply = head(&world.me, &at).await;
        assert_eq!(reply.status, 200, "its day begins again with each byte");
        assert_eq!(reply.headers["upload-expires"], "Wed, 18 Mar 2020 13:00:00 GMT");
        world.app.clock.advance(Duration::hours(5));
        assert_eq!(head(&world.me, &at).await.status, 404);
        assert_eq!(patch(&world.me, &at, PIECE, vec![0]).await.status, 404);
        // The key is free again, even before anybody cleaned up.
        let again = create(&world.me, file.len(), PHOTO_1).await;
        assert_eq!((again.status, offset(&again)), (201, 0));
        assert_ne!(again.location(), at);
        assert_eq!(world.rows().await, (1, 0, 0));
        world.app.clock.advance(Duration::hours(25));
        world.app.settle().await;
        assert_eq!(world.rows().await, (0, 0, 0));
    }
}

#[tokio::test]
async fn a_stranger_finds_nothing_and_takes_nothing() {
    for world in worlds().await {
        let file = noise(100, 11);
        let at = made(&world.me, file.len(), PHOTO_1).await;
        assert_eq!(patch(&world.me, &at, 0, file.clone()).await.status, 204);
        let stranger = world.app.ctx().id();
        let other = world.app.visitor_as(world.app.signed_in(stranger, PersonKind::Guardian, None));
        assert_eq!(head(&other, &at).await.status, 404);
        assert_eq!(patch(&other, &at, 100, vec![0]).await.status, 404);
        assert_eq!(other.ask(Method::DELETE, &at, &[SPEAKS], Body::empty()).await.status, 404);
        assert_eq!(refused(world.take(stranger, id(&at), PHOTO).await), "upload-gone");
        assert_eq!(refused(world.take(world.person, id(&at), SONG).await), "upload-gone", "it was sent as a photo");
        let nobody = world.app.visitor();
        assert_eq!(create(&nobody, 1, "").await.status, 401);
        assert_eq!(head(&nobody, &at).await.status, 401);
        assert!(world.take(world.person, id(&at), PHOTO).await.is_ok());
        assert_eq!(refused(world.take(world.person, id(&at), PHOTO).await), "upload-gone", "it was taken before");
        assert_eq!(head(&world.me, &at).await.status, 404);
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_sent() {
    for world in worlds().await {
        let limit = usize::try_from(PHOTO.limit).unwrap();
        let reply = create(&world.me, limit + 1, PHOTO_1).await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (413, Some("upload-too-large")));
        assert!(reply.json()["detail"].as_str().unwrap().contains("4\u{a0}Mo"), "{}", reply.body);
        assert_eq!(create(&world.me, (4 << 30) + 1, "").await.status, 413);
        assert_eq!(create(&world.me, 1, "purpose bm9uZQ==").await.status, 422, "nobody takes files for that");
        // Sent for nothing in particular, it is measured when it is taken.
        let at = made(&world.me, limit + 1, "").await;
        assert_eq!(patch(&world.me, &at, 0, vec![7; limit + 1]).await.status, 204);
        assert_eq!(refused(world.take(world.person, id(&at), PHOTO).await), "upload-too-large");
        assert!(world.take(world.person, id(&at), SONG).await.is_ok());
        // More than was announced is not kept.
        let at = made(&world.me, 10, PHOTO_1).await;
        assert_eq!(patch(&world.me, &at, 0, vec![7; 11]).await.status, 422);
        assert_eq!(offset(&head(&world.me, &at).await), 0);
    }
}

/// Reads an answer of HTTP/1.1 to its end; its first line.
fn status(line: &mut TcpStream) -> String {
    let mut lines = BufReader::new(line);
    let (mut first, mut length) = (String::new(), 0);
    lines.read_line(&mut first).unwrap();
    loop {
        let mut header = String::new();
        lines.read_line(&mut header).unwrap();
        match header.trim_end().split_once(": ") {
            Some(("content-length", bytes)) => length = bytes.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    lines.read_exact(&mut vec![0; length]).unwrap();
    first.trim_end().to_owned()
}

#[tokio::test]
async fn a_client_that_sends_everything_first_still_hears_the_answer() {
    let world = world(Engine::Sqlite).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = world.app.app.router();
    let served = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let answers = tokio::task::spawn_blocking(move || {
        let mut line = TcpStream::connect(address).unwrap();
        // Twice on one line: what is thrown away of the first request is not taken for the second.
        [(); 2].map(|()| {
            let head = "POST /uploads HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\ncontent-length: 8000000\r\n\r\n";
            line.write_all(head.as_bytes()).unwrap();
            line.write_all(&noise(8_000_000, 1)).unwrap();
            status(&mut line)
        })
    });
    assert_eq!(answers.await.unwrap(), ["HTTP/1.1 401 Unauthorized"; 2]);
    served.abort();
}

#[tokio::test]
async fn one_person_does_not_fill_the_disk() {
    for world in worlds().await {
        let large = made(&world.me, 4 << 30, "").await;
        let reply = create(&world.me, 1, "").await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (507, Some("upload-no-room")));
        assert_eq!(world.me.ask(Method::DELETE, &large, &[SPEAKS], Body::empty()).await.status, 204);
        for _ in 0..OPEN {
            made(&world.me, 1, "").await;
        }
        let reply = create(&world.me, 1, "").await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (507, Some("upload-too-many")));
        assert_eq!(world.me.post_files("/album", &[("photo", "a.jpg", b"a")]).await.status, 507);
        let other = world.app.visitor_as(world.app.signed_in(world.app.ctx().id(), PersonKind::Guardian, None));
        made(&other, 1, "").await;
    }
}

#[tokio::test]
async fn a_client_that_speaks_otherwise_is_told_what_would_do() {
    let world = world(Engine::Sqlite).await;
    let me = &world.me;
    let able = me.ask(Method::OPTIONS, "/uploads", &[], Body::empty()).await;
    assert_eq!((able.status, said(&able, "tus-version")), (204, "1.0.0"));
    assert_eq!(able.headers["tus-extension"], "creation,creation-with-upload,termination,expiration");
    let old = [(SPEAKS.0, "0.2.2"), (LENGTH, "5")];
    let reply = me.ask(Method::POST, "/uploads", &old, Body::empty()).await;
    assert_eq!((reply.status, said(&reply, "tus-version")), (412, "1.0.0"));
    assert_eq!(create(me, 5, "filename %").await.status, 422);
    assert_eq!(me.ask(Method::POST, "/uploads", &[SPEAKS, (LENGTH, "-5")], Body::empty()).await.status, 422);
    let at = made(me, 5, PHOTO_1).await;
    assert_eq!(patch(me, &at, 3, "abc").await.status, 409);
    assert_eq!(me.ask(Method::PATCH, &at, &[SPEAKS, BYTES], Body::from("abc")).await.status, 422);
    assert_eq!(me.ask(Method::PATCH, &at, &[SPEAKS, (OFFSET, "0")], Body::from("abc")).await.status, 415);
    let reply = head(me, &at).await;
    assert_eq!((offset(&reply), said(&reply, "upload-length")), (0, "5"));
    assert_eq!(reply.headers["upload-metadata"], PHOTO_1);
    assert_eq!((said(&reply, "cache-control"), said(&reply, "tus-resumable")), ("no-store", "1.0.0"));
    let overriding = HeaderName::from_static("x-http-method-override");
    let headers = [SPEAKS, BYTES, (OFFSET, "0"), (overriding.clone(), "PATCH")];
    assert_eq!(offset(&me.ask(Method::POST, &at, &headers, Body::from("abc")).await), 3);
    let headers = [SPEAKS, (overriding, "DELETE")];
    assert_eq!(me.ask(Method::POST, &at, &headers, Body::empty()).await.status, 204);
    assert_eq!(head(me, &at).await.status, 404);
    assert_eq!(head(me, "/uploads/none").await.status, 404);
}

#[tokio::test]
async fn a_form_without_scripts_brings_the_same_as_uploads_that_it_names() {
    for world in worlds().await {
        let photo = noise(PIECE + 17, 13);
        let files: [(&str, &str, &[u8]); 3] =
            [("photo", "Léa.jpg", &photo), ("photo", "", b""), ("photo", "b.jpg", b"")];
        let reply = world.me.post_files("/album", &files).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let photos = reply.json()["photos"].clone();
        assert_eq!(
            (photos[0]["name"].as_str(), photos[0]["size"].as_u64()),
            (Some("Léa.jpg"), Some(PIECE as u64 + 17))
        );
        assert_eq!((photos[1]["name"].as_str(), photos[1]["size"].as_u64()), (Some("b.jpg"), Some(0)));
        // Sent in pieces, and named by the form.
        let at = made(&world.me, photo.len(), PHOTO_1).await;
        assert_eq!(patch(&world.me, &at, 0, photo.clone()).await.status, 204);
        let empty = made(&world.me, 0, "filename Yi5qcGc=").await;
        let named = [
            ("title", "Sortie"),
            ("upload", &*id(&at).to_string()),
            ("tag", "a"),
            ("tag", "b"),
            ("upload", &*id(&empty).to_string()),
        ];
        let reply = post_form(&world.me, &named).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let json = reply.json();
        assert_eq!((&json["title"], &json["tags"]), (&Value::from("Sortie"), &json!(["a", "b"])));
        assert_eq!(json["photos"][0]["blob"], photos[0]["blob"], "the same file is the same blob");
        assert_eq!(json["photos"][1]["blob"], photos[1]["blob"]);
        // The answer was lost and the form is sent again.
        let reply = post_form(&world.me, &named).await;
        assert_eq!((reply.status, reply.body.contains("Choisissez-le à nouveau")), (410, true), "{}", reply.body);
        let large = vec![7; usize::try_from(PHOTO.limit).unwrap() + 1];
        assert_eq!(world.me.post_files("/album", &[("photo", "a.jpg", &large)]).await.status, 413);
        assert_eq!(post_form(&world.me, &[("title", &*"x".repeat(300 * 1024))]).await.status, 413);
        assert_eq!(world.me.post("/album", &[]).await.status, 422, "a form of another kind");
        assert_eq!(world.app.visitor().post("/album", &[]).await.status, 303, "nobody is led to sign-in");
    }
}

#[tokio::test]
async fn a_form_for_files_has_all_its_words_in_both_languages() {
    let world = world(Engine::Sqlite).await;
    for (lang, words) in [("fr", "Fichiers envoyés\u{a0}: {done} sur {all}"), ("en", "Files sent: {done} of {all}")] {
        let page = world.me.get(&format!("/album?lang={lang}")).await.body;
        assert!(
            page.contains(words) && page.contains("data-photos") && page.contains("aria-label=\"{name}\""),
            "{page}"
        );
        assert!(!page.contains(">outbox-") && !page.contains("aria-label=\"outbox-"), "a sentence is missing: {page}");
    }
}

async fn post_form(who: &Visitor, fields: &[(&str, &str)]) -> Reply {
    let parts = fields
        .iter()
        .map(|(name, value)| format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    let body = parts.collect::<String>() + "--limit--\r\n";
    who.send(Method::POST, "/album", Some("multipart/form-data; boundary=limit"), Body::from(body)).await
}

#[tokio::test]
async fn a_person_takes_their_open_uploads_along_and_they_are_forgotten_with_the_person() {
    for world in worlds().await {
        let file = noise(2 * PIECE, 15);
        let at = made(&world.me, file.len(), PHOTO_1).await;
        assert_eq!(patch(&world.me, &at, 0, cut(&file[..=PIECE])).await.status, 422);
        let whole = made(&world.me, 3, "").await;
        assert_eq!(patch(&world.me, &whole, 0, "abc").await.status, 204);
        let folder = tempfile::tempdir().unwrap();
        let subject = Subject::Person(world.person);
        world.app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
        let archive = ArchiveReader::open(folder.path()).unwrap();
        let lines: Vec<Value> = archive.records("uploads/uploads.jsonl").unwrap().map(Result::unwrap).collect();
        assert_eq!((&lines[0]["name"], &lines[0]["received"]), (&Value::from("Léa.jpg"), &Value::from(PIECE + 1)));
        let read = |at: &str| std::fs::read(folder.path().join(at.trim_start_matches('/'))).unwrap();
        assert!(read(&at) == file[..=PIECE] && read(&whole) == b"abc");
        world.app.app.erase(world.person).await.unwrap();
        assert_eq!(world.rows().await, (0, 0, 0));
        assert_eq!(head(&world.me, &at).await.status, 404);
    }
}
