use super::*;

#[test]
fn what_is_kept_outlives_the_program_and_is_sealed() {
    let room = Room::new();
    let mut store = room.open();
    store.keep("draft.1", b"Zwaardvis").unwrap();
    store.keep("draft.1", b"Zwaardvis Testpersoon").unwrap();
    store.keep("draft.2", b"other").unwrap();
    store.keep("users", b"[]").unwrap();
    drop(store);
    for bytes in contents(&room.folder()).values() {
        assert!(!bytes.windows(9).any(|part| part == b"Zwaardvis"));
    }
    let mut store = room.open();
    assert_eq!(store.kept("draft.1").unwrap().unwrap(), b"Zwaardvis Testpersoon");
    assert_eq!(store.kept_names("draft.").unwrap(), ["draft.1", "draft.2"]);
    store.forget("draft.").unwrap();
    assert_eq!(store.kept("draft.1").unwrap(), None);
    assert_eq!(store.kept_names("").unwrap(), ["users"]);
}

#[test]
fn a_value_moved_to_another_name_does_not_open() {
    let room = Room::new();
    let mut store = room.open();
    store.keep("draft.1", b"mine").unwrap();
    store.connection.execute("UPDATE kept SET name = 'draft.2'", []).unwrap();
    assert!(matches!(store.kept("draft.2"), Err(StoreError::Damaged(_))));
}
