//! The year book.

use std::io::{Cursor, Read};

use preau_testkit::engines;

use super::{
    files::{files_of, photo, send_with},
    rights::{answer, ask, name},
    world::{open, publish},
};

#[tokio::test]
async fn a_book_has_what_everybody_was_told_and_the_pictures_that_families_allow_a_book() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, amina) = (school.as_(&school.benali), school.as_(&school.amina));
        let class = school.class_4b;
        publish(&teacher, class, "Pour les familles seules", &[("audience", "families")]).await;
        let photos =
            [("1.jpg", &*photo(900, 600, 1)), ("2.jpg", &*photo(900, 600, 2)), ("3.jpg", &*photo(900, 600, 3))];
        let fields = [("text", "La sortie au marais")];
        let sent = send_with(&teacher, class, &fields, &photos).await;
        let at = sent.location().trim_end_matches("/files").to_owned();
        let files = files_of(&teacher, &at).await;
        // One of nobody, one of a child whose mother agrees to what is asked, and one of which nothing is said.
        name(&teacher, &files[0], &[]).await;
        name(&teacher, &files[1], &[school.sami.id]).await;
        let book = format!("/s/{class}/wall/book");
        let shown = async || {
            let page = teacher.get(&book).await.body;
            assert!(page.contains("La sortie au marais") && !page.contains("Pour les familles seules"), "{page}");
            files.iter().map(|file| page.contains(file.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(shown().await, [true, false, false]);
        ask(&teacher, &at, &[]).await;
        assert_eq!(answer(&amina, &at, school.sami.id, "yes").await, 303);
        assert!(amina.get(&at).await.body.contains(&files[1]), "on the wall it is shown now");
        assert_eq!(shown().await, [true, false, false], "a wall is no book");
        ask(&teacher, &at, &[("extent", "book")]).await;
        assert_eq!(shown().await, [true, false, false], "asked anew, nothing is agreed to");
        assert_eq!(answer(&amina, &at, school.sami.id, "yes").await, 303);
        assert_eq!(shown().await, [true, true, false]);
        let post = at.rsplit('/').next().unwrap();
        let ticked = format!("post-{post}");
        let print = teacher.post(&book, &[(&ticked, "on"), ("way", "print")]).await;
        assert!(print.status == 200 && print.body.contains(&files[1]) && !print.body.contains(&files[2]));
        let folder = teacher.post(&book, &[(&ticked, "on"), ("way", "folder")]).await;
        let mut zip = zip::ZipArchive::new(Cursor::new(folder.bytes)).unwrap();
        let names: Vec<_> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names.len(), 4, "two photos, a page, the posts as JSON: {names:?}");
        let mut page = String::new();
        zip.by_name("index.html").unwrap().read_to_string(&mut page).unwrap();
        assert!(page.contains("La sortie au marais") && page.contains("src=\"photos/002.jpg\""), "{page}");
        assert!(!page.contains("http") && !page.contains("<script"), "it needs nothing from anywhere: {page}");
        let nothing = teacher.post(&book, &[("way", "print")]).await;
        assert!(!nothing.body.contains("La sortie au marais"), "what is not ticked is left out");
        for other in [&school.claire, &school.lea] {
            assert_eq!(school.as_(other).get(&book).await.status, 403);
            assert_eq!(school.as_(other).post(&book, &[(&ticked, "on")]).await.status, 403);
        }
        assert_eq!(school.as_(&school.moreau).get(&book).await.status, 404);
        // She takes it back: it is in no book any more.
        assert_eq!(answer(&amina, &at, school.sami.id, "no").await, 303);
        assert_eq!(shown().await, [true, false, false]);
    }
}
