//! What is to be sent, from the transaction that made it until its delivery is proven:
//!
//! ```text
//! pending ─claim→ claimed ─ack→ delivered
//!    ↑               ├─retry→ pending, after a pause
//!    ├──── revive ───┴─park→ rejected | misconfigured
//! ```
//! A claim dies with its process: opening the store makes the message pending again, unless another
//! program is sending it. It may have
//! arrived all the same, so it goes out under the same id, by which the receiver knows it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use uuid::Uuid;

use super::rows::{decode, to_i64, to_u64};
use super::{
    Message, MessageFilter, MessageState, NewMessage, Parked, Priority, Stage, Store, StoreError, Waiting,
    audit,
};
use crate::domain::Stamp;

/// Namespace of the message ids; drawn once at random.
const NAMESPACE: Uuid = Uuid::from_u128(0x8d0f_5b8e_3c66_4d0f_9a51_6e5b_2f0c_77a4);
/// Longer words of a receiver are cut.
const REMARK_MAX_CHARS: usize = 500;

pub(super) fn insert(
    connection: &Connection,
    encounter_id: &str,
    message: &NewMessage,
    now: &Stamp,
) -> Result<(), StoreError> {
    let name = json!([encounter_id, message.kind, message.destination]).to_string();
    let id = Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string();
    connection
        .prepare_cached(
            "INSERT INTO outbox (id, encounter_id, kind, destination, priority, created_wall_ms, state,
                attempts, stage, size_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', 0, ?7, ?8)",
        )?
        .execute(params![
            id,
            encounter_id,
            message.kind,
            message.destination,
            message.priority as i64,
            now.wall_ms,
            message.stage as i64,
            to_i64(message.size_bytes)?,
        ])?;
    Ok(())
}

/// Only where nobody is sending: what is claimed then, was claimed by the dead.
pub(super) fn release_claims(connection: &Connection) -> Result<(), StoreError> {
    let any = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'claimed')";
    // No write where none is needed: a full disk can still be read.
    if connection.query_row(any, [], |row| row.get(0))? {
        connection.execute("UPDATE outbox SET state = 'pending' WHERE state = 'claimed'", [])?;
    }
    Ok(())
}

fn message(row: &Row) -> Result<Message, rusqlite::Error> {
    Ok(Message {
        id: row.get("id")?,
        encounter_id: row.get("encounter_id")?,
        kind: row.get("kind")?,
        destination: row.get("destination")?,
        priority: match row.get("priority")? {
            0 => Priority::Urgent,
            1 => Priority::Refer,
            _ => Priority::Routine,
        },
        stage: match row.get("stage")? {
            0 => Stage::Text,
            1 => Stage::Preview,
            _ => Stage::Original,
        },
        size_bytes: to_u64(row.get("size_bytes")?)?,
        created_wall_ms: row.get("created_wall_ms")?,
        state: decode(row.get("state")?)?,
        attempts: row.get("attempts")?,
        last_error: row.get("last_error")?,
        receipt: row.get("receipt")?,
        settled_wall_ms: row.get("settled_wall_ms")?,
    })
}

fn cut(words: &str) -> String {
    words.chars().take(REMARK_MAX_CHARS).collect()
}

impl Store {
    /// The next message to send: small before large, then urgent first, then the oldest; `destination` narrows it to one
    /// endpoint, `largest` to what is no larger. A pause counts on the boot clock of the boot that set it, so that a wrong wall
    /// clock neither holds a message back nor hurries it.
    pub fn claim(
        &mut self,
        now: &Stamp,
        destination: Option<&str>,
        largest: Stage,
    ) -> Result<Option<Message>, StoreError> {
        if self.others && self.sending()?.is_some() {
            release_claims(&self.connection)?;
            self.others = false;
        }
        let boot_ms = to_i64(now.boot_ms)?;
        let sql = "UPDATE outbox SET state = 'claimed', attempts = attempts + 1, not_before_boot_ms = NULL,
                not_before_boot_id = NULL
            WHERE seq = (SELECT seq FROM outbox WHERE state = 'pending'
                AND (not_before_boot_id IS NULL OR not_before_boot_id <> ?1 OR not_before_boot_ms <= ?2)
                AND (?3 IS NULL OR destination = ?3) AND stage <= ?4 ORDER BY stage, priority, seq LIMIT 1)
            RETURNING *";
        self.write(|transaction, _| {
            let mut query = transaction.prepare_cached(sql)?;
            Ok(query
                .query_row(params![now.boot_id, boot_ms, destination, largest as i64], message)
                .optional()?)
        })
    }

    /// Delivery is proven; `receipt` is the receiver's word for it.
    ///
    /// # Errors
    /// As the three below: [`StoreError::WrongState`] unless it is claimed, [`StoreError::NotFound`].
    pub fn ack(&mut self, id: &str, receipt: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(|transaction, keys| {
            require(transaction, id, &[MessageState::Claimed])?;
            let sql = "UPDATE outbox SET state = 'delivered', receipt = ?2, last_error = NULL,
                settled_wall_ms = ?3 WHERE id = ?1";
            transaction.prepare_cached(sql)?.execute(params![id, cut(receipt), now.wall_ms])?;
            let details = json!({ "receipt": cut(receipt) });
            audit::append(transaction, keys, &now, (audit::BOX, "message-delivered", id), &details)
        })
    }

    /// It did not go through: try again after the pause. `error` holds no patient data.
    pub fn retry(&mut self, id: &str, delay_ms: u64, error: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let not_before = to_i64(now.boot_ms.saturating_add(delay_ms)).unwrap_or(i64::MAX);
        self.write(|transaction, _| {
            require(transaction, id, &[MessageState::Claimed])?;
            let sql = "UPDATE outbox SET state = 'pending', last_error = ?2, not_before_boot_ms = ?3,
                not_before_boot_id = ?4 WHERE id = ?1";
            transaction.prepare_cached(sql)?.execute(params![id, cut(error), not_before, now.boot_id])?;
            Ok(())
        })
    }

    /// No use in trying again before a person has looked at it.
    pub fn park(&mut self, id: &str, parked: Parked, reason: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        let state = MessageState::from(parked).code();
        self.write(|transaction, keys| {
            require(transaction, id, &[MessageState::Claimed])?;
            let sql = "UPDATE outbox SET state = ?2, last_error = ?3, settled_wall_ms = ?4 WHERE id = ?1";
            transaction.prepare_cached(sql)?.execute(params![id, state, cut(reason), now.wall_ms])?;
            let action = format!("message-{state}");
            let details = json!({ "reason": cut(reason) });
            audit::append(transaction, keys, &now, (audit::BOX, &action, id), &details)
        })
    }

    /// A person has looked at a parked message, or ends its pause: it is to be sent now.
    pub fn revive(&mut self, id: &str, actor: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(|transaction, keys| {
            let open = [MessageState::Rejected, MessageState::Misconfigured, MessageState::Pending];
            let was = require(transaction, id, &open)?;
            let sql = "UPDATE outbox SET state = 'pending', attempts = 0, not_before_boot_ms = NULL,
                not_before_boot_id = NULL, settled_wall_ms = NULL WHERE id = ?1";
            transaction.prepare_cached(sql)?.execute([id])?;
            let details = json!({ "was": was.code() });
            audit::append(transaction, keys, &now, (actor, "message-revived", id), &details)
        })
    }

    /// The destination works again, or may: its misconfigured messages are to be sent now. One entry
    /// in the chain for all; what waits for its time, or for a person, stays.
    pub fn wake(&mut self, destination: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(|transaction, keys| {
            let sql = "UPDATE outbox SET state = 'pending', attempts = 0, settled_wall_ms = NULL
                WHERE state = 'misconfigured' AND destination = ?1";
            let count = transaction.prepare_cached(sql)?.execute([destination])?;
            if count == 0 {
                return Ok(());
            }
            let details = json!({ "destination": destination, "count": count });
            audit::append(transaction, keys, &now, (audit::BOX, "messages-woken", ""), &details)
        })
    }

    /// The destination answers again after an outage: what waits for another attempt may go at once,
    /// as if it had never failed. Nothing for the chain: nothing has been decided.
    pub fn hasten(&mut self, destination: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            let sql = "UPDATE outbox SET attempts = 0, not_before_boot_ms = NULL, not_before_boot_id = NULL
                WHERE state = 'pending' AND destination = ?1 AND not_before_boot_ms IS NOT NULL";
            transaction.prepare_cached(sql)?.execute([destination])?;
            Ok(())
        })
    }

    /// Pending and claimed messages.
    pub fn waiting(&self) -> Result<Waiting, StoreError> {
        let sql = "SELECT count(*), min(created_wall_ms), ifnull(sum(size_bytes), 0) FROM outbox
            WHERE state IN ('pending', 'claimed')";
        let read = |row: &Row| {
            let (count, bytes): (i64, i64) = (row.get(0)?, row.get(2)?);
            Ok(Waiting {
                count: count.unsigned_abs(),
                bytes: bytes.unsigned_abs(),
                oldest_wall_ms: row.get(1)?,
            })
        };
        Ok(self.connection.query_row(sql, [], read)?)
    }

    /// Milliseconds until a pending message may be claimed: 0 for at once, `None` when there is none.
    pub fn next_due_ms(&self, now: &Stamp) -> Result<Option<u64>, StoreError> {
        let sql =
            "SELECT min(CASE WHEN not_before_boot_id = ?1 THEN max(not_before_boot_ms - ?2, 0) ELSE 0 END)
            FROM outbox WHERE state = 'pending'";
        let due: Option<i64> =
            self.connection.query_row(sql, params![now.boot_id, to_i64(now.boot_ms)?], |row| row.get(0))?;
        Ok(due.map(i64::unsigned_abs))
    }

    /// In the order of creation.
    pub fn messages(&self, filter: &MessageFilter) -> Result<Vec<Message>, StoreError> {
        let sql =
            "SELECT * FROM outbox WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR encounter_id = ?2)
            AND (?3 IS NULL OR destination = ?3) ORDER BY seq";
        let state = filter.state.map(MessageState::code);
        let values = params![state, filter.encounter_id, filter.destination];
        self.read_all(sql, values, |_, row| Ok(message(row)?))
    }
}

/// The state of the message, when it is one of those from which the step is open.
fn require(connection: &Connection, id: &str, open: &[MessageState]) -> Result<MessageState, StoreError> {
    let sql = "SELECT state FROM outbox WHERE id = ?1";
    let state: MessageState = connection.query_row(sql, [id], |row| decode(row.get(0)?))?;
    if open.contains(&state) { Ok(state) } else { Err(StoreError::WrongState(state.code())) }
}
