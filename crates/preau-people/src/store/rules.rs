//! Who may find and write to whom.

use preau_db::{Db, Result, Tx, args, sql};

use crate::model::ContactRule;

/// The whole table: one rule for each pair of kinds.
pub async fn contact_rules(db: &Db) -> Result<Vec<ContactRule>> {
    db.all(sql!(ContactRule, "SELECT asks, found, find, writes FROM contact_rule ORDER BY asks, found LIMIT 100"), &[])
        .await
}

/// Writes one rule.
pub async fn set_rule(tx: &mut Tx, rule: &ContactRule) -> Result<u64> {
    let set = sql!(
        "INSERT INTO contact_rule (asks, found, find, writes) VALUES ($1, $2, $3, $4)
         ON CONFLICT (asks, found) DO UPDATE SET find = excluded.find, writes = excluded.writes"
    );
    tx.run(set, args![rule.asks, rule.found, rule.find, rule.writes]).await
}
