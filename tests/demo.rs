//! `farlight demo`: what a newcomer sees first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::Appliance;

#[test]
fn the_demonstration_runs_to_its_end() {
    let appliance = Appliance::new();
    let out = appliance.folder.path().join("demo");
    let (lines, status) = appliance.json(&["demo", "--out", out.to_str().unwrap()]);
    assert_eq!(status, 0, "{lines:?}");
    let (summary, records) = lines.split_last().unwrap();
    assert_eq!(summary["encounters"].as_u64(), Some(records.len() as u64));
    assert_eq!(summary["waiting"], 0);
    assert_eq!(summary["audit_ok"], true);
    let tasks: Vec<&str> = records.iter().map(|record| record["task"].as_str().unwrap()).collect();
    assert!(tasks.contains(&"dr") && tasks.contains(&"tb"));
    let dispositions: Vec<&str> =
        records.iter().map(|record| record["conclusion"]["disposition"].as_str().unwrap()).collect();
    assert!(dispositions.contains(&"urgent"), "{dispositions:?}");
    let retaken = records.iter().flat_map(|record| record["images"].as_array().unwrap());
    assert!(retaken.into_iter().any(|image| image["attempt"] == 2), "one picture is taken again");
    assert!(std::fs::metadata(summary["pictures"].as_str().unwrap()).unwrap().len() > 10_000);
    let referrals = dispositions.iter().filter(|disposition| **disposition != "negative").count();
    let requests = std::fs::read_dir(out.join("received/ServiceRequest")).unwrap().count();
    assert_eq!(requests, referrals, "each referral arrived exactly once");
}
