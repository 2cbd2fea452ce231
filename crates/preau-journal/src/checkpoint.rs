//! Checkpoints: "the tree had this many entries and this root", signed (C2SP tlog-checkpoint, signed-note).

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ed25519_dalek::{SigningKey, VerifyingKey};
use preau_kernel::{Entropy, Timestamp};
use signed_note::{Note, Signature, Signer as _, StandardSigner, StandardVerifier, Verifier, VerifierList};
use tlog_tiles::Hash;

use crate::{Digest, JournalError, Result};

/// Signature types of C2SP signed-note: Ed25519, and timestamped Ed25519 cosignatures.
const ED25519: u8 = 0x01;
const COSIGNATURE: u8 = 0x04;

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose journal: `louise-michel.localhost/journal`.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

impl Checkpoint {
    /// Reads a signed checkpoint, if it bears a good signature by `verifier` (`name+id+key`, as
    /// [`verifier`](crate::verifier) gives it), whose name must be the checkpoint's origin.
    pub fn open(note: &str, verifier: &str) -> Result<Self> {
        let wrong = || JournalError::Proof("the checkpoint is not signed by this journal's key");
        let key =
            StandardVerifier::new(verifier).map_err(|_| JournalError::Proof("not the public key of a journal"))?;
        let name = key.name().to_owned();
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| JournalError::Proof("not a signed note"))?;
        note.verify(&VerifierList::new(vec![Box::new(key)])).map_err(|_| wrong())?;
        let said = tlog_tiles::Checkpoint::from_bytes(note.text())
            .map_err(|_| JournalError::Proof("the signed note is not a checkpoint"))?;
        if said.origin() != name {
            return Err(wrong());
        }
        Ok(Self { origin: name, size: said.size(), root: (*said.hash()).into() })
    }
}

/// Makes the journal's key pair in the text form of signed-note: the secret signer, the public verifier.
pub(crate) fn key_pair(origin: &str, entropy: &dyn Entropy) -> Result<(String, String)> {
    if !signed_note::is_key_name_valid(origin) {
        return Err(JournalError::Proof("the journal's name has a space or a plus sign, or is empty"));
    }
    let secret = SigningKey::from_bytes(&entropy.bytes());
    let verifier = signed_note::new_ed25519_verifier_key(origin, &secret.verifying_key());
    let id = signed_note::key_id(origin, &typed(ED25519, secret.verifying_key().as_bytes()));
    let signer = format!("PRIVATE+KEY+{origin}+{id:08x}+{}", BASE64_STANDARD.encode(typed(ED25519, secret.as_bytes())));
    Ok((signer, verifier))
}

/// Signs a checkpoint; the origin is the key's name.
pub(crate) fn sign(signer: &str, size: u64, root: Hash) -> Result<String> {
    let wrong = |why| move || JournalError::Proof(why);
    let signer = StandardSigner::new(signer).map_err(|_| wrong("the journal's secret key can't be read")())?;
    let text =
        tlog_tiles::Checkpoint::new(signer.name(), size, root, "").map_err(|_| wrong("the origin is empty")())?;
    let mut note = Note::new(&text.to_bytes(), &[]).map_err(|_| wrong("the origin can't stand in a note")())?;
    note.add_sigs(&[&signer]).map_err(|_| wrong("the journal's key can't sign")())?;
    String::from_utf8(note.to_bytes()).map_err(|_| wrong("the note is not UTF-8")())
}

/// A neighbour that watches this journal: its key of C2SP tlog-cosignature (Ed25519, `cosignature/v1`).
#[derive(Debug, Clone)]
pub struct Witness {
    name: String,
    id: u32,
    key: VerifyingKey,
}

impl Witness {
    /// Reads a witness's public key: `<name>+<id>+<Base64 of 0x04 ‖ key>`.
    pub fn new(key: &str) -> Result<Self> {
        let parse = || {
            let (name, rest) = key.split_once('+')?;
            let (id, encoded) = rest.split_once('+')?;
            let bytes = BASE64_STANDARD.decode(encoded).ok()?;
            let (&COSIGNATURE, point) = bytes.split_first()? else { return None };
            let id = u32::from_str_radix(id, 16).ok()?;
            let valid = signed_note::is_key_name_valid(name) && id == signed_note::key_id(name, &bytes);
            let key = VerifyingKey::from_bytes(point.try_into().ok()?).ok()?;
            valid.then(|| Self { name: name.to_owned(), id, key })
        };
        parse().ok_or(JournalError::Proof("not the public key of a witness"))
    }

    /// Checks a signature line of this witness under `note`; when the witness saw the checkpoint.
    pub(crate) fn check(&self, note: &str, line: &str) -> Result<Timestamp> {
        let wrong = || JournalError::Proof("not this witness's signature of the checkpoint");
        let signature = Signature::from_bytes(line.as_bytes()).map_err(|_| wrong())?;
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| wrong())?;
        let named = signature.name() == self.name && signature.id() == self.id;
        if !named || !self.verify(note.text(), signature.signature()) {
            return Err(wrong());
        }
        let seconds = signature.signature().first_chunk().map(|bytes| i64::from_be_bytes(*bytes)).ok_or_else(wrong)?;
        seconds.checked_mul(1_000_000).map(Timestamp::from_unix_micros).ok_or_else(wrong)
    }
}

impl Verifier for Witness {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    /// The signature is eight bytes of time and 64 of Ed25519 over `cosignature/v1`, the time and the note's text
    /// (tlog-cosignature, "Format").
    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let Some((time, signature)) = signature.split_first_chunk::<8>() else { return false };
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
        let mut message = format!("cosignature/v1\ntime {}\n", u64::from_be_bytes(*time)).into_bytes();
        message.extend_from_slice(text);
        self.key.verify_strict(&message, &signature).is_ok()
    }
}

fn typed(kind: u8, key: &[u8; 32]) -> Vec<u8> {
    std::iter::once(kind).chain(*key).collect()
}
