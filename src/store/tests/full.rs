//! A full disk: a clear word, nothing half stored, and work goes on once there is room again. Needs
//! a file system of a few megabytes, which only root may mount; says so and passes elsewhere.

use std::process::Command;

use super::*;

/// A small file system that is unmounted with the test.
struct SmallDisk {
    room: Room,
}

impl SmallDisk {
    fn mount(size: &str) -> Option<Self> {
        let room = Room::new();
        fs::create_dir(room.folder()).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "farlight-test"]).arg(room.folder());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("skipped: this user may not mount a file system");
        }
        mounted.then_some(Self { room })
    }

    fn open(&self) -> Store {
        let mut store = self.room.open();
        store.reserve_bytes = 0;
        store
    }

    /// Takes all room but this many bytes.
    fn fill(&self, leave: u64) {
        let free = files::free_bytes(&self.room.folder()).unwrap();
        let size = usize::try_from(free.saturating_sub(leave)).unwrap();
        fs::write(self.room.folder().join("ballast"), vec![1; size]).unwrap();
    }

    fn empty(&self) {
        fs::remove_file(self.room.folder().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.room.folder()).status();
    }
}

fn large(id: &str) -> (EncounterRecord, Vec<u8>) {
    let bytes: Vec<u8> = picture(7).repeat(60).into_iter().chain(id.bytes()).collect();
    let mut record = record(id);
    record.images.truncate(1);
    record.findings.clear();
    record.images[0].bytes = bytes.len() as u64;
    record.images[0].sha256 = sha256_hex(&bytes);
    (record, bytes)
}

fn commit_large(store: &mut Store, id: &str) -> Result<(), StoreError> {
    let (record, bytes) = large(id);
    store.commit(&record, &[(&record.images[0].id, &bytes)], &[message(Priority::Refer)])
}

/// Exactly these encounters are stored, each whole, each once in the outbox.
fn assert_whole(store: &mut Store, count: usize) {
    let check = store.check().unwrap();
    assert_eq!(check.problems, Vec::<String>::new());
    assert_eq!((check.encounters, check.messages_waiting), (count as u64, count as u64));
    for index in 0..count {
        let (wanted, bytes) = large(&format!("encounter-{index}"));
        assert_eq!(store.encounter(&wanted.id).unwrap(), wanted);
        assert_eq!(store.read_image(&wanted.images[0].id).unwrap(), bytes);
    }
    assert_eq!(store.audit_verify().unwrap().problem, None);
    let sweep = store.sweep(Depth::Bytes).unwrap();
    assert_eq!((sweep.missing, sweep.damaged), (vec![], vec![]));
}

#[test]
fn screening_until_the_disk_is_full_and_on_after_room_was_made() {
    let Some(disk) = SmallDisk::mount("8m") else { return };
    let mut store = disk.open();
    disk.fill(4 << 20);
    let mut count = 0;
    let error = loop {
        match commit_large(&mut store, &format!("encounter-{count}")) {
            Ok(()) => count += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert!(count > 3);
    assert_whole(&mut store, count);
    disk.empty();
    commit_large(&mut store, &format!("encounter-{count}")).unwrap();
    assert_whole(&mut store, count + 1);
    drop(store);
    assert_whole(&mut disk.open(), count + 1);
}

#[test]
fn somebody_else_fills_the_disk_between_two_writes() {
    let Some(disk) = SmallDisk::mount("8m") else { return };
    let mut store = disk.open();
    commit_large(&mut store, "encounter-0").unwrap();
    let full = |result: Result<(), StoreError>| matches!(result, Err(StoreError::DiskFull { .. }));

    // No room for the picture: nothing of it stays.
    disk.fill(100_000);
    let before = contents(&disk.room.folder().join("blobs"));
    assert!(full(store.put_blob(&picture(3).repeat(40)).map(drop)));
    assert_eq!(contents(&disk.room.folder().join("blobs")), before);
    disk.empty();

    // No room for the rows: SQLite itself runs into the end of the disk.
    disk.fill(0);
    let details = serde_json::json!({ "long": "x".repeat(10_000) });
    let mut entries = 0;
    while entries < 1000 && store.audit("nurse-3", "note", "", &details).is_ok() {
        entries += 1;
    }
    assert!(entries < 1000);
    assert!(full(store.audit("nurse-3", "note", "", &details)));
    assert!(full(store.claim(&disk.room.clock.now(), None, Stage::Original).map(drop)) || entries > 0);
    assert_eq!(store.encounter("encounter-0").unwrap(), large("encounter-0").0);
    disk.empty();
    store.audit("nurse-3", "note", "", &details).unwrap();
    commit_large(&mut store, "encounter-1").unwrap();
    store.messages(&MessageFilter::default()).unwrap();
    drop(store);
    assert_whole(&mut disk.open(), 2);
}

#[test]
fn opening_on_a_full_disk_says_so_or_works_and_a_new_store_leaves_no_ruin() {
    let Some(disk) = SmallDisk::mount("4m") else { return };
    disk.fill(0);
    let secret = Secret::KeyFile(disk.room.key());
    let error = disk.room.try_open(&secret).err().unwrap();
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    disk.empty();
    let mut store = disk.open();
    commit_large(&mut store, "encounter-0").unwrap();
    drop(store);
    disk.fill(0);
    match disk.room.try_open(&secret) {
        Ok(store) => assert_eq!(store.encounter("encounter-0").unwrap().id, "encounter-0"),
        Err(error) => assert!(matches!(error, StoreError::DiskFull { .. }), "{error}"),
    }
    disk.empty();
    assert_whole(&mut disk.open(), 1);
}

#[test]
fn the_reserve_is_kept_for_acknowledgements() {
    let Some(disk) = SmallDisk::mount("16m") else { return };
    let mut store = disk.open();
    commit_large(&mut store, "encounter-0").unwrap();
    store.reserve_bytes = 8 << 20;
    disk.fill(8 << 20);
    assert!(matches!(commit_large(&mut store, "encounter-1"), Err(StoreError::DiskFull { .. })));
    let message = store.claim(&disk.room.clock.now(), None, Stage::Original).unwrap().unwrap();
    store.ack(&message.id, "ok").unwrap();
    assert_eq!(store.waiting().unwrap().count, 0);
}
