//! A software authenticator: P-256 keys that are discoverable and verify their user (WebAuthn level 2 §6).

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};

/// Where the pages come from.
pub(crate) const ORIGIN: &str = "http://preau.test";

/// One passkey.
pub(crate) struct Passkey {
    key: EcdsaKeyPair,
    id: Vec<u8>,
    user: String,
    counter: u32,
}

impl Passkey {
    /// Makes a passkey as `told`; the passkey and the answer of the browser.
    pub(crate) fn make(told: &Value) -> (Self, Value) {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let id = digest::digest(&digest::SHA256, key.public_key().as_ref()).as_ref()[..16].to_vec();
        let public = &told["publicKey"];
        assert_eq!(public["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(public["authenticatorSelection"]["userVerification"], "required");
        let user = public["user"]["id"].as_str().unwrap().to_owned();
        let passkey = Self { key, id, user, counter: 0 };
        let mut data = passkey.data(public["rp"]["id"].as_str().unwrap(), 0x45);
        data.extend([[0; 16].as_slice(), &[0, 16], &passkey.id, &passkey.cose()].concat());
        let mut object = vec![0xa3];
        object.extend(text("fmt").into_iter().chain(text("none")).chain(text("attStmt")).chain([0xa0]));
        object.extend(text("authData").into_iter().chain(bytes(&data)));
        let client = client("webauthn.create", public, ORIGIN);
        let response = json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client) });
        let answer = passkey.answer(told, response);
        (passkey, answer)
    }

    /// Signs what a sign-in wants signed, on a page from `origin`.
    pub(crate) fn sign(&mut self, told: &Value, origin: &str) -> Value {
        self.counter += 1;
        let public = &told["publicKey"];
        let data = self.data(public["rpId"].as_str().unwrap(), 0x05);
        let client = client("webauthn.get", public, origin);
        let signed = [data.as_slice(), digest::digest(&digest::SHA256, &client).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "authenticatorData": BASE64.encode(data), "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature), "userHandle": self.user,
        });
        self.answer(told, response)
    }

    fn answer(&self, told: &Value, response: Value) -> Value {
        let id = BASE64.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {},
            "ceremony": told["ceremony"],
        })
    }

    /// Authenticator data (§6.1): present and verified, with a credential while it is made.
    fn data(&self, party: &str, flags: u8) -> Vec<u8> {
        let mut data = digest::digest(&digest::SHA256, party.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as COSE (RFC 9053 §2.1): EC2, ES256, P-256, x, y.
    fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut cose = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21];
        cose.extend(bytes(&point[1..33]));
        cose.push(0x22);
        cose.extend(bytes(&point[33..65]));
        cose
    }
}

fn client(kind: &str, public: &Value, origin: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": public["challenge"], "origin": origin, "crossOrigin": false }).to_string().into()
}

/// A short text in CBOR.
fn text(text: &str) -> Vec<u8> {
    [&[0x60 + u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
}

/// Bytes in CBOR.
fn bytes(bytes: &[u8]) -> Vec<u8> {
    [&[0x59], u16::try_from(bytes.len()).unwrap().to_be_bytes().as_slice(), bytes].concat()
}
