use std::path::Path;

use super::{PublicKey, SEAL, Sealed, SecretKey, SigningError, seal};

fn folder(key: &SecretKey) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("golden")).unwrap();
    for (name, text) in
        [("manifest.toml", "a = 1\n"), ("model.onnx", "weights"), ("golden/one.jpg", "picture")]
    {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(seal(folder.path(), key).unwrap(), 3);
    folder
}

fn check(folder: &Path, trusted: &PublicKey) -> Result<(), SigningError> {
    Sealed::open(folder, trusted)?.check_all()
}

#[test]
fn a_changed_byte_in_any_file_is_found() {
    let key = SecretKey::generate().unwrap();
    let folder = folder(&key);
    check(folder.path(), &key.public()).unwrap();
    for name in ["manifest.toml", "model.onnx", "golden/one.jpg"] {
        let path = folder.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        for place in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            let refused = check(folder.path(), &key.public()).unwrap_err();
            assert!(matches!(&refused, SigningError::Altered(at) if *at == path), "{refused}");
        }
        std::fs::write(&path, whole).unwrap();
    }
    check(folder.path(), &key.public()).unwrap();
}

#[test]
fn a_changed_byte_in_the_seal_is_found() {
    let key = SecretKey::generate().unwrap();
    let folder = folder(&key);
    let path = folder.path().join(SEAL);
    let whole = std::fs::read(&path).unwrap();
    let remark = whole.iter().position(|byte| *byte == b'\n').unwrap();
    for place in remark + 1..whole.len() - 1 {
        let mut bytes = whole.clone();
        bytes[place] ^= 2;
        std::fs::write(&path, &bytes).unwrap();
        assert!(check(folder.path(), &key.public()).is_err(), "byte {place}");
    }
}

#[test]
fn files_that_come_or_go_are_found() {
    let key = SecretKey::generate().unwrap();
    let folder = folder(&key);
    let more = folder.path().join("golden/two.jpg");
    std::fs::write(&more, "x").unwrap();
    assert!(matches!(check(folder.path(), &key.public()), Err(SigningError::Unlisted(_))));
    std::fs::remove_file(more).unwrap();
    std::fs::remove_file(folder.path().join("model.onnx")).unwrap();
    assert!(matches!(check(folder.path(), &key.public()), Err(SigningError::Missing(_))));
    std::fs::remove_file(folder.path().join(SEAL)).unwrap();
    assert!(matches!(check(folder.path(), &key.public()), Err(SigningError::Unsigned(_))));
}

#[test]
fn another_key_is_refused_and_named() {
    let (mine, theirs) = (SecretKey::generate().unwrap(), SecretKey::generate().unwrap());
    let folder = folder(&theirs);
    let refused = check(folder.path(), &mine.public()).unwrap_err();
    assert_eq!(refused.code(), "pack-foreign-key");
    assert!(refused.to_string().contains(&theirs.public().hex()[..16]), "{refused}");
    // Claiming to be the trusted key does not help.
    let path = folder.path().join(SEAL);
    let claimed =
        std::fs::read_to_string(&path).unwrap().replace(&theirs.public().hex(), &mine.public().hex());
    std::fs::write(&path, claimed).unwrap();
    assert_eq!(check(folder.path(), &mine.public()).unwrap_err().code(), "pack-altered");
}

#[test]
fn only_listed_bytes_are_read() {
    let key = SecretKey::generate().unwrap();
    let folder = folder(&key);
    let sealed = Sealed::open(folder.path(), &key.public()).unwrap();
    assert_eq!(sealed.read("model.onnx", 100).unwrap(), b"weights");
    assert!(matches!(sealed.read("model.onnx", 3), Err(SigningError::Altered(_))));
    assert!(matches!(sealed.read("../secret", 100), Err(SigningError::Unlisted(_))));
}

#[test]
fn names_that_could_confuse_the_list_are_not_signed() {
    let key = SecretKey::generate().unwrap();
    for name in ["two\nlines", "quote\".jpg", "with blank"] {
        let folder = folder(&key);
        std::fs::write(folder.path().join(name), "x").unwrap();
        assert!(matches!(seal(folder.path(), &key), Err(SigningError::BadName(_))));
    }
    let folder = folder(&key);
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link")).unwrap();
    assert!(matches!(seal(folder.path(), &key), Err(SigningError::BadName(_))));
}

/// Source: RFC 8032, section 7.1, test 1.
#[test]
fn ed25519_is_that_of_the_standard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\n").unwrap();
    let key = SecretKey::read(&path).unwrap();
    assert_eq!(key.public().hex(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assert!(key.sign(b"").starts_with("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"));
}

#[test]
fn key_files_come_back_and_are_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (secret, public) = (folder.path().join("a.secret"), folder.path().join("a.public"));
    let key = SecretKey::generate().unwrap();
    key.write(&secret, &public).unwrap();
    assert_eq!(std::fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(SecretKey::read(&secret).unwrap().public(), key.public());
    assert_eq!(PublicKey::read(&public).unwrap(), key.public());
    assert!(key.write(&secret, &public).is_err());
    for text in ["", "abc", &"g".repeat(64), &format!("{0}\n{0}", key.public().hex())] {
        assert!(PublicKey::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_development_pair_belongs_together_and_says_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/keys/DEVELOPMENT-ONLY.secret");
    let key = SecretKey::read(&path).unwrap().public();
    assert!(key.is_development());
    assert_eq!(key.to_string(), "the development key");
    assert!(!SecretKey::generate().unwrap().public().is_development());
}
