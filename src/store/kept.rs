//! Small things by name that must outlive the power but are no record: users, wishes, unfinished work
//! and its pictures. Sealed like a patient's columns, each value bound to its name.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};

fn place(name: &str) -> String {
    format!("kept.value_sealed.{name}")
}

impl Store {
    /// Keeps `value` under `name`, in place of what was there; safe from the power when it returns.
    pub fn keep(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        self.write(|transaction, keys| {
            let sealed = keys.seal(&place(name), value)?;
            let sql = "INSERT INTO kept VALUES (?1, ?2)
                ON CONFLICT (name) DO UPDATE SET value_sealed = excluded.value_sealed";
            transaction.prepare_cached(sql)?.execute(params![name, sealed])?;
            Ok(())
        })
    }

    /// What is kept under this name.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it was changed, or moved from another name.
    pub fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT value_sealed FROM kept WHERE name = ?1";
        let sealed: Option<Vec<u8>> = self.connection.query_row(sql, [name], |row| row.get(0)).optional()?;
        sealed.map(|sealed| self.keys.unseal(&place(name), &sealed)).transpose()
    }

    /// All names that begin like this, in order.
    pub fn kept_names(&self, begin: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM kept WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name";
        self.read_all(sql, [begin], |_, row| Ok(row.get(0)?))
    }

    /// Forgets what is kept under this name.
    pub fn forget_one(&mut self, name: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction.prepare_cached("DELETE FROM kept WHERE name = ?1")?.execute([name])?;
            Ok(())
        })
    }

    /// Forgets everything whose name begins like this.
    pub fn forget(&mut self, begin: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            let sql = "DELETE FROM kept WHERE substr(name, 1, length(?1)) = ?1";
            transaction.prepare_cached(sql)?.execute([begin])?;
            Ok(())
        })
    }
}
