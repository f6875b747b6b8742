//! Wrong keys, damaged files, newer schemas: refused with words, and nothing touched.

use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;
use zeroize::Zeroizing;

use super::*;

fn passphrase(words: &str) -> Secret {
    Secret::Passphrase(Zeroizing::new(words.to_owned()))
}

fn one_encounter(room: &Room) {
    commit(&mut room.open(), "encounter-1", Priority::Refer);
}

/// The refusal of this secret, after which every file is as it was.
fn refusal(room: &Room, secret: &Secret) -> StoreError {
    let before = contents(room.home.path());
    let error = room.try_open(secret).err().unwrap();
    assert_eq!(contents(room.home.path()), before, "{error}");
    error
}

#[test]
fn a_wrong_key_file_is_refused_and_nothing_is_touched() {
    let room = Room::new();
    one_encounter(&room);
    let other = room.home.path().join("other key");
    fs::write(&other, [7; 32]).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).unwrap();
    let error = refusal(&room, &Secret::KeyFile(other));
    assert!(matches!(error, StoreError::WrongKey(_)));
    assert!(error.to_string().contains("nothing was changed"));
    assert!(matches!(refusal(&room, &passphrase("x")), StoreError::WrongKey(_)));
    assert_eq!(room.open().check().unwrap().encounters, 1);
}

#[test]
fn a_passphrase_opens_what_it_made_and_another_one_does_not() {
    let room = Room::new();
    let mut store = room.try_open(&passphrase("three words here")).unwrap();
    commit(&mut store, "encounter-1", Priority::Refer);
    drop(store);
    assert!(matches!(refusal(&room, &passphrase("three words there")), StoreError::WrongKey(_)));
    assert!(matches!(refusal(&room, &Secret::KeyFile(room.key())), StoreError::WrongKey(_)));
    let store = room.try_open(&passphrase("three words here")).unwrap();
    assert_eq!(store.encounter("encounter-1").unwrap(), record("encounter-1"));
    let empty = Room::new();
    assert!(matches!(empty.try_open(&passphrase(" ")), Err(StoreError::WrongKey(_))));
}

#[test]
fn a_passphrase_at_the_cost_of_the_box_opens_again() {
    let room = Room::new();
    let clock = || Arc::clone(&room.clock) as Arc<dyn Clock>;
    let open = || Store::open(&room.folder(), &passphrase("three words"), clock(), &Options::default());
    drop(open().unwrap());
    let note = fs::read_to_string(room.folder().join("key.json")).unwrap();
    assert!(note.contains("\"memory_kib\": 65536"), "{note}");
    assert!(open().is_ok());
}

#[test]
fn a_key_file_is_for_its_owner_alone_and_never_made_twice() {
    let room = Room::new();
    one_encounter(&room);
    assert_eq!(fs::metadata(room.key()).unwrap().permissions().mode() & 0o777, 0o600);
    let secret = Secret::KeyFile(room.key());

    fs::set_permissions(room.key(), fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(refusal(&room, &secret), StoreError::KeyExposed(_)));
    fs::set_permissions(room.key(), fs::Permissions::from_mode(0o600)).unwrap();

    let key = fs::read(room.key()).unwrap();
    fs::write(room.key(), &key[..31]).unwrap();
    assert!(matches!(refusal(&room, &secret), StoreError::KeyDamaged(_)));

    fs::remove_file(room.key()).unwrap();
    assert!(matches!(refusal(&room, &secret), StoreError::KeyLost(_)));
    assert!(!room.key().exists());

    let note = room.folder().join("key.json");
    let text = fs::read_to_string(&note).unwrap();
    fs::remove_file(&note).unwrap();
    assert!(matches!(refusal(&room, &secret), StoreError::Damaged(_)));
    fs::write(&note, text.replace("check", "chock")).unwrap();
    assert!(matches!(refusal(&room, &secret), StoreError::Damaged(_)));
    let greedy = text.replace(
        r#""key-file""#,
        r#"{"passphrase":{"salt":"00112233445566778899aabbccddeeff","cost":
        {"memory_kib":4294967295,"passes":1,"lanes":1}}}"#,
    );
    fs::write(&note, greedy).unwrap();
    assert!(matches!(refusal(&room, &passphrase("x")), StoreError::Damaged(_)));
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let room = Room::new();
    one_encounter(&room);
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    connection.pragma_update(None, "user_version", migrate::KNOWN + 1).unwrap();
    drop(connection);
    let error = refusal(&room, &Secret::KeyFile(room.key()));
    assert!(matches!(error, StoreError::NewerSchema { .. }), "{error}");
}

#[test]
fn an_older_store_is_upgraded_with_its_records() {
    let room = Room::new();
    one_encounter(&room);
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    connection
        .execute_batch(
            "DROP TABLE verdicts; DROP TABLE refused_answers; DROP TABLE kept; DROP INDEX outbox_order; ALTER TABLE outbox DROP COLUMN settled_wall_ms;
            ALTER TABLE outbox DROP COLUMN stage; ALTER TABLE outbox DROP COLUMN size_bytes;
            ALTER TABLE images DROP COLUMN small_blob; ALTER TABLE images DROP COLUMN small_bytes;
            ALTER TABLE images DROP COLUMN let_go_wall_ms; PRAGMA user_version = 1",
        )
        .unwrap();
    drop(connection);
    let mut store = room.open();
    assert_eq!(store.encounter("encounter-1").unwrap(), record("encounter-1"));
    assert_eq!(store.audit_entries(1).unwrap()[0].action, "schema-upgraded");
    let message = store.claim(&room.clock.now(), None, Stage::Original).unwrap().unwrap();
    store.ack(&message.id, "ok").unwrap();
    assert_eq!(store.audit_verify().unwrap().problem, None);
}

#[test]
fn a_cut_changed_missing_or_exchanged_picture_is_found_and_never_removed() {
    type Damage = fn(&Path, &Path);
    let damages: [Damage; 6] = [
        |blob, _| fs::write(blob, &fs::read(blob).unwrap()[..1000]).unwrap(),
        |blob, _| fs::write(blob, []).unwrap(),
        |blob, _| {
            let mut bytes = fs::read(blob).unwrap();
            bytes[2500] ^= 1;
            fs::write(blob, bytes).unwrap();
        },
        |blob, _| fs::write(blob, b"XXXX").unwrap(),
        |blob, _| fs::remove_file(blob).unwrap(),
        |blob, other| assert!(fs::copy(other, blob).unwrap() > 0),
    ];
    for (index, damage) in damages.into_iter().enumerate() {
        let room = Room::new();
        let mut store = room.open();
        commit(&mut store, "encounter-1", Priority::Refer);
        let path = |id| {
            let bytes = store.read_image(id).unwrap();
            store.blob_path(&store.keys.blob_name(&crypto::sha256(&bytes)))
        };
        let (blob, other) = (path("encounter-1-image-0"), path("encounter-1-image-1"));
        damage(&blob, &other);
        let error = store.read_image("encounter-1-image-0").unwrap_err();
        assert!(matches!(error, StoreError::Damaged(_)), "{index}: {error}");
        assert!(store.read_image("encounter-1-image-1").is_ok());
        let left = contents(&room.folder().join("blobs"));
        let sweep = store.sweep(Depth::Bytes).unwrap();
        let id = vec!["encounter-1-image-0".to_owned()];
        let found = if blob.exists() { &sweep.damaged } else { &sweep.missing };
        assert_eq!(*found, id, "{index}");
        assert_eq!(contents(&room.folder().join("blobs")), left, "{index}");

        // The same picture again heals the old record; what was damaged is kept aside.
        let mut record = record("encounter-2");
        let first = sample::bytes("encounter-1", 0);
        record.findings.clear();
        record.images.truncate(1);
        record.images[0].sha256 = sha256_hex(&first);
        let there = blob.exists();
        store.commit(&record, &[("encounter-2-image-0", &first)], &[]).unwrap();
        assert_eq!(store.read_image("encounter-1-image-0").unwrap(), first);
        assert_eq!(contents(&room.folder().join("quarantine")).len(), usize::from(there));
        assert_eq!(store.sweep(Depth::Bytes).unwrap(), Sweep::default());
    }
}

#[test]
fn what_a_power_cut_leaves_is_swept_and_strangers_are_left_alone() {
    let room = Room::new();
    let mut store = room.open();
    commit(&mut store, "encounter-1", Priority::Refer);
    let blobs = room.folder().join("blobs");
    let orphan = store.put_blob(b"cut off before its row").unwrap();
    let folder = store.blob_path(&orphan).parent().unwrap().to_owned();
    fs::write(folder.join(format!("{orphan}.tmp")), b"half").unwrap();
    fs::write(room.folder().join("key.json.tmp"), b"half").unwrap();
    fs::write(blobs.join("README"), b"a stranger").unwrap();
    fs::write(folder.join("notes.txt"), b"another").unwrap();
    fs::write(room.folder().join("letter.tmp"), b"a third").unwrap();
    let expected = Sweep { temporary_removed: 2, orphans_removed: 1, ..Sweep::default() };
    assert_eq!(store.sweep(Depth::Bytes).unwrap(), expected);
    assert_eq!(store.sweep(Depth::Bytes).unwrap(), Sweep::default());
    assert_eq!(contents(&blobs).len(), 4);
}

#[test]
fn many_pictures_without_a_record_are_kept() {
    let room = Room::new();
    let mut store = room.open();
    for number in 0..17_u8 {
        store.put_blob(&[number]).unwrap();
    }
    assert_eq!(store.sweep(Depth::Names).unwrap(), Sweep { orphans_kept: 17, ..Sweep::default() });
    assert_eq!(contents(&room.folder().join("blobs")).len(), 17);
}

#[test]
fn a_database_full_of_noise_is_refused_with_words() {
    let room = Room::new();
    one_encounter(&room);
    let database = room.folder().join("farlight.db");
    let mut bytes = fs::read(&database).unwrap();
    bytes[..16].copy_from_slice(&[0x5a; 16]);
    fs::write(&database, bytes).unwrap();
    let error = room.try_open(&Secret::KeyFile(room.key())).err().unwrap();
    assert!(matches!(error, StoreError::Damaged(_)), "{error}");
}

#[test]
fn sealed_values_are_bound_to_their_row() {
    let room = Room::new();
    one_encounter(&room);
    let connection = Connection::open(room.folder().join("farlight.db")).unwrap();
    connection.execute_batch("UPDATE patients SET name_sealed = identifier_sealed").unwrap();
    drop(connection);
    assert!(matches!(room.open().encounter("encounter-1"), Err(StoreError::Damaged(_))));
}
