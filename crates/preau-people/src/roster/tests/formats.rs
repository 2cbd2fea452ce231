//! Every format, from the file to the people and back.

use preau_roster::fixtures::{self, Encoding, Generation};
use preau_testkit::engines;

use super::school::{School, assert_same};
use crate::roster::store::State;

/// Imports, imports again, undoes: in one go, for each format.
async fn there_and_back(name: &str, files: Vec<(String, Vec<u8>)>) {
    for engine in engines() {
        let school = School::open(engine).await;
        let empty = school.dump().await;
        let address = school.import(&files, &[]).await;
        let full = school.dump().await;
        assert!(full["person"].len() > 40, "{name}: {} people", full["person"].len());
        assert!(full["space"].len() > 2 && full["guardianship"].len() > 20, "{name}: {:?}", full["space"]);
        assert!(full["roster_person"].len() + 1 == full["person"].len());
        let events = school.events().await;
        assert!(
            events.contains(&"people.roster-applied".to_owned()) && events.len() < full["space"].len() + 4,
            "{events:?}"
        );
        school.app.settle().await;

        let again = school.give(&files).await;
        let page = school.secretary.get(&again).await;
        assert!(page.body.contains("Tout est déjà à jour"), "{name}: {}", page.body);
        assert_same(&full, &school.dump().await, "the same files twice");
        let report = crate::roster::apply(school.ctx(), super::school::sources(&files), None, "fr").await.unwrap();
        assert!(!report.applied && report.doubts.is_empty(), "{report:?}");
        assert_same(&full, &school.dump().await, "the same files from the command line");
        assert_eq!(school.events().await, Vec::<String>::new());

        let reply = school.secretary.post(&format!("{address}/undo"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        assert_same(&empty, &school.dump().await, "undone");
        assert_eq!(school.entry(&address).await.state, State::Undone);
    }
}

#[tokio::test]
async fn onde_of_either_generation_and_encoding_comes_in_and_goes_back() {
    there_and_back("ONDE", fixtures::onde(30, 1, Generation::Current, Encoding::Latin9)).await;
    there_and_back("ONDE", fixtures::onde(30, 2, Generation::Older, Encoding::Utf8)).await;
}

#[tokio::test]
async fn siecle_comes_in_zipped_or_not_and_goes_back() {
    there_and_back("SIECLE", fixtures::siecle(30, 1).unwrap()).await;
    there_and_back("SIECLE", fixtures::siecle_xml(30, 2)).await;
}

#[tokio::test]
async fn oneroster_of_both_versions_comes_in_and_goes_back() {
    there_and_back("OneRoster 1.1", vec![fixtures::oneroster_1_1(30, 1).unwrap()]).await;
    there_and_back("OneRoster 1.2", vec![fixtures::oneroster_1_2(30, 2).unwrap()]).await;
}

#[tokio::test]
async fn an_unknown_table_is_asked_about_once_and_remembered() {
    for engine in engines() {
        for file in [fixtures::csv(30, 1), fixtures::xlsx(30, 2).unwrap(), fixtures::ods(30, 3).unwrap()] {
            let school = School::open(engine).await;
            let address = school.give(std::slice::from_ref(&file)).await;
            assert_eq!(school.entry(&address).await.state, State::Mapping, "{}", file.0);
            let page = school.secretary.get(&address).await;
            assert!(page.body.contains("À quoi correspond chaque colonne"), "{}", page.body);
            let chosen = chosen(&page.body);
            let mut fields: Vec<(&str, &str)> =
                chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            fields.extend([("table", "0"), ("kind", "learner"), ("remember", "1")]);
            let nothing = [("table", "0"), ("kind", "learner")];
            let refused = school.secretary.post(&format!("{address}/columns"), &nothing).await;
            assert!(refused.status == 422 && refused.body.contains("Il manque une colonne"), "{}", refused.body);
            let reply = school.secretary.post(&format!("{address}/columns"), &fields).await;
            assert_eq!(reply.status, 303, "{}", reply.body);
            assert_eq!(school.secretary.post(&format!("{address}/apply"), &[]).await.status, 303);
            let full = school.dump().await;
            assert!(full["person"].len() >= 30, "{}: {}", file.0, full["person"].len());
            let again = school.give(std::slice::from_ref(&file)).await;
            assert_eq!(school.entry(&again).await.state, State::Asked, "the heading is remembered");
            assert!(school.entry(&again).await.summary().nothing);
        }
    }
}

/// The meanings that the page proposes.
fn chosen(body: &str) -> Vec<(String, String)> {
    let selects = body.split("<select name=\"").skip(1);
    let chosen = selects.filter_map(|select| {
        let (name, rest) = select.split_once('"')?;
        let rest = rest.split("</select>").next()?;
        let value =
            rest.split("<option value=\"").skip(1).find(|option| option.contains(" selected"))?.split('"').next()?;
        Some((name.to_owned(), value.to_owned()))
    });
    chosen.collect()
}
