//! Packs and rules are trusted by their signature, and by what their golden pictures score.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::{Path, PathBuf};

use support::{Appliance, copy_folder, copy_of_models};

const DEVELOPMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/models/keys/DEVELOPMENT-ONLY.secret");

/// What `farlight score` says when it must not start; empty when it starts.
fn refusal(appliance: &Appliance, arguments: &[&str]) -> String {
    let mut all = vec!["score", "--task", "tb", "no-such-picture.jpg"];
    all.extend(arguments);
    let (lines, _) = appliance.json(&all);
    match lines[0]["error"]["code"].as_str().unwrap() {
        "unreadable" => String::new(),
        code => code.to_owned(),
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

fn configuration(appliance: &Appliance, text: &str) -> String {
    let path = appliance.folder.path().join("farlight.toml");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_byte_altered_in_any_file_of_a_pack_blocks_it() {
    let appliance = Appliance::new();
    let models = copy_of_models(appliance.folder.path());
    let models_text = models.to_str().unwrap();
    assert_eq!(refusal(&appliance, &["--models", models_text]), "");
    let files = files_below(&models.join("tb"));
    assert!(files.iter().any(|path| path.ends_with("golden/healthy.jpg")), "{files:?}");
    for path in files {
        let mut bytes = std::fs::read(&path).unwrap();
        // The last digit of a signature, the last byte of anything else.
        let place = bytes.iter().rposition(|byte| !byte.is_ascii_whitespace() && *byte != b'"').unwrap();
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let code = refusal(&appliance, &["--models", models_text]);
        assert_eq!(code, "pack-altered", "{}", path.display());
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
    }
    std::fs::write(models.join("tb/more.txt"), "not signed").unwrap();
    assert_eq!(refusal(&appliance, &["--models", models_text]), "pack-altered");
    std::fs::remove_file(models.join("tb/more.txt")).unwrap();
    std::fs::remove_file(models.join("tb/signature.toml")).unwrap();
    assert_eq!(refusal(&appliance, &["--models", models_text]), "pack-unsigned");
}

#[test]
fn a_programme_with_its_own_key_trusts_no_other() {
    let appliance = Appliance::new();
    let models = copy_of_models(appliance.folder.path());
    let models_text = models.to_str().unwrap();
    assert_eq!(appliance.json(&["models", "keygen", "programme"]).1, 0);
    let own = configuration(&appliance, "[models]\npublic_key_file = \"programme.public\"\n");
    let with_own = ["--models", models_text, "--config", &own];
    assert_eq!(refusal(&appliance, &with_own), "pack-foreign-key", "the development key is refused");

    let tb = models.join("tb");
    let signed = appliance.json(&["models", "sign", "--key", "programme.secret", tb.to_str().unwrap()]);
    assert_eq!(signed.1, 0, "{:?}", signed.0);
    assert_eq!(refusal(&appliance, &with_own), "");
    assert_eq!(refusal(&appliance, &["--models", models_text]), "pack-foreign-key");

    let (lines, _) = appliance.json(&["doctor", "--models", models_text, "--config", &own]);
    let said = |part: &str| lines.iter().find(|line| line["part"] == part).unwrap()["ok"].clone();
    assert_eq!([said("key"), said("signature tb"), said("signature dr")], [true, true, false]);
    let (lines, _) = appliance.json(&["doctor"]);
    let key = lines.iter().find(|line| line["part"] == "key").unwrap();
    assert!(key["ok"] == false && key["text"].as_str().unwrap().contains("development key"), "{key}");
}

#[test]
fn golden_pictures_that_score_otherwise_block_a_pack() {
    let appliance = Appliance::new();
    let models = copy_of_models(appliance.folder.path());
    let tb = models.join("tb");
    let sign = |more: &[&str]| {
        let mut arguments = vec!["models", "sign", "--key", DEVELOPMENT, tb.to_str().unwrap()];
        arguments.extend(more);
        appliance.json(&arguments)
    };
    let list = tb.join("golden/expected.toml");
    let text = std::fs::read_to_string(&list).unwrap();
    let number = text.split("score = ").nth(1).unwrap().lines().next().unwrap();
    let score: f32 = number.parse().unwrap();
    let other = |by: f32| text.replacen(number, &format!("{:.6}", score + by), 1);

    std::fs::write(&list, other(0.0015)).unwrap();
    assert_eq!(sign(&[]).1, 0, "processors may differ a little");
    std::fs::write(&list, other(0.003)).unwrap();
    let (lines, status) = sign(&[]);
    assert_eq!((status, &lines[0]["error"]["code"]), (1, &"pack-golden".into()));
    assert_eq!(refusal(&appliance, &["--models", models.to_str().unwrap()]), "pack-golden");

    // One command mends it.
    assert_eq!(sign(&["--golden"]).1, 0);
    assert_eq!(refusal(&appliance, &["--models", models.to_str().unwrap()]), "");
}

#[test]
fn rules_of_ones_own_must_be_signed() {
    let appliance = Appliance::new();
    let rules = appliance.folder.path().join("rules");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &rules);
    let own = configuration(&appliance, "[rules]\ntb = \"rules/tb.toml\"\n");
    assert_eq!(refusal(&appliance, &["--config", &own]), "");
    let text = std::fs::read_to_string(rules.join("tb.toml")).unwrap();
    std::fs::write(rules.join("tb.toml"), format!("{text}\n# more\n")).unwrap();
    assert_eq!(refusal(&appliance, &["--config", &own]), "pack-altered");
    assert_eq!(appliance.json(&["models", "sign", "--key", DEVELOPMENT, "rules"]).1, 0);
    assert_eq!(refusal(&appliance, &["--config", &own]), "");
    std::fs::remove_file(rules.join("signature.toml")).unwrap();
    assert_eq!(refusal(&appliance, &["--config", &own]), "pack-unsigned");
}
