//! Whoever changes the chain is found, with and without knowledge of how it is made.

use rusqlite::Connection;

use super::*;
use crate::store::crypto::sha256;

/// Three committed encounters; the store is closed.
fn chain() -> Room {
    let room = Room::new();
    let mut store = room.open();
    for id in ["encounter-1", "encounter-2", "encounter-3"] {
        room.clock.advance(60_000);
        commit(&mut store, id, Priority::Refer);
    }
    let message = store.claim(&room.clock.now(), None, Stage::Original).unwrap().unwrap();
    store.ack(&message.id, "201 Created").unwrap();
    assert_eq!(store.audit_verify().unwrap(), AuditReport { entries: 5, problem: None });
    room
}

/// Changes the database as somebody with the disk and a copy of `SQLite` could.
fn tamper(room: &Room, sql: &str) {
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    connection.execute_batch("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;").unwrap();
    connection.execute_batch(sql).unwrap();
}

fn found(room: &Room) -> Option<(u64, AuditFault)> {
    let report = room.open().audit_verify().unwrap();
    report.problem.map(|problem| (problem.seq, problem.kind))
}

#[test]
fn every_single_column_of_an_entry_is_under_the_hash() {
    let changes = [
        ("at_wall_ms = at_wall_ms + 1", AuditFault::Altered),
        ("at_boot_ms = at_boot_ms + 1", AuditFault::Altered),
        ("at_boot_id = 'other'", AuditFault::Altered),
        ("at_trusted = 1 - at_trusted", AuditFault::Altered),
        ("actor = 'nurse-4'", AuditFault::Altered),
        ("action = 'nothing'", AuditFault::Altered),
        ("subject = 'encounter-9'", AuditFault::Altered),
        ("details_json = replace(details_json, 'refer', 'negative')", AuditFault::Altered),
        ("details_json = details_json || ' '", AuditFault::Altered),
        ("prev_hash = zeroblob(32)", AuditFault::Altered),
        ("hash = zeroblob(32)", AuditFault::Altered),
        ("at_boot_ms = -1", AuditFault::Altered),
        ("mac = zeroblob(32)", AuditFault::Forged),
        ("seq = 77", AuditFault::Gap),
    ];
    for (change, fault) in changes {
        let room = chain();
        tamper(&room, &format!("UPDATE audit SET {change} WHERE seq = 3"));
        assert_eq!(found(&room), Some((3, fault)), "{change}");
    }
}

/// Cuts the last entry off and makes the head fit, but for its MAC.
const LOWERED: &str = "DELETE FROM audit WHERE seq = 5; UPDATE audit_head SET entries = 4,
    last_hash = (SELECT hash FROM audit WHERE seq = 4)";

#[test]
fn removed_swapped_and_cut_entries_are_found() {
    let swap = "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3;
        UPDATE audit SET seq = 3 WHERE seq = 99";
    for (change, expected) in [
        ("DELETE FROM audit WHERE seq = 1", (1, AuditFault::Gap)),
        ("DELETE FROM audit WHERE seq = 3", (3, AuditFault::Gap)),
        ("DELETE FROM audit WHERE seq = 5", (5, AuditFault::TailMissing)),
        ("DELETE FROM audit WHERE seq > 2", (3, AuditFault::TailMissing)),
        ("DELETE FROM audit", (1, AuditFault::TailMissing)),
        ("DELETE FROM audit; DELETE FROM audit_head", (0, AuditFault::Head)),
        ("DELETE FROM audit_head", (5, AuditFault::Head)),
        ("UPDATE audit_head SET mac = zeroblob(32)", (5, AuditFault::Head)),
        ("UPDATE audit_head SET entries = 4", (5, AuditFault::Head)),
        (LOWERED, (4, AuditFault::Head)),
        (swap, (2, AuditFault::Altered)),
    ] {
        let room = chain();
        tamper(&room, change);
        assert_eq!(found(&room), Some(expected), "{change}");
    }
}

#[test]
fn a_chain_that_was_cut_stays_broken_when_work_goes_on() {
    for change in [
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit_head",
        "DELETE FROM audit; DELETE FROM audit_head",
        "UPDATE audit_head SET entries = 3",
        "UPDATE audit_head SET mac = zeroblob(32)",
        LOWERED,
    ] {
        let room = chain();
        tamper(&room, change);
        let mut store = room.open();
        store.audit("nurse-3", "export", "encounter-1", &serde_json::json!({})).unwrap();
        commit(&mut store, "encounter-4", Priority::Refer);
        assert!(store.audit_verify().unwrap().problem.is_some(), "{change}");
    }
}

#[test]
fn a_chain_written_anew_with_right_hashes_but_without_the_key_is_found() {
    let room = chain();
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    connection.execute_batch("DROP TRIGGER audit_no_update").unwrap();
    // The last entry gets another subject, and the hash that belongs to it.
    let entry = room.open().audit_entries(1).unwrap().remove(0);
    let (details, prev): (String, Vec<u8>) = connection
        .query_row("SELECT details_json, prev_hash FROM audit WHERE seq = 5", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let mut bytes = b"farlight audit 1".to_vec();
    bytes.extend(5_u64.to_be_bytes());
    bytes.extend(entry.at.wall_ms.to_be_bytes());
    bytes.extend(entry.at.boot_ms.to_be_bytes());
    bytes.push(u8::from(entry.at.trusted));
    for part in [&*entry.at.boot_id, "box", "message-delivered", "forged", &*details] {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes.extend(32_u64.to_be_bytes());
    bytes.extend(prev);
    let hash = sha256(&bytes);
    connection.execute("UPDATE audit SET subject = 'forged', hash = ?1 WHERE seq = 5", [hash]).unwrap();
    connection.execute("UPDATE audit_head SET last_hash = ?1", [hash]).unwrap();
    drop(connection);
    assert_eq!(found(&room), Some((5, AuditFault::Forged)));
}

#[test]
fn the_database_itself_refuses_to_change_or_remove_an_entry() {
    let room = chain();
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    for sql in ["UPDATE audit SET actor = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"] {
        let error = connection.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}

#[test]
fn a_problem_has_the_same_words_everywhere() {
    let room = chain();
    tamper(&room, "UPDATE audit SET actor = 'nurse-4' WHERE seq = 3");
    let problem = room.open().audit_verify().unwrap().problem.unwrap();
    assert_eq!(problem.to_string(), "audit entry 3: its content was changed");
    assert_eq!(problem.to_string(), format!("audit entry 3: {}", problem.kind));
}
