//! Brings the schema to what this program knows: a fresh store at once, an older one by one file a
//! step. `PRAGMA user_version` counts the steps done.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

pub const SCHEMA: &str = include_str!("schema.sql");
const MIGRATIONS: [&str; KNOWN as usize] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_outbox_settled.sql"),
    include_str!("migrations/0003_not_eligible.sql"),
    include_str!("migrations/0004_kept.sql"),
    include_str!("migrations/0005_outbox_stage.sql"),
    include_str!("migrations/0006_verdicts.sql"),
    include_str!("migrations/0007_small.sql"),
];
/// What this program writes.
pub const KNOWN: i64 = 7;

/// Refuses a newer database by the version in its header (bytes 60 to 63, big-endian; source:
/// sqlite.org/fileformat2.html), before `SQLite` so much as opens the file.
pub fn refuse_newer_file(database: &Path) -> Result<(), StoreError> {
    let mut version = [0; 4];
    let read = File::open(database).and_then(|mut file| {
        file.seek(SeekFrom::Start(60))?;
        file.read_exact(&mut version)
    });
    match read {
        Ok(()) => refuse_newer(i64::from(i32::from_be_bytes(version))),
        // No file, or nothing in it yet: the power failed while it was made.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::UnexpectedEof) => Ok(()),
        Err(error) => Err(StoreError::io("read", database)(error)),
    }
}

fn refuse_newer(found: i64) -> Result<(), StoreError> {
    if (0..=KNOWN).contains(&found) { Ok(()) } else { Err(StoreError::NewerSchema { found, known: KNOWN }) }
}

/// Creates or upgrades the schema, all steps or none. `note` is called in the same transaction with
/// the version that was there before, 0 for a new store; not at all when nothing had to be done.
pub fn migrate(
    connection: &mut Connection,
    note: impl FnOnce(&Connection, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let found = version(connection)?;
    refuse_newer(found)?;
    if found == KNOWN {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found == 0 {
        transaction.execute_batch(SCHEMA)?;
    } else {
        upgrade(&transaction, found)?;
    }
    note(&transaction, found)?;
    transaction.pragma_update(None, "user_version", KNOWN)?;
    transaction.commit()?;
    // So that the header of the file tells the version to an older program, see refuse_newer_file.
    Ok(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

pub fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

fn upgrade(connection: &Connection, found: i64) -> Result<(), StoreError> {
    let done = usize::try_from(found).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        connection.execute_batch(step)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every statement of the schema without its comments and blanks.
    fn normal(connection: &Connection) -> Vec<String> {
        let mut query = connection
            .prepare("SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1")
            .unwrap();
        let rows = query.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let plain = |sql: String| {
            let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default().to_owned());
            lines.collect::<String>().replace(|c: char| c.is_whitespace(), "")
        };
        rows.map(|sql| plain(sql.unwrap())).collect()
    }

    fn seen(wanted: i64) -> impl FnOnce(&Connection, i64) -> Result<(), StoreError> {
        move |_, found| {
            assert_eq!(found, wanted);
            Ok(())
        }
    }

    #[test]
    fn an_upgraded_schema_equals_a_fresh_one() {
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh, seen(0)).unwrap();
        let wanted = normal(&fresh);
        assert!(wanted.len() > 10);
        for start in 1..=MIGRATIONS.len() {
            let mut old = Connection::open_in_memory().unwrap();
            MIGRATIONS[..start].iter().for_each(|step| old.execute_batch(step).unwrap());
            old.pragma_update(None, "user_version", i64::try_from(start).unwrap()).unwrap();
            migrate(&mut old, seen(i64::try_from(start).unwrap())).unwrap();
            assert_eq!(normal(&old), wanted, "upgraded from {start}");
            assert_eq!(version(&old).unwrap(), KNOWN);
        }
    }

    #[test]
    fn findings_outlive_the_new_reason_to_abstain() {
        let mut old = Connection::open_in_memory().unwrap();
        MIGRATIONS[..2].iter().for_each(|step| old.execute_batch(step).unwrap());
        old.execute_batch(
            "PRAGMA user_version = 2; PRAGMA foreign_keys = OFF;
            INSERT INTO findings (id, encounter_id, position, task, gradable, score, outcome, abstain_reason)
                VALUES ('finding', 'encounter', 0, 'tb', 1, 0.25, 'abstain', 'uncertain')",
        )
        .unwrap();
        let change = "UPDATE findings SET abstain_reason = 'not-eligible' WHERE score = 0.25";
        assert!(old.execute(change, []).is_err());
        migrate(&mut old, seen(2)).unwrap();
        assert_eq!(old.execute(change, []).unwrap(), 1);
        assert!(old.execute("UPDATE findings SET abstain_reason = 'bored'", []).is_err());
    }

    #[test]
    fn every_table_and_every_column_that_needs_words_has_them() {
        let bare = |line: &str| line.starts_with("CREATE TABLE");
        let lines: Vec<&str> = SCHEMA.lines().collect();
        for (index, line) in lines.iter().enumerate().filter(|(_, line)| bare(line)) {
            assert!(lines[index - 1].starts_with("-- "), "no comment above: {line}");
        }
    }
}
