//! One text for one JSON value, so that the same value always has the same hash: RFC 8785 (JCS).
//!
//! Of numbers only whole ones up to 2⁵³ − 1 are taken: they read the same in every language and survive PostgreSQL's
//! `JSONB`, and JCS writes them plainly.

use serde_json::Value;

/// How deep lists and objects may nest.
const DEPTH: usize = 8;
/// The largest whole number that a double holds exactly together with all below it (RFC 8785 §6, RFC 7493 §2.2).
const LARGEST: u64 = (1 << 53) - 1;

/// The canonical text of `value`, or why it has none.
pub(crate) fn text(value: &Value) -> Result<String, &'static str> {
    let mut out = String::new();
    write(value, DEPTH, &mut out)?;
    Ok(out)
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), &'static str> {
    match value {
        Value::Null | Value::Bool(_) => out.push_str(&value.to_string()),
        Value::String(text) => string(text, out)?,
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if size.is_none_or(|size| size > LARGEST) {
                return Err("has a number that is not whole, or too large");
            }
            out.push_str(&number.to_string());
        }
        Value::Array(list) => {
            let depth = depth.checked_sub(1).ok_or("nests too deeply")?;
            sequence(('[', ']'), list, out, |item, out| write(item, depth, out))?;
        }
        Value::Object(map) => {
            let depth = depth.checked_sub(1).ok_or("nests too deeply")?;
            let mut members: Vec<_> = map.iter().collect();
            // RFC 8785 §3.2.3: names are sorted by their UTF-16 code units.
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            sequence(('{', '}'), members, out, |(name, member), out| {
                string(name, out)?;
                out.push(':');
                write(member, depth, out)
            })?;
        }
    }
    Ok(())
}

fn sequence<T>(
    (open, close): (char, char),
    items: impl IntoIterator<Item = T>,
    out: &mut String,
    mut each: impl FnMut(T, &mut String) -> Result<(), &'static str>,
) -> Result<(), &'static str> {
    out.push(open);
    for (position, item) in items.into_iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        each(item, out)?;
    }
    out.push(close);
    Ok(())
}

/// `serde_json` escapes exactly what RFC 8785 §3.2.2.2 asks for, in the same form.
fn string(text: &str, out: &mut String) -> Result<(), &'static str> {
    if text.contains('\0') {
        return Err("has the character U+0000, which PostgreSQL can't hold");
    }
    out.push_str(&Value::from(text).to_string());
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_sorted_as_utf_16_and_numbers_are_plain() {
        // The names of RFC 8785 §3.2.3.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": -6, "\u{f6}": []});
        let text = text(&value).unwrap();
        assert_eq!(
            text,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":-6,\"\u{f6}\":[],\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn what_would_not_read_back_the_same_is_refused() {
        let deep = (0..9).fold(json!(1), |inner, _| json!([inner]));
        for value in [json!(1.5), json!(u64::MAX), json!(i64::MIN), json!("\0"), json!({"\0": 1}), deep] {
            assert!(text(&value).is_err(), "{value}");
        }
    }
}
