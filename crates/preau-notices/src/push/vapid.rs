//! Who wakes: VAPID (RFC 8292), a signed statement of the institution's own key.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use preau_kernel::{Entropy, Problem, Result, Timestamp};
use serde_json::json;
use url::Url;
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint};

/// How long a statement holds; RFC 8292 §2 allows a day.
const HOLDS: i64 = 12 * 3600;

/// Draws a new private key: 32 bytes that are a number of the curve's order.
pub(super) fn draw(entropy: &dyn Entropy) -> Vec<u8> {
    loop {
        // All but one of 2³² draws are good.
        let bytes: [u8; 32] = entropy.bytes();
        if SecretKey::from_slice(&bytes).is_ok() {
            return bytes.to_vec();
        }
    }
}

/// The institution's key.
pub(crate) struct Vapid {
    pair: EcdsaKeyPair,
    public: Vec<u8>,
}

impl Vapid {
    /// The key out of its private number.
    pub(super) fn read(secret: &[u8]) -> Result<Self> {
        let key = SecretKey::from_slice(secret).map_err(Problem::internal)?;
        let public = key.public_key().to_encoded_point(false).as_bytes().to_vec();
        let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, secret, &public)
            .map_err(|error| Problem::internal(error.to_string()))?;
        Ok(Self { pair, public })
    }

    /// The public key, as a browser wants it (`applicationServerKey`).
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.public)
    }

    /// The header that says to a push service who wakes.
    pub(super) fn authorization(&self, endpoint: &Url, subject: &str, now: Timestamp) -> Result<String> {
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let origin = endpoint.origin().ascii_serialization();
        let claims = json!({ "aud": origin, "exp": now.unix_seconds() + HOLDS, "sub": subject });
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes());
        let signature = signature.map_err(|_| Problem::internal("the key does not sign"))?;
        Ok(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature), self.public()))
    }
}
