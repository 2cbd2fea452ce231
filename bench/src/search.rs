//! Looking people up in the directory, one after the other, as a secretary types: whole names, beginnings, names
//! without their accents, and names with a slip of typing.

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::client::{Visitor, ask, connect};
use crate::siecle;
use crate::{Outcome, milliseconds, quantile};

/// How many searches of each kind.
const SEARCHES: u32 = 100;

/// What was measured, in milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    /// The very first search with a slip, which reads all names.
    first_ms: f64,
    names: Kind,
    beginnings: Kind,
    accents: Kind,
    slips: Kind,
}

/// One kind of search.
#[derive(Debug, Serialize)]
struct Kind {
    p50_ms: f64,
    p95_ms: f64,
    max_ms: f64,
    /// In how many answers the person was who was meant, of a hundred.
    found: usize,
}

/// Searches for pupils of the roster that `pupils` made.
pub(crate) async fn run(visitor: &Visitor, pupils: u32) -> Outcome<Figures> {
    let (first, _) = search(visitor, "Xavrier", "").await?;
    Ok(Figures {
        first_ms: milliseconds(first),
        names: kind(visitor, pupils, |given, family| format!("{given} {family}")).await?,
        beginnings: kind(visitor, pupils, |given, family| format!("{} {}", begun(given, 2), begun(family, 4))).await?,
        accents: kind(visitor, pupils, |given, family| plain(&format!("{given} {family}"))).await?,
        slips: kind(visitor, pupils, |given, family| format!("{given} {}", slipped(family))).await?,
    })
}

async fn kind(visitor: &Visitor, pupils: u32, typed: impl Fn(&str, &str) -> String) -> Outcome<Kind> {
    let mut times = Vec::new();
    let mut found = 0;
    for turn in 0..SEARCHES {
        // A stride that meets all parts of the roster.
        let (given, family) = siecle::names(turn * 7919 % pupils);
        let (time, there) = search(visitor, &typed(given, &family), &family).await?;
        times.push(time);
        found += usize::from(there);
    }
    times.sort_unstable();
    let [p50_ms, p95_ms, max_ms] = [50, 95, 100].map(|percent| quantile(&times, percent).unwrap_or_default());
    Ok(Kind { p50_ms, p95_ms, max_ms, found })
}

/// One search: how long it took, and whether a name like `family` is in the answer.
async fn search(visitor: &Visitor, typed: &str, family: &str) -> Outcome<(Duration, bool)> {
    let q: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let mut request = visitor.get(&format!("/directory?q={q}"))?;
    request.headers_mut().insert(http::header::ACCEPT, http::HeaderValue::from_static("application/json"));
    let mut connection = connect(visitor.server()).await?;
    let begun = Instant::now();
    let response = ask(&mut connection, request).await?;
    let time = begun.elapsed();
    if !response.status().is_success() {
        return Err(format!("the search for {typed} answered {}", response.status()).into());
    }
    let body = String::from_utf8_lossy(response.body()).to_lowercase();
    Ok((time, body.contains(&family.to_lowercase())))
}

fn begun(name: &str, letters: usize) -> String {
    name.chars().take(letters).collect()
}

/// Without accents, as one types in a hurry.
fn plain(name: &str) -> String {
    let plain = |letter| match letter {
        'é' | 'è' => 'e',
        'É' | 'È' => 'E',
        'ï' => 'i',
        'ç' => 'c',
        other => other,
    };
    name.chars().map(plain).collect()
}

/// With the second and third letters changed about.
fn slipped(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() > 2 {
        letters.swap(1, 2);
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{begun, plain, slipped};

    #[test]
    fn what_is_typed_is_near_the_name_and_not_the_name() {
        assert_eq!(slipped("MARTIN-AAB"), "MRATIN-AAB");
        assert_eq!(plain("Éloïse LEFÈVRE"), "Eloise LEFEVRE");
        assert_eq!(begun("Élise", 2), "Él");
    }
}
