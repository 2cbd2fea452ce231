//! The lists show exactly what the policy allows.

use preau_kernel::{Audience, Word};
use preau_people::store::{Viewer, spaces};
use preau_testkit::engines;
use preau_wall::{
    model::{PostState, Sight},
    policy, store,
};

use super::world::{everybody, open, publish, send};

#[tokio::test]
async fn each_sees_in_every_list_what_is_for_them_and_nothing_else() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, other) = (school.as_(&school.benali), school.as_(&school.moreau));
        for audience in Audience::ALL {
            publish(&teacher, school.class_4b, &format!("4b {audience}"), &[("audience", audience.as_str())]).await;
            send(&other, school.other_class, &format!("6a {audience}"), &[]).await;
        }
        send(&teacher, school.class_4b, "brouillon", &[("keep", "draft")]).await;
        send(&teacher, school.class_4b, "attend", &[("when", "later"), ("at", "2020-03-20T08:00")]).await;
        let gone = publish(&teacher, school.class_4b, "retiré", &[]).await;
        teacher.post(&format!("/s/{}/wall/{gone}/withdraw", school.class_4b), &[]).await;
        let db = &school.app.ctx().db;
        let now = school.app.ctx().clock.now();
        for (name, person) in everybody(&school) {
            let actor = school.actor(person);
            let viewer = Viewer::new(&actor, now);
            let mut home: Vec<String> = Vec::new();
            for space in [school.class_4b, school.other_class] {
                let met = spaces::meet(db, &viewer, space).await.unwrap().unwrap();
                let sight = policy::sight(&actor, &met);
                let all = Sight { leads: true, ..Sight::default() };
                let mut posts = store::page(db, space, all, i64::MAX, 100).await.unwrap();
                posts.extend(store::unpublished(db, space, school.benali.id).await.unwrap());
                let may: Vec<_> = posts.iter().filter(|post| policy::sees(Some(person.id), sight, post)).collect();
                let mut listed = store::page(db, space, sight, i64::MAX, 100).await.unwrap();
                if sight.leads {
                    listed.extend(store::unpublished(db, space, person.id).await.unwrap());
                }
                let texts = |posts: Vec<&preau_wall::model::Post>| {
                    let mut texts: Vec<_> = posts.into_iter().map(|post| post.text.clone()).collect();
                    texts.sort();
                    texts
                };
                assert_eq!(texts(listed.iter().collect()), texts(may.clone()), "{name}");
                let there = met.role.is_some() || met.through_child;
                let published = may.into_iter().filter(|post| post.state == PostState::Published && there);
                home.extend(published.filter(|post| post.author != Some(person.id)).map(|post| post.text.clone()));
            }
            let newest = store::newest(db, &viewer, now - time::Duration::DAY, 50).await.unwrap();
            let mut newest: Vec<_> = newest.into_iter().map(|post| post.text).collect();
            newest.sort();
            home.sort();
            assert_eq!(newest, home, "{name}");
        }
    }
}
