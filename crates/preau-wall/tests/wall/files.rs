//! Photos, films and files on posts.

use std::io::Cursor;

use http::{HeaderName, Method, header};
use image::{ImageFormat, Rgb, RgbImage};
use preau_db::{args, sql};
use preau_kernel::SpaceId;
use preau_testkit::{Reply, School, Visitor, engines};
use preau_web::{Health, Service};
use time::Duration;

use super::world::{json, open, reads};

/// A photo as a telephone takes it: lying on its side, with a note that says how to turn it, and where it was taken.
pub(crate) fn photo(width: u32, height: u32, seed: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb([u8::try_from(x % 251).unwrap(), seed, u8::try_from(y % 251).unwrap()])
    });
    let mut jpeg = Cursor::new(Vec::new());
    picture.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let mut jpeg = jpeg.into_inner();
    // TIFF, big endian; one entry: tag 0x112, a SHORT, 6: to be turned to the right.
    let exif = [
        &b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..],
        b"GPS 48.9117N 2.3340E iPhone de Nadia <x:xmpmeta>",
    ]
    .concat();
    let size = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &size, &exif].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

/// Writes a post with these files, in which nobody can be recognised; the address of it.
pub(crate) async fn post_with(who: &Visitor, space: SpaceId, text: &str, files: &[(&str, &[u8])]) -> String {
    let reply = send_with(who, space, &[("text", text)], files).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    let posts = who.get_json(&format!("/s/{space}/wall")).await.json();
    let posts = posts["posts"].as_array().unwrap().clone();
    let post = posts.iter().find(|post| post["text"] == text).unwrap();
    let at = format!("/s/{space}/wall/{}", post["id"].as_str().unwrap());
    nobody_is_in(who, &at).await;
    at
}

/// Says of each file of a post that nobody can be recognised in it.
async fn nobody_is_in(who: &Visitor, at: &str) {
    for file in files_of(who, at).await {
        let said = who.post(&format!("{file}/who"), &[("nobody", "on")]).await;
        // Papers show nobody.
        assert!(matches!(said.status, 303 | 404), "{}", said.body);
    }
}

pub(crate) async fn send_with(
    who: &Visitor,
    space: SpaceId,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Reply {
    let fields = [&[("audience", "everyone")][..], fields].concat();
    let files: Vec<_> = files.iter().map(|(name, bytes)| ("files", *name, *bytes)).collect();
    who.post_form(&format!("/s/{space}/wall"), &fields, &files).await
}

/// The addresses of a post's files.
pub(crate) async fn files_of(who: &Visitor, at: &str) -> Vec<String> {
    let post = who.get_json(at).await.json();
    let files = post["files"].as_array().unwrap().clone();
    files.iter().map(|file| format!("{at}/files/{}", file["id"].as_str().unwrap())).collect()
}

fn said<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// How many blobs somebody needs for a file of a wall.
async fn needed(school: &School) -> i64 {
    let count = sql!((i64,), "SELECT count(*) FROM blob_ref WHERE service = 'wall.file'");
    school.app.ctx().db.one(count, &[]).await.unwrap().0
}

#[tokio::test]
async fn a_photo_stands_upright_on_the_wall_and_nobody_learns_from_it_where_it_was_taken() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let space = school.class_4b;
        let sent = photo(1200, 800, 40);
        assert!(sent.windows(3).any(|part| part == b"GPS"));
        let at = post_with(&teacher, space, "La sortie", &[("IMG_1.jpg", &sent)]).await;
        let [whole] = &files_of(&mother, &at).await[..] else { panic!("one file") };
        let (view, small) = (mother.get(whole).await, mother.get(&format!("{whole}/small")).await);
        for (reply, width, height) in [(&view, 800, 1200), (&small, 240, 360)] {
            assert_eq!((reply.status, said(reply, "content-type")), (200, "image/jpeg"));
            assert_eq!(said(reply, "cache-control"), "private, no-cache");
            let read = image::load_from_memory(&reply.bytes).unwrap();
            assert_eq!((read.width(), read.height()), (width, height));
            for sign in [&b"Exif"[..], b"GPS", b"xmp", b"iPhone"] {
                assert!(!reply.bytes.windows(sign.len()).any(|part| part == sign), "{sign:?}");
            }
        }
        // What was at the bottom left lies at the top left now: it was turned to the right.
        let top_left = *image::load_from_memory(&view.bytes).unwrap().into_rgb8().get_pixel(5, 5);
        assert!(top_left.0[2] > 30, "{top_left:?}");
        let page = mother.get(&format!("/s/{space}/wall")).await.body;
        let tag =
            format!("<img src=\"{whole}/small\" width=\"240\" height=\"360\" alt=\"Photo 1 sur 1\" loading=\"lazy\"");
        assert!(page.contains(&tag), "{page}");
        assert!(!page.contains("/files\">"), "who may not change it is not asked to");
        let again = mother.ask(Method::GET, whole, &[(header::IF_NONE_MATCH, said(&view, "etag"))], "").await;
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        let picture = mother.get(&whole.replace("/files/", "/pictures/")).await;
        assert!(
            picture.status == 200 && picture.body.contains(&format!("src=\"{whole}\" width=\"800\" height=\"1200\""))
        );
        for stranger in [&school.moreau, &school.tom, &school.auditor] {
            for path in [whole.clone(), format!("{whole}/small"), whole.replace("/files/", "/pictures/")] {
                let reply = school
                    .as_(stranger)
                    .ask(Method::GET, &path, &[(header::IF_NONE_MATCH, said(&view, "etag"))], "")
                    .await;
                assert_eq!(reply.status, 404, "{path}");
            }
        }
        assert!(school.app.visitor().get(whole).await.location().starts_with("/sign-in"));
    }
}

#[tokio::test]
async fn a_withdrawn_or_unpublished_post_keeps_its_photos_to_itself() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, head, mother) =
            (school.as_(&school.benali), school.as_(&school.head), school.as_(&school.claire));
        let space = school.class_4b;
        let at = post_with(&teacher, space, "La sortie", &[("1.jpg", &photo(300, 200, 1))]).await;
        let file = files_of(&teacher, &at).await.remove(0);
        assert_eq!(mother.get(&file).await.status, 200);
        assert_eq!(teacher.post(&format!("{at}/withdraw"), &[]).await.status, 303);
        assert_eq!((mother.get(&file).await.status, mother.get(&format!("{file}/small")).await.status), (404, 404));
        assert_eq!((teacher.get(&file).await.status, head.get(&file).await.status), (200, 200));
        let draft =
            send_with(&teacher, space, &[("text", "Plus tard"), ("keep", "draft")], &[("2.jpg", &photo(300, 200, 2))])
                .await;
        let draft = draft.location().trim_end_matches("/files").to_owned();
        let file = files_of(&teacher, &draft).await.remove(0);
        assert_eq!((teacher.get(&file).await.status, head.get(&file).await.status), (200, 404));
        // The picture of one post is not found through another.
        let crossed = file.replace(draft.rsplit('/').next().unwrap(), at.rsplit('/').next().unwrap());
        assert_eq!(teacher.get(&crossed).await.status, 404);
        let before = needed(&school).await;
        assert_eq!(teacher.post(&format!("{draft}/discard"), &[]).await.status, 303);
        assert_eq!((before, needed(&school).await), (4, 2), "what is thrown away takes its bytes with it");
    }
}

#[tokio::test]
async fn a_form_that_lost_its_answer_and_is_sent_again_writes_one_post() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let form = teacher.get(&format!("/s/{space}/wall/new")).await.body;
        let once = form.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let speaks = (HeaderName::from_static("tus-resumable"), "1.0.0");
        let sent = photo(300, 200, 3);
        let (length, bytes) = (sent.len().to_string(), (header::CONTENT_TYPE, "application/offset+octet-stream"));
        // `purpose wall.file`, `filename a.jpg`
        let headers = [
            speaks,
            bytes,
            (HeaderName::from_static("upload-length"), &*length),
            (HeaderName::from_static("upload-metadata"), "purpose d2FsbC5maWxl,filename YS5qcGc="),
        ];
        let made = teacher.ask(Method::POST, "/uploads", &headers, sent).await;
        let upload = made.location().rsplit('/').next().unwrap().to_owned();
        let fields = [("text", "Une fois"), ("once", once), ("upload", &*upload), ("upload", &*upload)];
        for _ in 0..2 {
            let reply = send_with(&teacher, space, &fields, &[]).await;
            assert_eq!(reply.status, 303, "{}", reply.body);
        }
        assert_eq!(reads(&teacher, space).await, ["Une fois"]);
        assert_eq!(json(&teacher, space, once).await["files"].as_array().unwrap().len(), 1);
        // Nobody else's post is taken for one's own.
        let head = school.as_(&school.head);
        assert_eq!(send_with(&head, space, &[("text", "Autre"), ("once", once)], &[]).await.status, 303);
        assert_eq!(reads(&teacher, space).await, ["Autre", "Une fois"]);
    }
}

#[tokio::test]
async fn a_film_is_played_in_parts_and_what_no_browser_plays_is_taken_home() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let film = [&b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm"[..], &[7; 900]].concat();
        let files = [("Été.webm", &film[..]), ("plan.pdf", b"%PDF-1.7"), ("page.html", b"<script>alert(1)</script>")];
        let at = post_with(&teacher, school.class_4b, "Le film", &files).await;
        let [seen, pdf, page] = &files_of(&mother, &at).await[..] else { panic!("three files") };
        let range = |range: &'static str| (header::RANGE, range);
        let part = mother.ask(Method::GET, seen, &[range("bytes=10-19"), (header::ACCEPT_ENCODING, "gzip")], "").await;
        assert_eq!((part.status, &part.bytes[..]), (206, &film[10..20]));
        assert_eq!((said(&part, "content-range"), said(&part, "accept-ranges")), ("bytes 10-19/919", "bytes"));
        assert_eq!((said(&part, "content-length"), said(&part, "content-type")), ("10", "video/webm"));
        let whole = mother.ask(Method::GET, seen, &[(header::ACCEPT_ENCODING, "gzip")], "").await;
        assert!(whole.status == 200 && whole.bytes == film && said(&whole, "content-encoding").is_empty());
        assert_eq!(said(&whole, "content-disposition"), "inline; filename*=UTF-8''%C3%89t%C3%A9.webm");
        let other = [range("bytes=10-19"), (header::IF_RANGE, "\"another\"")];
        assert_eq!(mother.ask(Method::GET, seen, &other, "").await.status, 200);
        let beyond = mother.ask(Method::GET, seen, &[range("bytes=919-")], "").await;
        assert_eq!((beyond.status, said(&beyond, "content-range")), (416, "bytes */919"));
        assert_eq!(mother.ask(Method::GET, seen, &[range("bytes=0-"), (header::COOKIE, "")], "").await.status, 206);
        for (file, media) in [(pdf, "application/pdf"), (page, "application/octet-stream")] {
            let reply = mother.get(file).await;
            assert_eq!((reply.status, said(&reply, "content-type")), (200, media));
            assert!(said(&reply, "content-disposition").starts_with("attachment;"));
            assert!(said(&reply, "x-content-type-options") == "nosniff");
        }
        let wall = mother.get(&at).await.body;
        assert!(wall.contains(&format!("<video controls preload=\"none\" src=\"{seen}\"")), "{wall}");
        assert!(wall.contains("plan.pdf") && wall.contains("1\u{a0}ko"));
    }
}

/// A film of a telephone in HEVC, which says where it was taken.
fn hevc() -> Vec<u8> {
    let part = |kind: &[u8; 4], content: &[u8]| {
        [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, content].concat()
    };
    let stsd = part(b"stsd", b"\0\0\0\0\0\0\0\x01\0\0\0\x10hvc1\0\0\0\0\0\0\0\0");
    let hdlr = part(b"hdlr", b"\0\0\0\0\0\0\0\0vide\0\0\0\0");
    let track = part(b"trak", &part(b"mdia", &[hdlr, part(b"minf", &part(b"stbl", &stsd))].concat()));
    let place = part(b"udta", &part(b"\xa9xyz", b"+48.9117+002.3340/"));
    [part(b"ftyp", b"qt  \0\0\0\0qt  "), part(b"moov", &[track, place].concat()), part(b"mdat", &[9; 64])].concat()
}

#[tokio::test]
async fn a_telephones_film_is_freed_of_its_place_and_says_that_it_is_to_be_taken_home() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let sent = hevc();
        let at = post_with(&teacher, school.class_4b, "Le film", &[("IMG_2.MOV", &sent)]).await;
        let file = files_of(&mother, &at).await.remove(0);
        let given = mother.get(&file).await;
        assert_eq!((given.bytes.len(), said(&given, "content-type")), (sent.len(), "video/quicktime"));
        assert!(said(&given, "content-disposition").starts_with("attachment"));
        assert!(!given.bytes.windows(5).any(|part| part == b"+48.9"));
        let page = mother.get(&at).await.body;
        assert!(page.contains("téléchargez-le pour le regarder") && !page.contains("<video"), "{page}");
        let cut = send_with(&teacher, school.class_4b, &[("text", "Coupé")], &[("IMG_3.MOV", &sent[..60])]).await;
        assert!(cut.status == 422 && cut.body.contains("IMG_3.MOV"), "{}", cut.status);
    }
}

#[tokio::test]
async fn what_can_not_be_taken_is_named_with_what_to_do() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic GPS 48.9117N";
        for (name, bytes, words) in [
            ("photo.heic", &heic[..], "HEIC"),
            ("photo.jpg", b"\xff\xd8\xff\xe0 nothing", "illisible"),
            ("photo.tif", b"II*\0 48.9117N", "Enregistrez-la en JPEG"),
        ] {
            let reply =
                send_with(&teacher, space, &[("text", "Voilà")], &[("ok.jpg", &photo(60, 40, 1)), (name, bytes)]).await;
            assert!(reply.status == 422 && reply.body.contains(name) && reply.body.contains(words), "{}", reply.body);
            assert!(reply.body.contains("Voilà"), "the words are not lost");
        }
        let many: Vec<_> = (0..61).map(|_| ("a.txt", &b"a"[..])).collect();
        let reply = send_with(&teacher, space, &[("text", "Voilà")], &many).await;
        assert!(reply.status == 422 && reply.body.contains("60"), "{} {}", reply.status, reply.body);
        assert!(reads(&teacher, space).await.is_empty());
        let gone = [("text", "Voilà"), ("upload", "01708e32-4c00-7000-8000-000000000000")];
        assert_eq!(send_with(&teacher, space, &gone, &[]).await.status, 410);
        assert_eq!(
            send_with(&school.as_(&school.claire), space, &[("text", "Moi")], &[("a.txt", b"a")]).await.status,
            403
        );
        assert_eq!(needed(&school).await, 0);
    }
}

#[tokio::test]
async fn its_author_describes_photos_adds_some_and_removes_one_with_its_bytes() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, head, mother) =
            (school.as_(&school.benali), school.as_(&school.head), school.as_(&school.claire));
        let photos: Vec<_> = (0..8).map(|seed| photo(60, 40, seed)).collect();
        let photos: Vec<_> = photos.iter().map(|photo| ("p.jpg", &photo[..])).collect();
        let reply = send_with(&teacher, school.class_4b, &[("text", "Huit")], &photos).await;
        assert!(reply.location().ends_with("/files"), "photos get their words next");
        let page = teacher.get(reply.location()).await;
        assert!(
            page.status == 200 && page.body.contains("Votre message est publié") && page.body.contains("name=\"alt-")
        );
        let at = reply.location().trim_end_matches("/files");
        nobody_is_in(&teacher, at).await;
        let wall = mother.get(&format!("/s/{}/wall", school.class_4b)).await.body;
        assert_eq!(wall.matches("loading=\"lazy\"").count(), 6);
        assert!(wall.contains("encore 2 photos"), "{wall}");
        assert_eq!(mother.get(at).await.body.matches("loading=\"lazy\"").count(), 8);
        let first = files_of(&mother, at).await.remove(0);
        let field = format!("alt-{}", first.rsplit('/').next().unwrap());
        for refused in [&head, &mother] {
            assert_eq!(refused.get(&format!("{at}/files")).await.status, 403);
            assert_eq!(refused.post(&format!("{at}/files"), &[(&field, "non")]).await.status, 403);
            assert_eq!(refused.post(&format!("{first}/remove"), &[]).await.status, 403);
        }
        let long = "é".repeat(301);
        assert_eq!(teacher.post(&format!("{at}/files"), &[(&field, &long)]).await.status, 422);
        let words = [(&*field, "Léa tient une <loupe>")];
        let saved =
            teacher.post_form(&format!("{at}/files"), &words, &[("files", "neuf.jpg", &photo(60, 40, 9))]).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        nobody_is_in(&teacher, at).await;
        let page = mother.get(at).await.body;
        assert!(
            page.contains("alt=\"Léa tient une &#60;loupe&#62;\"") && page.contains("alt=\"Photo 9 sur 9\""),
            "{page}"
        );
        let before = needed(&school).await;
        assert_eq!(teacher.post(&format!("{first}/remove"), &[]).await.status, 303);
        assert_eq!(
            (mother.get(&first).await.status, teacher.post(&format!("{first}/remove"), &[]).await.status),
            (404, 404)
        );
        assert_eq!((before, needed(&school).await), (18, 16));
    }
}

#[tokio::test]
async fn bytes_that_are_missing_are_told_to_the_doctor() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let at = post_with(&teacher, school.class_4b, "La sortie", &[("1.jpg", &photo(60, 40, 1))]).await;
        let wall = preau_wall::Wall::default();
        let ctx = school.app.ctx();
        assert!(wall.checks(ctx).await.unwrap().iter().all(|check| check.health == Health::Good));
        let blob = sql!((preau_blob::BlobId,), "SELECT blob FROM wall_file WHERE size > $1");
        let (blob,) = ctx.db.one(blob, args![0_i64]).await.unwrap();
        ctx.blobs.delete(blob).await.unwrap();
        let checks = wall.checks(ctx).await.unwrap();
        assert!(
            checks.iter().any(|check| check.code == "wall-files-missing" && check.health == Health::Bad),
            "{checks:?}"
        );
        let file = files_of(&teacher, &at).await.remove(0);
        assert_eq!(teacher.get(&file).await.status, 404);
    }
}

#[tokio::test]
async fn what_was_sent_itself_is_gone_after_a_day() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let sent = photo(60, 40, 1);
        let at = post_with(&teacher, school.class_4b, "La sortie", &[("1.jpg", &sent)]).await;
        let ctx = school.app.ctx();
        let original = preau_blob::BlobId::of(&sent);
        assert!(ctx.blobs.exists(original).await.unwrap());
        school.app.clock.advance(Duration::hours(25));
        preau_blob::rows::collect(&ctx.db, &ctx.blobs, ctx.clock.now()).await.unwrap();
        assert!(!ctx.blobs.exists(original).await.unwrap());
        let file = files_of(&teacher, &at).await.remove(0);
        assert_eq!(teacher.get(&file).await.status, 200);
    }
}
