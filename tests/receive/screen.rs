//! From the inbox to an encounter, and never to another patient's.

use super::panel::{Film, Receiving, dcmtk, words};

#[test]
fn a_film_becomes_the_encounter_of_its_own_patient() {
    let Some(_) = dcmtk("storescu") else { return };
    let receiving = Receiving::start("");
    let folder = receiving.appliance.folder.path().to_owned();
    let film = Film::default().write(&folder, "film");
    let twin = Film { uid: "1.2.826.0.1.3680043.9.77.2", number: "KE-78", ..Film::default() };
    let unnumbered = Film { uid: "1.2.826.0.1.3680043.9.77.3", number: "", shade: 99, ..Film::default() };
    for film in [&film, &twin.write(&folder, "twin"), &unnumbered.write(&folder, "unnumbered")] {
        let sent = receiving.store(film);
        assert!(sent.status.success(), "{}", words(&sent));
    }
    let id = |number: &str| {
        let waiting = receiving.waiting();
        let film = waiting.iter().find(|film| film["note"]["patient"] == number);
        film.map(|film| film["id"].as_str().unwrap().to_owned()).unwrap_or_default()
    };
    let (first, second, third) = (id("KE-77"), id("KE-78"), id(""));
    let screen = |arguments: &[&str]| {
        let arguments = [&["screen", "--symptoms", "none"][..], arguments].concat();
        receiving.appliance.json(&arguments)
    };
    for (arguments, words) in [
        (&["--inbox", &first][..], "say who it is"),
        (&["--inbox", &first, "--patient", "KE-78"], "another patient's number"),
        (&["--inbox", &first, "--patient", "KE-77", "--name", "Ben Otieno"], "another name"),
        (&["--inbox", &first, "--patient", "KE-77", "--birth-date", "1970"], "another date of birth"),
        (&["--inbox", &first, "--patient", "KE-77", "--sex", "male"], "another sex"),
        (&["--inbox", &first, "--inbox", &second, "--confirmed"], "not of one patient"),
        (&["--inbox", &first, "--patient", "9", "--other-number"], "needs a name"),
        (&["--inbox", &third, "--confirmed"], "no patient number"),
        (&["--inbox", &third, "--patient", "KE-77"], "say who it is"),
    ] {
        let (lines, status) = screen(arguments);
        assert_eq!(status, 2, "{arguments:?}: {lines:?}");
        let said = lines[0]["error"]["message"].as_str().unwrap();
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(!said.contains("KE-7") && !said.contains("देवी"), "{said}");
    }
    assert_eq!(receiving.appliance.json(&["list"]).0.len(), 0, "nothing was stored");

    let (lines, status) = screen(&["--inbox", &first, "--patient", "ke-77", "--name", "देवी आशा"]);
    assert_eq!(status, 0, "{lines:?}");
    let record = lines.last().unwrap();
    let patient = &record["patient"];
    assert_eq!((&patient["identifier"], &patient["birth_date"]), (&"ke-77".into(), &"1961-04-02".into()));
    assert_eq!(record["images"][0]["media_type"], "application/dicom");
    assert_eq!(receiving.waiting().len(), 2, "it waits no more");
    assert!(receiving.store(&film).status.success(), "the panel sends it again");
    assert_eq!(receiving.waiting().len(), 2, "and it is known");
    let (again, status) = screen(&["--inbox", &first, "--patient", "KE-77"]);
    assert_eq!((status, again[0]["error"]["message"].as_str().unwrap().contains("already")), (2, true));
    let (all, _) = receiving.appliance.json(&["inbox", "list", "--all"]);
    assert!(all.iter().any(|film| film["note"]["encounter"] == record["id"]), "{all:?}");
}
