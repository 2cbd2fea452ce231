//! tus 1.0.0 (<https://tus.io/protocols/resumable-upload>): core, creation, creation with upload, termination,
//! expiration. Section names in comments are the specification's.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, Request},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use preau_kernel::{Kind, Problem, Result, Timestamp};
use serde_json::json;
use time::macros::format_description;

use super::{
    KEPT, OPEN_BYTES, UploadId,
    metadata::Metadata,
    store::{self, Upload},
    write,
};
use crate::{Answer, App, Gives, Refusal, Routes, Visit};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
/// The version that is spoken here.
const SPOKEN: HeaderValue = HeaderValue::from_static("1.0.0");
/// What the bytes of an upload come as.
const BYTES: &str = "application/offset+octet-stream";

/// The addresses.
pub(super) fn routes() -> Routes {
    Routes::new()
        .options("/uploads", "What this server can do for uploads (tus)", able)
        .post("/uploads", "Makes an upload, or finds the one with the same key (tus)", create)
        .gives(Gives::Headers)
        .head("/uploads/{upload}", "How much of an upload has arrived (tus)", progress)
        .patch("/uploads/{upload}", "Adds bytes to an upload (tus)", add)
        .delete("/uploads/{upload}", "Ends an upload (tus)", end)
        .post("/uploads/{upload}", "Adds to an upload or ends it, where only POST gets through (tus)", overridden)
        .gives(Gives::Headers)
        .map(|router| router.layer(middleware::from_fn(speaks)))
}

/// Refuses who speaks another version, and says so in every answer ("Tus-Resumable").
async fn speaks(request: Request, next: Next) -> Response {
    let spoken = request.method() == Method::OPTIONS || request.headers().get(RESUMABLE) == Some(&SPOKEN);
    let mut response = if spoken {
        next.run(request).await
    } else {
        ([(VERSION, SPOKEN)], Refusal(Problem::new(Kind::Precondition, "upload-version"))).into_response()
    };
    response.headers_mut().insert(RESUMABLE, SPOKEN);
    response
}

/// `OPTIONS /uploads`
async fn able() -> Response {
    let able = [
        (VERSION, SPOKEN),
        (EXTENSION, HeaderValue::from_static("creation,creation-with-upload,termination,expiration")),
        (MAX_SIZE, HeaderValue::from(OPEN_BYTES)),
    ];
    (StatusCode::NO_CONTENT, able).into_response()
}

/// The upload that an address names, for the person whose it is.
async fn named(visit: &Visit, id: &str) -> Result<Upload> {
    let me = visit.my_id()?;
    let id: UploadId = id.parse().map_err(|_| Problem::not_found())?;
    store::find(&visit.ctx.db, me, id, visit.ctx.clock.now()).await?.ok_or_else(Problem::not_found)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A header that holds a number of bytes.
fn bytes(headers: &HeaderMap, name: &HeaderName) -> Result<i64> {
    let number = text(headers, name).and_then(|text| text.parse().ok()).filter(|number| *number >= 0);
    number.ok_or_else(|| Problem::new(Kind::Invalid, "upload-header").with("header", name))
}

/// `POST /uploads`. With bytes in the request, these are its beginning ("Creation With Upload").
async fn create(visit: Visit, Extension(app): Extension<App>, body: Body) -> Answer {
    let me = visit.my_id()?;
    let size = bytes(&visit.headers, &LENGTH)?;
    let metadata = text(&visit.headers, &METADATA).unwrap_or_default();
    let purpose = match Metadata::parse(metadata)?.purpose {
        Some(name) => Some(app.purpose(&name).ok_or_else(|| Problem::new(Kind::Invalid, "upload-purpose"))?),
        None => None,
    };
    let mut upload = write::create(&visit.ctx, me, size, metadata, purpose.as_ref()).await?;
    if upload.received == 0 && size > 0 && carries_bytes(&visit.headers) {
        upload = write_on(&visit, upload, body).await?;
    } else {
        finished(&visit, &upload).await?;
    }
    let at = HeaderValue::from_str(&format!("/uploads/{}", upload.id)).map_err(Problem::internal)?;
    Ok((StatusCode::CREATED, [(header::LOCATION, at)], where_it_is(&upload)?).into_response())
}

fn carries_bytes(headers: &HeaderMap) -> bool {
    text(headers, &header::CONTENT_TYPE) == Some(BYTES)
}

/// Bytes that have all arrived may wait to be made one blob: a node fell in the moment between.
async fn finished(visit: &Visit, upload: &Upload) -> Result<()> {
    if upload.received == upload.size && upload.blob.is_none() {
        write::join(&visit.ctx, upload).await?;
    }
    Ok(())
}

/// Keeps the bytes of a request, in a task of its own: when the line is cut the request's own is dropped at once, and
/// what arrived would be lost.
async fn write_on(visit: &Visit, mut upload: Upload, body: Body) -> Result<Upload> {
    let ctx = visit.ctx.clone();
    let written = tokio::spawn(async move {
        upload.received = write::write(&ctx, &upload, body).await?;
        upload.expires_at = ctx.clock.now() + KEPT;
        Ok(upload)
    });
    written.await.map_err(Problem::internal)?
}

/// `HEAD /uploads/{upload}`
async fn progress(visit: Visit, Path(id): Path<String>) -> Answer {
    let upload = named(&visit, &id).await?;
    finished(&visit, &upload).await?;
    let mut response = (where_it_is(&upload)?, [(LENGTH, HeaderValue::from(upload.size))]).into_response();
    if !upload.metadata.is_empty() {
        let metadata = HeaderValue::from_str(&upload.metadata).map_err(Problem::internal)?;
        response.headers_mut().insert(METADATA, metadata);
    }
    Ok(response)
}

/// `PATCH /uploads/{upload}`
async fn add(visit: Visit, Path(id): Path<String>, body: Body) -> Answer {
    let upload = named(&visit, &id).await?;
    if !carries_bytes(&visit.headers) {
        return Ok((StatusCode::UNSUPPORTED_MEDIA_TYPE, Json(json!({"code": "upload-type"}))).into_response());
    }
    if bytes(&visit.headers, &OFFSET)? != upload.received {
        return Err(Problem::new(Kind::Conflict, "upload-offset").into());
    }
    let upload = write_on(&visit, upload, body).await?;
    Ok((StatusCode::NO_CONTENT, where_it_is(&upload)?).into_response())
}

/// `DELETE /uploads/{upload}`
async fn end(visit: Visit, Path(id): Path<String>) -> Answer {
    let upload = named(&visit, &id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    store::end(&mut tx, upload.id, visit.ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /uploads/{upload}` ("X-HTTP-Method-Override")
async fn overridden(visit: Visit, path: Path<String>, body: Body) -> Answer {
    match text(&visit.headers, &OVERRIDE) {
        Some("PATCH") => add(visit, path, body).await,
        Some("DELETE") => end(visit, path).await,
        _ => {
            visit.my_id()?;
            Err(Problem::not_found().into())
        }
    }
}

/// How much has arrived, and until when it is kept.
fn where_it_is(upload: &Upload) -> Result<[(HeaderName, HeaderValue); 2]> {
    Ok([(OFFSET, HeaderValue::from(upload.received)), (EXPIRES, http_date(upload.expires_at)?)])
}

/// RFC 9110 §5.6.7
fn http_date(moment: Timestamp) -> Result<HeaderValue> {
    let form =
        format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    let text = moment.to_offset().format(&form).map_err(Problem::internal)?;
    HeaderValue::from_str(&text).map_err(Problem::internal)
}
