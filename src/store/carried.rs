//! Messages that did not go by a network of this box, but were carried.

use rusqlite::params;
use serde_json::json;

use super::{Store, StoreError, audit};

/// What a relay says of a message, by its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Delivered,
    Rejected,
}

impl Store {
    /// Settles a message by a relay's word; `false` when it was settled already, or is not known here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle_carried(&mut self, id: &str, carried: Carried, words: &str) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let words: String = words.chars().take(500).collect();
        self.write(|transaction, keys| {
            let (sql, action, details) = match carried {
                Carried::Delivered => (
                    "UPDATE outbox SET state = 'delivered', receipt = ?2, last_error = NULL, settled_wall_ms = ?3
                        WHERE id = ?1 AND state <> 'delivered'",
                    "message-delivered",
                    json!({ "receipt": words, "carried": true }),
                ),
                Carried::Rejected => (
                    "UPDATE outbox SET state = 'rejected', last_error = ?2, settled_wall_ms = ?3
                        WHERE id = ?1 AND state NOT IN ('delivered', 'rejected')",
                    "message-rejected",
                    json!({ "reason": words, "carried": true }),
                ),
            };
            if transaction.prepare_cached(sql)?.execute(params![id, words, now.wall_ms])? == 0 {
                return Ok(false);
            }
            audit::append(transaction, keys, &now, (audit::BOX, action, id), &details)?;
            Ok(true)
        })
    }
}
