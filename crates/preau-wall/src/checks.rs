//! Looking whether all is well with what the walls keep.

use preau_kernel::Result;
use preau_web::{Check, Ctx, Health};

use time::Duration;

use crate::{model::FileId, store};

/// How long after its end a picture may still be there.
const LATE: Duration = Duration::HOUR;

/// Looks whether the bytes of each file are there.
pub(crate) async fn checks(ctx: &Ctx) -> Result<Vec<Check>> {
    let (mut after, mut missing) = (FileId::from_uuid(uuid::Uuid::nil()), 0_u64);
    loop {
        let some = store::files::blobs(&ctx.db, after).await?;
        let Some((last, ..)) = some.last() else { break };
        after = *last;
        for (_, blob, small) in some {
            for blob in [Some(blob), small].into_iter().flatten() {
                missing += u64::from(!ctx.blobs.exists(blob).await?);
            }
        }
    }
    let files = match missing {
        0 => Check::new("wall-files-there", Health::Good),
        count => Check::new("wall-files-missing", Health::Bad).with("count", count),
    };
    // The job that lets them go comes each minute.
    let late = match store::rights::late(&ctx.db, ctx.clock.now() - LATE).await? {
        0 => Check::new("wall-pictures-in-time", Health::Good),
        count => Check::new("wall-pictures-late", Health::Bad).with("count", count),
    };
    Ok(vec![files, late])
}
