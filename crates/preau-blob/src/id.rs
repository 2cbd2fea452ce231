//! The name of a blob.

use std::{fmt, str::FromStr};

use preau_db::{ColumnType, DbError, FromColumn, RowRef, ToValue, Value};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The BLAKE3 hash of a blob's content; as text, 64 hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId([u8; 32]);

impl BlobId {
    /// The id of this content.
    pub fn of(content: &[u8]) -> Self {
        blake3::hash(content).into()
    }

    /// Takes a hash read from storage.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bare hash.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<blake3::Hash> for BlobId {
    fn from(hash: blake3::Hash) -> Self {
        Self(*hash.as_bytes())
    }
}

impl fmt::Display for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not the id of a blob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not 64 hexadecimal digits in lower case")]
pub struct ParseBlobIdError;

impl FromStr for BlobId {
    type Err = ParseBlobIdError;
    fn from_str(text: &str) -> Result<Self, ParseBlobIdError> {
        // One spelling only, or one blob would have several names.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(ParseBlobIdError);
        }
        blake3::Hash::from_hex(text).map(Self::from).map_err(|_| ParseBlobIdError)
    }
}

impl Serialize for BlobId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BlobId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl ToValue for BlobId {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl FromColumn for BlobId {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn from_column(row: RowRef<'_>, column: usize) -> preau_db::Result<Self> {
        let bytes = Vec::<u8>::from_column(row, column)?;
        let hash = bytes.try_into().map_err(|_| DbError::Column { column, why: "a hash has 32 bytes".to_owned() })?;
        Ok(Self(hash))
    }
}
