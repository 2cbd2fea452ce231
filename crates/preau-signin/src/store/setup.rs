//! The one-time link of the first start.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::Timestamp;

row! {
    /// The link that is open.
    #[derive(Debug, Clone)]
    pub(crate) struct Link {
        pub(crate) token: [u8; 32],
        pub(crate) browser: Option<Vec<u8>>,
        pub(crate) draft: serde_json::Value,
        pub(crate) expires_at: Timestamp
    }
}

pub(crate) async fn link(db: &Db) -> Result<Option<Link>> {
    db.opt(sql!(Link, "SELECT token, browser, draft, expires_at FROM signin_setup WHERE slot = 1"), &[]).await
}

/// Opens a link; the one before it is worth nothing any more.
pub(crate) async fn open(tx: &mut Tx, token: [u8; 32], expires_at: Timestamp) -> Result<()> {
    let open = sql!(
        "INSERT INTO signin_setup (slot, token, draft, expires_at) VALUES (1, $1, $2, $3)
         ON CONFLICT (slot) DO UPDATE SET token = $1, expires_at = $3, browser = NULL"
    );
    tx.run(open, args![token, serde_json::Value::Object(serde_json::Map::new()), expires_at]).await?;
    Ok(())
}

/// Binds the link to the browser that used it first. Whether this was the first.
pub(crate) async fn bind(tx: &mut Tx, token: [u8; 32], browser: [u8; 32]) -> Result<bool> {
    let bind = sql!("UPDATE signin_setup SET browser = $2 WHERE slot = 1 AND token = $1 AND browser IS NULL");
    Ok(tx.run(bind, args![token, browser]).await? == 1)
}

/// Closes the link for good. Whether it was still open.
pub(crate) async fn close(tx: &mut Tx) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM signin_setup WHERE slot = 1"), &[]).await? == 1)
}

/// Keeps what the screens said so far.
pub(crate) async fn keep(tx: &mut Tx, draft: &serde_json::Value) -> Result<()> {
    tx.run(sql!("UPDATE signin_setup SET draft = $1 WHERE slot = 1"), args![draft]).await?;
    Ok(())
}
