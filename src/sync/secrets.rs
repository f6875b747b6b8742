//! Passwords, tokens and private keys: from files, or from the store, where they lie encrypted.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::store::{Store, StoreError};

/// A path that begins so names a secret of the store.
const MARK: &str = "store:";
const PLACE: &str = "secret.";
/// A key with its chain is shorter.
pub const MOST_BYTES: usize = 64 << 10;

/// The store's secrets by name, open for this process. They are never written out, not even by `{:?}`.
#[derive(Clone, Default)]
pub struct Secrets(Arc<BTreeMap<String, Zeroizing<Vec<u8>>>>);

impl Secrets {
    /// Unseals all of them.
    ///
    /// # Errors
    /// As the store.
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let mut all = BTreeMap::new();
        for place in store.kept_names(PLACE)? {
            if let Some(value) = store.kept(&place)? {
                all.insert(place[PLACE.len()..].to_owned(), Zeroizing::new(value));
            }
        }
        Ok(Self(Arc::new(all)))
    }

    /// What lies at `path`: of the store when it reads `store:NAME`, else of that file.
    ///
    /// # Errors
    /// In words, without the secret.
    pub fn read(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
        match path.to_str().and_then(|path| path.strip_prefix(MARK)) {
            Some(name) => self.0.get(name).cloned().ok_or_else(|| {
                format!("is not in the store: `farlight secrets set {name}` puts it there, then start again")
            }),
            None => {
                std::fs::read(path).map(Zeroizing::new).map_err(|error| format!("cannot be read: {error}"))
            }
        }
    }
}

/// Puts a secret into the store in place of one of the same name.
///
/// # Errors
/// As the store.
pub fn set(store: &mut Store, actor: &str, name: &str, value: &[u8]) -> Result<(), StoreError> {
    store.keep(&format!("{PLACE}{name}"), value)?;
    store.audit(actor, "secret-set", "", &serde_json::json!({ "name": name }))
}

/// Whether there was one of this name.
///
/// # Errors
/// As the store.
pub fn forget(store: &mut Store, actor: &str, name: &str) -> Result<bool, StoreError> {
    let known = names(store)?.iter().any(|known| known == name);
    if known {
        store.forget_one(&format!("{PLACE}{name}"))?;
        store.audit(actor, "secret-forgotten", "", &serde_json::json!({ "name": name }))?;
    }
    Ok(known)
}

/// # Errors
/// As the store.
pub fn names(store: &Store) -> Result<Vec<String>, StoreError> {
    Ok(store.kept_names(PLACE)?.into_iter().map(|place| place[PLACE.len()..].to_owned()).collect())
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Two destinations are the same whatever is known of their secrets.
impl PartialEq for Secrets {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Secrets {}
