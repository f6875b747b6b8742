use super::*;

fn read(text: &str) -> Result<Destination, toml::de::Error> {
    toml::from_str(text)
}

#[test]
fn defaults_fill_in_and_unknown_keys_are_refused() {
    let short = read("name = 'a'\nurl = 'https://h.example/r4/'").unwrap();
    assert_eq!(short, Destination { url: "https://h.example/r4/".into(), ..Destination::fhir("a", "") });
    assert_eq!(short.base(), "https://h.example/r4");
    assert_eq!(short.check(), Ok(()));
    assert!(short.timeout_s > 10);
    let error = read("name = 'a'\nurl = 'https://h'\nurll = 'x'").unwrap_err().to_string();
    assert!(error.contains("urll"), "{error}");
}

#[test]
fn auth_reads_in_all_three_forms() {
    let auth = |text: &str| read(&format!("name='a'\nurl='https://h'\n{text}")).map(|found| found.auth);
    assert_eq!(auth("auth = 'none'").unwrap(), Auth::None);
    let bearer = auth("auth = { bearer = { token_file = '/t' } }").unwrap();
    assert_eq!(bearer, Auth::Bearer { token_file: "/t".into() });
    let basic = auth("[auth.basic]\nuser = 'box'\npassword_file = '/p'").unwrap();
    assert_eq!(basic, Auth::Basic { user: "box".into(), password_file: "/p".into() });
    assert!(auth("[auth.basic]\nuser = 'box'\npassword = 'secret'").is_err());
}

#[test]
fn plain_http_is_for_this_machine_only() {
    let check = |url: &str| Destination::fhir("a", url).check();
    for url in ["http://127.0.0.1:80/fhir", "http://[::1]:8080", "http://localhost", "https://10.0.0.1"] {
        assert_eq!(check(url), Ok(()), "{url}");
    }
    for url in ["http://10.0.0.1", "http://localhost.evil.example", "http://127.0.0.1.evil.example"] {
        assert_eq!(check(url), Err(ConfigError::PlainHttp("a".into())), "{url}");
    }
    let open = Destination { allow_plain_http: true, ..Destination::fhir("a", "http://10.0.0.1") };
    assert_eq!(open.check(), Ok(()));
}

#[test]
fn bad_values_are_named() {
    for url in ["", "h.example", "ftp://h", "https://u:p@h/", "https://h/?q=1", "https://h/#f", "https:///x"]
    {
        assert_eq!(Destination::fhir("a", url).check(), Err(ConfigError::BadUrl("a".into())), "{url}");
    }
    let good = Destination::fhir("a", "https://h");
    let short = Destination { timeout_s: 10, ..good.clone() };
    assert_eq!(short.check(), Err(ConfigError::BadTimeout("a".into())));
    let half = Destination { client_key: Some("/k".into()), ..good.clone() };
    assert_eq!(half.check(), Err(ConfigError::HalfClientCertificate("a".into())));
    let system = Destination { patient_system: Some("our numbers".into()), ..good.clone() };
    assert_eq!(system.check(), Err(ConfigError::BadPatientSystem("a".into())));
    assert_eq!(check_all(&[good.clone(), good]), Err(ConfigError::DoubleName("a".into())));
}

#[test]
fn an_hl7_receiver_has_its_own_schemes() {
    let check = |url: &str| Destination::hl7("a", url).check();
    assert_eq!(check("mllp://127.0.0.1:2575"), Ok(()));
    assert_eq!(check("https://127.0.0.1"), Err(ConfigError::BadMllp("a".into())));
    assert_eq!(check("mllp://10.0.0.1"), Err(ConfigError::PlainHttp("a".into())));
    assert_eq!(check("mllps://ris.example"), Err(ConfigError::NoAuthority("a".into())));
    let secure = Destination { ca_file: Some("/ca".into()), ..Destination::hl7("a", "mllps://ris.example") };
    assert_eq!(secure.check(), Ok(()));
    assert_eq!(secure.host_and_port(), Some(("ris.example".into(), 2575, true)));
}
