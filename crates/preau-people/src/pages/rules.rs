//! Who may find and write to whom.

use askama::Template;
use axum::Form;
use preau_kernel::{PersonKind, Word};
use preau_web::{Answer, Said, View, Visit};

use crate::{
    acts::{Act, contact},
    fields::Fields,
    model::{ContactRule, DEFAULT_RULES, InstitutionKind, Reach},
    policy::{self, InstitutionVerb},
    store::{contact_rules, settings},
};

#[derive(Template)]
#[template(path = "people/who_may.html")]
struct RulesPage {
    view: View,
    rules: Vec<ContactRule>,
    /// The kinds of people that there are here: patients only in a hospital.
    kinds: Vec<PersonKind>,
}

impl RulesPage {
    fn reaches() -> impl Iterator<Item = Reach> {
        Reach::ALL.iter().copied()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn reach(&self, table: &str, asks: &PersonKind, found: &PersonKind) -> Reach {
        let rule = self.rules.iter().find(|rule| rule.asks == *asks && rule.found == *found);
        let reach = rule.map(|rule| if table == "find" { rule.find } else { rule.writes });
        reach.unwrap_or(Reach::Nobody)
    }
}

/// `/admin/who-may`
pub(super) async fn form(visit: Visit) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let rules = contact_rules(&visit.ctx.db).await?;
    if visit.json {
        return visit.json(&rules);
    }
    let hospital = settings(&visit.ctx.db).await?.kind == InstitutionKind::Hospital;
    let here = |kind: &PersonKind| hospital || *kind != PersonKind::Patient;
    let kinds = PersonKind::ALL.iter().copied().filter(here).collect();
    visit.page(&RulesPage { view: visit.view().await?, rules, kinds })
}

/// `POST /admin/who-may`
pub(super) async fn change(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    let proof = policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let rules: Vec<ContactRule> = if fields.ticked("defaults") {
        DEFAULT_RULES.to_vec()
    } else {
        let before = contact_rules(&visit.ctx.db).await?;
        let asked = |rule: ContactRule| {
            let field = |table: &str, now: Reach| {
                Reach::find(fields.get(&format!("{table}-{}-{}", rule.asks, rule.found))).unwrap_or(now)
            };
            ContactRule { find: field("find", rule.find), writes: field("write", rule.writes), ..rule }
        };
        before.into_iter().map(asked).collect()
    };
    let mut tx = visit.ctx.db.begin().await?;
    contact::set_rules(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &rules).await?;
    tx.commit().await?;
    visit.go_and_say("/admin/who-may", &Said::new("people-said-saved"))
}
