//! Calendars of other programs.

use icalendar::{Calendar, CalendarComponent, Component};
use preau_testkit::{engines, guardianship};
use time::macros::date;

use super::world::{accepted, between, event, is_said, open};

/// What another parser reads in what we write.
fn parsed(text: &str) -> Calendar {
    assert!(text.ends_with("END:VCALENDAR\r\n") && text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn events(calendar: &Calendar) -> Vec<(String, String)> {
    let all = calendar.components.iter().filter_map(CalendarComponent::as_event);
    let mut all: Vec<_> = all
        .map(|it| {
            let start = it.properties().get("DTSTART").unwrap();
            (it.get_summary().unwrap().to_owned(), start.value().to_owned())
        })
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_phone_reads_at_a_secret_address_what_its_person_may_see_until_the_address_ends() {
    for engine in engines() {
        let school = open(engine).await;
        let long = "Réunion de parents ; apportez un stylo, une gomme et beaucoup de patience : l’été approche";
        event(&school, &[("title", long), ("from", "18:00"), ("to", "20:00"), ("audience", "families")]).await;
        event(
            &school,
            &[("title", "Cours"), ("from", "08:00"), ("to", "09:00"), ("repeat", "1"), ("until", "2020-06-30")],
        )
        .await;
        event(&school, &[("title", "Sortie"), ("last", "2020-03-22"), ("audience", "members")]).await;
        let claire = school.as_(&school.claire);
        accepted(&claire.post("/calendar", &[("title", "Dentiste"), ("first", "2020-03-18")]).await);
        let made = claire.post("/calendar/feeds", &[]).await.body;
        let token = between(&made, "/calendar/feed/", "</code>").to_owned();
        assert_eq!(token.len(), 43 + 4, "256 bits");
        let phone = school.app.visitor();
        let reply = phone.get(&format!("/calendar/feed/{token}")).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["cache-control"], "private, no-store");
        assert!(reply.headers["content-type"].to_str().unwrap().starts_with("text/calendar"));
        let calendar = parsed(&reply.body);
        let found = [("Cours", "20200320T080000"), ("Dentiste", "20200318"), (long, "20200320T170000Z")];
        assert_eq!(events(&calendar), found.map(|(title, start)| (title.to_owned(), start.to_owned())));
        for wanted in ["TZID:Europe/Paris", "DTSTART:20200329T020000", "UNTIL=20200630T060000Z", "TZOFFSETTO:+0200"] {
            assert!(reply.body.contains(wanted), "{wanted} in {}", reply.body);
        }
        assert!(!claire.get("/calendar/feeds").await.body.contains(&token), "it is shown once");
        for wrong in ["", "x", &token[1..], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics"] {
            assert_eq!(phone.get(&format!("/calendar/feed/{wrong}")).await.status, 404, "{wrong}");
        }
        let mut kept = guardianship(school.claire.id, school.lea.id);
        kept.no_record = true;
        kept.limit_reason = Some("Ordonnance du 10 mars 2020".to_owned());
        kept.limited_from = Some(date!(2020 - 03 - 10));
        school.maker().guardianship(kept).await;
        let body = phone.get(&format!("/calendar/feed/{token}")).await.body;
        assert!(body.contains("Dentiste") && !body.contains("Cours"), "a court's decision is heard at once");
        let id = between(&claire.get("/calendar/feeds").await.body, "action=\"/calendar/feeds/", "/end\"").to_owned();
        assert_eq!(school.as_(&school.paul).post(&format!("/calendar/feeds/{id}/end"), &[]).await.status, 404);
        accepted(&claire.post(&format!("/calendar/feeds/{id}/end"), &[]).await);
        assert_eq!(phone.get(&format!("/calendar/feed/{token}")).await.status, 404);
    }
}

#[tokio::test]
async fn an_address_of_one_space_shows_that_space() {
    for engine in engines() {
        let school = open(engine).await;
        event(&school, &[]).await;
        let claire = school.as_(&school.claire);
        accepted(&claire.post("/calendar", &[("title", "Dentiste"), ("first", "2020-03-18")]).await);
        let space = school.class_4b.to_string();
        let made = claire.post("/calendar/feeds", &[("space", &space)]).await.body;
        let token = between(&made, "/calendar/feed/", "</code>");
        let body = school.app.visitor().get(&format!("/calendar/feed/{token}")).await.body;
        assert!(body.contains("SUMMARY:Kermesse") && !body.contains("Dentiste") && body.contains("X-WR-CALNAME:4e B"));
        let other = school.other_class.to_string();
        assert_eq!(claire.post("/calendar/feeds", &[("space", &other)]).await.status, 404);
        let file = claire.get(&format!("/s/{space}/calendar/export")).await;
        assert!(file.headers["content-disposition"].to_str().unwrap().contains("agenda.ics"));
        assert_eq!(events(&parsed(&file.body)).len(), 1);
        let own = parsed(&claire.get("/calendar/export").await.body);
        assert_eq!(events(&own).len(), 2);
        for _ in 0..19 {
            assert_eq!(claire.post("/calendar/feeds", &[]).await.status, 200);
        }
        assert_eq!(claire.post("/calendar/feeds", &[]).await.status, 507);
    }
}

#[tokio::test]
async fn a_file_of_another_calendar_is_read_once_and_what_it_has_that_is_not_known_is_named_by_its_line() {
    for engine in engines() {
        let school = open(engine).await;
        let teacher = school.as_(&school.benali);
        let path = format!("/s/{}/calendar/import", school.class_4b);
        let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//autre//FR\r\nBEGIN:VEVENT\r\nUID:1@autre\r\n\
            SUMMARY:Piscine\r\nDTSTART;TZID=Europe/Paris:20200319T100000\r\nDURATION:PT1H\r\n\
            RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@autre\r\nSUMMARY:Conseil\r\n\
            DTSTART:20200320T170000Z\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let read = async |file: &str| teacher.post_files(&path, &[("file", "a.ics", file.as_bytes())]).await;
        let done = read(file).await;
        assert!(done.status == 200 && done.body.contains("Une date ajoutée"), "{}", done.body);
        assert!(done.body.contains("Ligne 15") && done.body.contains("n’est pas connue ici"), "{}", done.body);
        let again = read(&file.replace("Piscine", "Piscine couverte")).await.body;
        assert!(again.contains("Rien de nouveau") && again.contains("une mise à jour"), "{again}");
        let json = teacher.get_json(&format!("/s/{}/calendar?month=2020-03", school.class_4b)).await.json();
        let days: Vec<_> = json["times"].as_array().unwrap().iter().map(|it| it["day"].as_str().unwrap()).collect();
        assert_eq!(days, ["2020-03-19", "2020-03-26", "2020-04-02"]);
        let bad = read("BEGIN:VCALENDAR\nrien du tout\n").await;
        assert!(bad.status == 422 && bad.body.contains("Ligne 2"), "{}", bad.body);
        assert_eq!(read("BEGIN:VCALENDAR").await.status, 422);
        let pupil = school.as_(&school.lea);
        assert_eq!(pupil.post_files(&path, &[("file", "a.ics", file.as_bytes())]).await.status, 403);
        let own = pupil.post_files("/calendar/import", &[("file", "a.ics", file.as_bytes())]).await;
        assert_eq!(own.status, 200, "{}", own.body);
        let back = parsed(&pupil.get("/calendar/export").await.body);
        assert_eq!(events(&back).len(), 2, "the class's and one's own");
        is_said(&pupil, "/calendar/feeds").await;
    }
}
