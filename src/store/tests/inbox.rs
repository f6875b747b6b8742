use super::*;

const UID: &str = "1.2.826.0.1.3680043.9.1";

fn inbox(store: &Store) -> Inbox {
    store.inbox(InboxLimits { reserve_bytes: 0, ..InboxLimits::default() })
}

#[test]
fn what_came_outlives_the_program_and_is_sealed() {
    let room = Room::new();
    let Put::New(id) = inbox(&room.open()).put(UID, b"Zwaardvis", b"content Zwaardvis").unwrap() else {
        panic!("not new")
    };
    for (path, bytes) in contents(&room.folder()) {
        assert!(!bytes.windows(9).any(|part| part == b"Zwaardvis"), "{path:?}");
        assert!(!path.to_string_lossy().contains(UID), "{path:?}");
    }
    let inbox = inbox(&room.open());
    assert_eq!(inbox.read(&id).unwrap(), b"content Zwaardvis");
    let [waits] = &inbox.list().unwrap()[..] else { panic!("not one") };
    assert_eq!((waits.note.as_slice(), waits.done, waits.twin), (&b"Zwaardvis"[..], false, false));
    assert_eq!(inbox.find(&id[..6]).unwrap().id, id);
    assert!(matches!(inbox.find("ffffffffffff"), Err(StoreError::NotFound)));
    assert!(matches!(inbox.read("../key.json"), Err(StoreError::NotFound)));
}

#[test]
fn the_same_is_kept_once_and_another_beside_it() {
    let room = Room::new();
    let store = room.open();
    let inbox = inbox(&store);
    let Put::New(first) = inbox.put(UID, b"", b"one").unwrap() else { panic!("not new") };
    assert_eq!(inbox.put(UID, b"", b"one").unwrap(), Put::Again(first.clone()));
    let Put::Beside(second) = inbox.put(UID, b"", b"two").unwrap() else { panic!("not beside") };
    assert!(inbox.list().unwrap().iter().all(|waits| waits.twin));
    assert_eq!(
        (inbox.read(&first).unwrap(), inbox.read(&second).unwrap()),
        (b"one".to_vec(), b"two".to_vec())
    );
    inbox.finish(&first, b"encounter").unwrap();
    assert_eq!(inbox.put(UID, b"", b"one").unwrap(), Put::Again(first.clone()), "screened already");
    assert!(matches!(inbox.read(&first), Err(StoreError::NotFound)));
    inbox.remove(&second).unwrap();
    let [done] = &inbox.list().unwrap()[..] else { panic!("not one") };
    assert_eq!((done.done, done.note.as_slice()), (true, &b"encounter"[..]));
}

#[test]
fn damage_shows_and_is_mended_by_sending_again() {
    let room = Room::new();
    let store = room.open();
    let inbox = inbox(&store);
    let Put::New(id) = inbox.put(UID, b"note", b"content").unwrap() else { panic!("not new") };
    let path = room.folder().join("inbox").join(&id);
    let whole = fs::read(&path).unwrap();
    for cut in [0, 3, 7, 12, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        assert!(matches!(inbox.read(&id), Err(StoreError::Damaged(_))), "{cut}");
        assert_eq!(inbox.list().unwrap().len(), 1, "{cut}");
    }
    assert_eq!(inbox.put(UID, b"note", b"content").unwrap(), Put::New(id.clone()));
    assert_eq!(inbox.read(&id).unwrap(), b"content");
    fs::write(room.folder().join("inbox").join(format!("{id}.tmp")), b"half").unwrap();
    assert_eq!((inbox.sweep().unwrap(), inbox.list().unwrap().len()), (1, 1));
}

#[test]
fn a_full_inbox_keeps_nothing_half() {
    let room = Room::new();
    let store = room.open();
    let tight = store.inbox(InboxLimits { bytes: 4150, files: 9, reserve_bytes: 0 });
    assert!(matches!(tight.put(UID, b"", &[1; 300]), Err(StoreError::DiskFull { .. })));
    assert!(tight.put(UID, b"", &[1; 20]).is_ok());
    assert!(matches!(tight.put(UID, b"", &[2; 20]), Err(StoreError::DiskFull { .. })));
    let crowded = store.inbox(InboxLimits { files: 1, reserve_bytes: 0, ..InboxLimits::default() });
    assert!(matches!(crowded.put("1.2", b"", b"x"), Err(StoreError::DiskFull { .. })));
    let little = store.inbox(InboxLimits { reserve_bytes: u64::MAX, ..InboxLimits::default() });
    assert!(matches!(little.put("1.3", b"", b"x"), Err(StoreError::DiskFull { .. })));
    assert_eq!(tight.list().unwrap().len(), 1);
    assert_eq!(fs::read_dir(room.folder().join("inbox")).unwrap().count(), 1);
}
