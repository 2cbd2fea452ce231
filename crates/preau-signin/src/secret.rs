//! Secrets: drawn, hashed, sealed.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::Path,
};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use preau_kernel::{Entropy, Problem, Result};

/// A secret of 256 bits that is given away once: a session's, a device's, a badge's, a link's. Only its hash is kept,
/// which needs no key and no salt: nobody can try 2²⁵⁶ values.
#[derive(Clone)]
pub(crate) struct Token([u8; 32]);

impl Token {
    /// Draws a token.
    pub(crate) fn draw(entropy: &dyn Entropy) -> Self {
        Self(entropy.bytes())
    }

    /// Reads a token from a cookie or an address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The 43 characters that stand in a cookie or an address.
    pub(crate) fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> [u8; 32] {
        *blake3::hash(&self.0).as_bytes()
    }
}

/// Whether two hashes are equal, in a time that doesn't depend on where they differ.
pub(crate) fn same(one: &[u8; 32], other: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one, other).is_ok()
}

/// The institution's key, in the file `keys/signin.key` of its data folder.
///
/// It stands between a stolen copy of the database and what has too little chance for a bare hash: the 44 bits of a
/// letter's code, three pictures, the seed of one-time codes. All nodes of an institution have the same file.
pub(crate) struct Key([u8; 32]);

impl Key {
    /// Reads the key of a data folder; makes it, readable by its owner alone, if there is none.
    pub(crate) fn load(folder: &Path, entropy: &dyn Entropy) -> Result<Self> {
        let keys = folder.join("keys");
        let path = keys.join("signin.key");
        let unwritable =
            |error: std::io::Error| Problem::new(preau_kernel::Kind::Unavailable, "signin-key").caused_by(error);
        match fs::read(&path) {
            Ok(bytes) => {
                let bytes = bytes.try_into().map_err(|_| Problem::new(preau_kernel::Kind::Internal, "signin-key"))?;
                return Ok(Self(bytes));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unwritable(error)),
        }
        fs::create_dir_all(&keys).map_err(unwritable)?;
        let mut file = tempfile::NamedTempFile::new_in(&keys).map_err(unwritable)?;
        file.write_all(&entropy.bytes::<32>()).and_then(|()| file.as_file().sync_all()).map_err(unwritable)?;
        // Two processes may start at once: the one that comes second takes the first one's key.
        match file.persist_noclobber(&path) {
            Ok(_) => {}
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(unwritable(error.error)),
        }
        Self::load(folder, entropy)
    }

    /// The hash of a short secret, for one purpose only: the same code means nothing elsewhere.
    pub(crate) fn hash(&self, purpose: &str, secret: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.derive(purpose), secret).as_bytes()
    }

    /// Seals a secret that must be read again; `about` (an id) must be the same to open it.
    pub(crate) fn seal(&self, entropy: &dyn Entropy, about: &[u8], secret: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = entropy.bytes();
        let mut sealed = secret.to_vec();
        self.aead()?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), &mut sealed)
            .map_err(|_| Problem::internal("a secret can't be sealed"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what was sealed.
    pub(crate) fn open(&self, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
        let damaged = || Problem::internal("a sealed secret does not open: is keys/signin.key the institution's own?");
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(damaged)?;
        let mut rest = rest.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let open = self.aead()?.open_in_place(nonce, Aad::from(about), &mut rest).map_err(|_| damaged())?.to_vec();
        Ok(open)
    }

    fn aead(&self) -> Result<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.derive("seal"));
        key.map(LessSafeKey::new).map_err(|_| Problem::internal("a key of the wrong length"))
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, purpose.as_bytes()).as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use preau_kernel::SystemEntropy;

    use super::*;

    #[test]
    fn the_key_is_made_once_and_opens_what_it_sealed_for_that_person_only() {
        let folder = tempfile::tempdir().unwrap();
        let first = Key::load(folder.path(), &SystemEntropy).unwrap();
        let again = Key::load(folder.path(), &SystemEntropy).unwrap();
        let sealed = first.seal(&SystemEntropy, b"lea", b"seed").unwrap();
        assert_eq!(again.open(b"lea", &sealed).unwrap(), b"seed");
        assert!(again.open(b"sami", &sealed).is_err());
        assert!(again.open(b"lea", &sealed[..20]).is_err());
        assert_ne!(first.hash("letter", b"K7M4"), first.hash("window", b"K7M4"));
    }

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::draw(&SystemEntropy);
        assert!(same(&token.hash(), &Token::parse(&token.text()).unwrap().hash()));
        assert!(Token::parse("").is_none() && Token::parse(&token.text()[1..]).is_none());
        assert!(Token::parse(&format!("{}=", token.text())).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_on_the_machine_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Key::load(folder.path(), &SystemEntropy).unwrap();
        let mode = fs::metadata(folder.path().join("keys/signin.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
