//! What came back about referrals. A verdict is written once and never changed; the same answer read
//! again adds nothing, a changed one is another row. An answer that belongs to nobody here is kept as
//! refused, with the reason and without its content.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::crypto::Keys;
use super::rows::{self, code, decode, json, to_i64};
use super::{BOX, Store, StoreError, audit};
use crate::domain::{EyeGrade, Opinion, Verdict};

/// Namespace of the ids of verdicts and refused answers; drawn once at random.
const NAMESPACE: Uuid = Uuid::from_u128(0x5b1d_93c4_6f0e_4b7a_8d21_0c9e_77a5_e3f6);
/// Referrals that one look asks after, the last sent first.
const MOST_AWAITED: i64 = 500;
/// A referral that has its verdict is asked after for so long, for minds change.
const LINGER_MS: i64 = 90 * 86_400_000;

/// A referral that was delivered and whose verdict is awaited, or may still change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    pub encounter_id: String,
    /// What proved the delivery: where the receiver keeps it.
    pub receipt: String,
    pub answered: bool,
}

/// An answer that landed on nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The referral that was asked after.
    pub encounter_id: String,
    pub destination: String,
    pub place: String,
    pub reason: String,
    pub first_wall_ms: i64,
}

#[derive(Serialize, Deserialize)]
struct Content {
    grades: Vec<EyeGrade>,
    words: String,
}

fn place_of(id: &str) -> String {
    format!("verdicts.content_sealed.{id}")
}

fn verdict(keys: &Keys, row: &Row) -> Result<Verdict, StoreError> {
    let id: String = row.get("id")?;
    let sealed: Vec<u8> = row.get("content_sealed")?;
    let content: Content = serde_json::from_str(&rows::open_text(keys, &place_of(&id), &sealed)?)
        .map_err(|_| StoreError::Damaged("a verdict is not readable".into()))?;
    Ok(Verdict {
        encounter_id: row.get("encounter_id")?,
        opinion: decode(row.get("opinion")?)?,
        grades: content.grades,
        words: content.words,
        channel: decode(row.get("channel")?)?,
        destination: row.get("destination")?,
        place: row.get("place")?,
        decided_wall_ms: row.get("decided_wall_ms")?,
        received: rows::stamp_at(row, "received")?,
    })
}

impl Store {
    /// Writes a verdict down; `false` when this very answer is known already.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an encounter that is not stored.
    pub fn take_verdict(&mut self, new: &Verdict) -> Result<bool, StoreError> {
        let sql = "SELECT * FROM verdicts WHERE encounter_id = ?1 AND destination = ?2 AND place = ?3
            ORDER BY seq";
        let earlier = self.read_all(sql, params![new.encounter_id, new.destination, new.place], verdict)?;
        let same =
            |old: &Verdict| (old.opinion, &old.grades, &old.words) == (new.opinion, &new.grades, &new.words);
        let nothing_to_withdraw = earlier.is_empty() && new.opinion == Opinion::Withdrawn;
        if nothing_to_withdraw || earlier.last().is_some_and(same) {
            return Ok(false);
        }
        let name = json(&[&new.encounter_id, &new.destination, &new.place, &earlier.len().to_string()])?;
        let id = Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string();
        let content = json(&Content { grades: new.grades.clone(), words: new.words.clone() })?;
        let now = self.clock.now();
        self.write(|transaction, keys| {
            let known = "SELECT EXISTS (SELECT 1 FROM encounters WHERE id = ?1)";
            if !transaction.query_row(known, [&new.encounter_id], |row| row.get(0))? {
                return Err(StoreError::NotFound);
            }
            let sql = "INSERT INTO verdicts (id, encounter_id, opinion, channel, destination, place,
                    decided_wall_ms, received_wall_ms, received_boot_ms, received_boot_id, received_trusted,
                    content_sealed, looked_at_wall_ms)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NULL)";
            transaction.prepare_cached(sql)?.execute(params![
                id,
                new.encounter_id,
                code(&new.opinion)?,
                code(&new.channel)?,
                new.destination,
                new.place,
                new.decided_wall_ms,
                new.received.wall_ms,
                to_i64(new.received.boot_ms)?,
                new.received.boot_id,
                new.received.trusted,
                keys.seal(&place_of(&id), content.as_bytes())?,
            ])?;
            let details = serde_json::json!({
                "verdict": id, "opinion": new.opinion.code(), "channel": new.channel.code(),
                "destination": new.destination, "place": new.place,
                "changed": !earlier.is_empty(),
            });
            audit::append(transaction, keys, &now, (BOX, "verdict-received", &new.encounter_id), &details)?;
            Ok(true)
        })
    }

    /// Notes an answer that is not believed; `false` when that is noted already. `reason` holds no
    /// patient data.
    pub fn refuse_answer(
        &mut self,
        encounter_id: &str,
        (destination, place): (&str, &str),
        reason: &str,
    ) -> Result<bool, StoreError> {
        let id = Uuid::new_v5(&NAMESPACE, json(&[encounter_id, destination, place, reason])?.as_bytes());
        let id = id.to_string();
        let now = self.clock.now();
        self.write(|transaction, keys| {
            let sql = "INSERT INTO refused_answers VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
            let added = transaction.prepare_cached(sql)?.execute(params![
                id,
                encounter_id,
                destination,
                place,
                reason,
                now.wall_ms
            ])?;
            if added == 0 {
                return Ok(false);
            }
            let details = serde_json::json!({ "destination": destination, "place": place, "reason": reason });
            audit::append(transaction, keys, &now, (BOX, "answer-refused", encounter_id), &details)?;
            Ok(true)
        })
    }

    /// Of one encounter, or of all; in the order in which they came.
    pub fn verdicts(&self, encounter_id: Option<&str>) -> Result<Vec<Verdict>, StoreError> {
        let sql = "SELECT * FROM verdicts WHERE ?1 IS NULL OR encounter_id = ?1 ORDER BY seq";
        self.read_all(sql, params![encounter_id], verdict)
    }

    /// In the order in which they came.
    pub fn refused_answers(&self) -> Result<Vec<Refused>, StoreError> {
        let sql = "SELECT * FROM refused_answers ORDER BY rowid";
        self.read_all(sql, [], |_, row| {
            Ok(Refused {
                encounter_id: row.get("encounter_id")?,
                destination: row.get("destination")?,
                place: row.get("place")?,
                reason: row.get("reason")?,
                first_wall_ms: row.get("first_wall_ms")?,
            })
        })
    }

    /// Somebody at the clinic has seen what came back about this encounter.
    pub fn look_at_verdicts(&mut self, encounter_id: &str) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.write(|transaction, _| {
            let sql = "UPDATE verdicts SET looked_at_wall_ms = ?2
                WHERE encounter_id = ?1 AND looked_at_wall_ms IS NULL";
            transaction.prepare_cached(sql)?.execute(params![encounter_id, now.wall_ms])?;
            Ok(())
        })
    }

    /// Every place at this destination that was read once, believed or not.
    pub fn answer_places(&self, destination: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT place FROM verdicts WHERE destination = ?1
            UNION SELECT place FROM refused_answers WHERE destination = ?1";
        self.read_all(sql, [destination], |_, row| Ok(row.get(0)?))
    }

    /// Encounters of which something came back that nobody has looked at.
    pub fn unseen_verdicts(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT encounter_id FROM verdicts WHERE looked_at_wall_ms IS NULL";
        self.read_all(sql, [], |_, row| Ok(row.get(0)?))
    }

    /// The referrals that this destination has, and that wait for their verdict or have it since not
    /// long; those without a verdict first.
    pub fn awaited(&self, destination: &str) -> Result<Vec<Awaited>, StoreError> {
        let sql = "SELECT o.encounter_id AS id, min(ifnull(o.receipt, '')) AS receipt,
                (SELECT max(v.received_wall_ms) FROM verdicts v
                    WHERE v.encounter_id = e.id AND v.opinion <> 'in-words') AS answered
            FROM outbox o JOIN encounters e ON e.id = o.encounter_id
            WHERE o.destination = ?1 AND o.state = 'delivered' AND e.disposition <> 'negative'
            GROUP BY o.encounter_id
            HAVING answered IS NULL OR answered >= ?2
            ORDER BY answered IS NOT NULL, max(o.seq) DESC LIMIT ?3";
        let since = self.clock.now().wall_ms.saturating_sub(LINGER_MS);
        self.read_all(sql, params![destination, since, MOST_AWAITED], |_, row| {
            Ok(Awaited {
                encounter_id: row.get("id")?,
                receipt: row.get("receipt")?,
                answered: row.get::<_, Option<i64>>("answered")?.is_some(),
            })
        })
    }
}
