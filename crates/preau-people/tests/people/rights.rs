//! Every address for every kind of visitor.

use std::fmt::Write;

use preau_kernel::PersonKind;
use preau_people::Person;
use preau_testkit::engines;
use preau_web::Service;

use super::world::{School, guardianship};

/// What each visitor gets: nobody, a stranger (pupil of another class), a guardian of another child, a teacher of
/// another class, the auditor, the class's own pupil, their guardian, their teacher, the head, the administrator.
const TABLE: &str = include_str!("rights.txt");

fn fill(path: &str, school: &School) -> String {
    let person = if path.starts_with("/p/") { school.lea.id } else { school.sami.id };
    path.replace("{space}", &school.class_4b.to_string())
        .replace("{person}", &person.to_string())
        .replace("{guardian}", &school.amina.id.to_string())
        .replace("{invitation}", &school.lea.id.to_string())
        .replace("{code}", "2222-2222-2222")
        .replace("{id}", &school.lea.id.to_string())
        .replace("{roster}", &school.lea.id.to_string())
}

#[tokio::test]
async fn each_address_answers_each_visitor_as_the_table_says() {
    for engine in engines() {
        let school = School::open(engine).await;
        let rita = school.maker().person(PersonKind::Guardian, "Rita", "PETIT").await;
        school.maker().guardianship(guardianship(rita.id, school.tom.id)).await;
        let visitors: [Option<&Person>; 10] = [
            None,
            Some(&school.tom),
            Some(&rita),
            Some(&school.moreau),
            Some(&school.auditor),
            Some(&school.lea),
            Some(&school.claire),
            Some(&school.benali),
            Some(&school.head),
            Some(&school.admin),
        ];
        let mut table = String::new();
        for route in preau_people::People::default().routes().list() {
            // What a leader's or the office's POST would change is tested elsewhere; here, who is let in at all.
            let changes = route.method == http::Method::POST;
            let path = fill(route.path, &school);
            let mut line = format!("{:4} {:45}", route.method.as_str(), route.path);
            for (place, visitor) in visitors.iter().enumerate() {
                if route.path.ends_with("/live") && place > 4 || changes && place > 6 {
                    line.push_str("   ·");
                    continue;
                }
                let visitor = visitor.map_or_else(|| school.app.visitor(), |person| school.as_(person));
                let reply = if changes { visitor.post(&path, &[]).await } else { visitor.get(&path).await };
                let to_sign_in = reply.status == 303 && reply.location().starts_with("/sign-in");
                let status = if to_sign_in { "in".to_owned() } else { reply.status.to_string() };
                write!(line, " {status:>3}").unwrap();
            }
            table.push_str(line.trim_end());
            table.push('\n');
        }
        if std::env::var_os("PREAU_WRITE").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/people/rights.txt"), &table).unwrap();
        } else {
            assert_eq!(table, TABLE, "an address answers somebody otherwise, or is not in the table");
        }
    }
}
