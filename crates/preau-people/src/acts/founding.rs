//! First run, and the institution's settings.

use preau_journal::verbs::{INSTITUTION_CHANGE, INSTITUTION_FOUND};
use preau_kernel::{Can, Problem, Result, SpaceId, SpaceKind};
use serde_json::json;

use super::{Act, NewSpace, spaces::write};
use crate::{
    model::{NAME_LIMIT, Settings, is_hour, is_year},
    policy::{Institution, InstitutionVerb, demand},
    store::{settings, spaces},
};

/// Lines of the institution's address: what a letter has room for.
const ADDRESS_LINES: usize = 4;
/// Letters of one line at the top of a letter.
const LINE_LIMIT: usize = 60;

/// Names the institution and opens its own space; when it has one, changes the settings.
pub async fn found(act: &mut Act<'_>, proof: &Can<InstitutionVerb, Institution>, new: Settings) -> Result<SpaceId> {
    demand(proof, InstitutionVerb::Administer)?;
    let new = checked(act, new)?;
    settings::set_settings(act.tx, &new).await?;
    let Some(id) = spaces::institution_in(act.tx).await? else {
        let house = write(act, NewSpace::named(SpaceKind::Institution, &new.name)).await?;
        let entry = act.entry(INSTITUTION_FOUND).within(house.id).with(json!({ "kind": new.kind }));
        act.record(entry).await?;
        return Ok(house.id);
    };
    let mut house = spaces::space_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    house.name = new.name;
    spaces::update(act.tx, &house).await?;
    act.tell("people.settings-changed", None, json!({})).await?;
    let entry = act.entry(INSTITUTION_CHANGE);
    act.record(entry).await?;
    Ok(id)
}

/// Tidies what stands at the top of letters, and finds what has no room there.
fn letterhead(new: &mut Settings) -> Result<()> {
    let tidy = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = new.address.lines().map(tidy).filter(|line| !line.is_empty()).collect();
    if lines.len() > ADDRESS_LINES {
        return Err(Problem::field("address", "address-lines"));
    }
    new.address = lines.join("\n");
    (new.phone, new.website) = (tidy(&new.phone), tidy(&new.website));
    let mut texts =
        lines.iter().map(|line| ("address", line)).chain([("phone", &new.phone), ("website", &new.website)]);
    let long = texts.find(|(_, text)| text.chars().count() > LINE_LIMIT);
    long.map_or(Ok(()), |(field, _)| Err(Problem::field(field, "line-limit")))
}

fn checked(act: &Act<'_>, mut new: Settings) -> Result<Settings> {
    new.name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    new.code = new.code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    if new.name.is_empty() {
        return Err(Problem::field("name", "name-missing"));
    }
    if new.name.chars().count() > NAME_LIMIT {
        return Err(Problem::field("name", "text-limit"));
    }
    letterhead(&mut new)?;
    if !new.code.is_empty() && !new.kind.accepts(&new.code) {
        return Err(Problem::field("code", new.kind.complaint()));
    }
    if !new.year.is_empty() && !is_year(&new.year) {
        return Err(Problem::field("year", "year-form"));
    }
    if preau_web::Zone::named(&new.time_zone).is_none() {
        return Err(Problem::field("time_zone", "time-zone"));
    }
    if !act.ctx.texts.speaks(&new.language) {
        return Err(Problem::field("language", "language"));
    }
    let hours = [
        ("deliver_from", &new.deliver_from),
        ("deliver_until", &new.deliver_until),
        ("weekend_from", &new.weekend_from),
        ("weekend_until", &new.weekend_until),
    ];
    for (field, hour) in hours {
        if !is_hour(hour) {
            return Err(Problem::field(field, "hour"));
        }
    }
    Ok(new)
}
