//! A form with files, however they came: named by hidden fields `upload`, or in the form itself.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field};
use preau_kernel::{Kind, Problem, Result};

use super::{OPEN, Purpose, UploadId, receive::broken};
use crate::Visit;

/// The field that names an upload. May come many times, in the order that the person chose.
const UPLOAD: &str = "upload";
/// Bytes of all fields that are no files.
const TEXT: usize = 256 * 1024;
/// Fields that are no files.
const FIELDS: usize = 500;

/// A form with files, read.
#[derive(Debug, Default)]
pub struct UploadForm {
    /// The uploads, in the order of the form. Nobody looked whether they are there: [`Purpose::take`] will.
    pub uploads: Vec<UploadId>,
    fields: Vec<(String, String)>,
}

impl UploadForm {
    /// The first answer of this name; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// All answers, in the order of the form: name and text.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// All answers of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

impl Purpose {
    /// Reads a `multipart/form-data` form of the person who asks. Its files are received, each up to this limit; the
    /// handler takes the bare request, whose usual limit for forms does not hold here.
    pub async fn form(&self, visit: &Visit, mut request: Request) -> Result<UploadForm> {
        let person = visit.my_id()?;
        DefaultBodyLimit::disable().apply(&mut request);
        let wrong = |error| Problem::new(Kind::Invalid, "form").caused_by(error);
        let mut body = Multipart::from_request(request, &()).await.map_err(wrong)?;
        let (mut form, mut room) = (UploadForm::default(), TEXT);
        while let Some(field) = body.next_field().await.map_err(broken)? {
            match field.file_name() {
                // A browser sends an empty part for a file input that nothing was chosen in.
                Some("") => {}
                Some(_) => form.uploads.push(self.receive(&visit.ctx, person, field).await?),
                None => {
                    let name = field.name().unwrap_or_default().to_owned();
                    let value = text(field, &mut room).await?;
                    if name == UPLOAD {
                        form.uploads.push(value.parse().map_err(|_| Problem::new(Kind::Gone, "upload-gone"))?);
                    } else {
                        form.fields.push((name, value));
                    }
                }
            }
            if form.fields.len() > FIELDS || i64::try_from(form.uploads.len()).unwrap_or(i64::MAX) > OPEN {
                return Err(Problem::new(Kind::TooLarge, "too-large"));
            }
        }
        Ok(form)
    }
}

async fn text(mut field: Field<'_>, room: &mut usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(broken)? {
        *room = room.checked_sub(part.len()).ok_or_else(|| Problem::new(Kind::TooLarge, "too-large"))?;
        bytes.extend_from_slice(&part);
    }
    String::from_utf8(bytes).map_err(|error| Problem::new(Kind::Invalid, "form").caused_by(error))
}
