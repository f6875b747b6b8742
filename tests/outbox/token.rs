//! Tokens: fetched, used again, renewed when they are taken back, and never written down.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use farlight::demo::receiver::Receiver;
use farlight::interop::fhir::Policy;
use farlight::sync::config::{Auth, Destination, Oauth2, Smart};
use farlight::sync::{FhirUplink, Parcel, SendFault, Uplink};

use crate::peers::meddler::{Meddler, Meddling, Request};
use crate::peers::records;

const JSON: &str = "application/json";

/// A token server that gives out `token-1`, `token-2` and so on; its requests are kept.
fn token_server() -> Meddler {
    let mut given = 0;
    Meddler::start(1, move |_| {
        given += 1;
        let body = format!(r#"{{"access_token":"token-{given}","token_type":"bearer","expires_in":3600}}"#);
        Meddling::Instead(200, JSON, body)
    })
}

/// A FHIR server that takes only `valid`.
fn guarded(receiver: &Receiver, valid: &Arc<Mutex<String>>) -> Meddler {
    let port = receiver.url().rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
    let valid = valid.clone();
    Meddler::start(port, move |request: &Request| {
        let wanted = format!("authorization: bearer {}", valid.lock().unwrap());
        if request.head.iter().any(|line| line.trim().eq_ignore_ascii_case(&wanted)) {
            Meddling::Pass
        } else {
            Meddling::Instead(401, "text/plain", "no".into())
        }
    })
}

fn send(uplink: &mut FhirUplink, seed: &str) -> Result<(), SendFault> {
    uplink.send(&Parcel::bundle(&records::dr_refer(seed), &Policy::default())).map(drop)
}

#[test]
fn a_token_is_fetched_once_and_again_when_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path()).unwrap();
    let valid = Arc::new(Mutex::new("token-1".to_owned()));
    let (server, tokens) = (guarded(&receiver, &valid), token_server());
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "s3cret & more\n").unwrap();
    let client = Oauth2 {
        token_url: tokens.url("/token"),
        client_id: "box-7".into(),
        secret_file: secret,
        scope: Some("system/*.write".into()),
    };
    let auth = Auth::Oauth2(client);
    let mut uplink = FhirUplink::new(Destination { auth, ..Destination::fhir("h", &server.url("/fhir")) });
    send(&mut uplink, "1").unwrap();
    send(&mut uplink, "2").unwrap();
    assert_eq!(tokens.posts(), 1, "one token for both");
    let asked = tokens.seen.lock().unwrap()[0].clone();
    let body = String::from_utf8(asked.body).unwrap();
    assert_eq!(body, "grant_type=client_credentials&scope=system%2F%2A.write");
    let basic =
        asked.head.iter().find(|line| line.to_lowercase().starts_with("authorization: basic")).unwrap();
    assert!(basic.contains("Ym94LTc6czNjcmV0JTIwJTI2JTIwbW9yZQ=="), "{basic}");

    *valid.lock().unwrap() = "token-2".to_owned();
    send(&mut uplink, "3").unwrap();
    assert_eq!(tokens.posts(), 2, "a new one, and the message still goes in one step");
}

/// Verified by openssl, which knows nothing of us.
#[test]
fn a_signed_assertion_is_verified_by_others() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path()).unwrap();
    let valid = Arc::new(Mutex::new("token-1".to_owned()));
    let openssl = |arguments: &str| {
        let output = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out es384.pem");
    openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rs384.pem");
    for (name, algorithm) in [("es384.pem", "ES384"), ("rs384.pem", "RS384")] {
        let (server, tokens) = (guarded(&receiver, &valid), token_server());
        openssl(&format!("pkey -in {name} -pubout -out public.pem"));
        let client = Smart {
            token_url: tokens.url("/token"),
            client_id: "box-7".into(),
            key_file: folder.path().join(name),
            key_id: Some("key-1".into()),
            scope: "system/*.cruds".into(),
        };
        let auth = Auth::Smart(client);
        let mut uplink =
            FhirUplink::new(Destination { auth, ..Destination::fhir("h", &server.url("/fhir")) });
        send(&mut uplink, name).unwrap();
        let body = String::from_utf8(tokens.seen.lock().unwrap()[0].body.clone()).unwrap();
        let assertion = body.split("client_assertion=").nth(1).unwrap().to_owned();
        let parts: Vec<&str> = assertion.split('.').collect();
        let header: serde_json::Value = serde_json::from_slice(&decode(parts[0])).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&decode(parts[1])).unwrap();
        assert_eq!((&header["alg"], &header["kid"]), (&algorithm.into(), &"key-1".into()));
        assert_eq!((&claims["iss"], &claims["sub"]), (&"box-7".into(), &"box-7".into()));
        assert_eq!(claims["aud"], tokens.url("/token"));
        assert!(claims["jti"].as_str().unwrap().len() > 30);
        let signature = decode(parts[2]);
        let signature = if algorithm == "ES384" { der(&signature) } else { signature };
        write(folder.path(), "signed", format!("{}.{}", parts[0], parts[1]).as_bytes());
        write(folder.path(), "signature", &signature);
        openssl("dgst -sha384 -verify public.pem -signature signature signed");
    }
}

#[test]
fn a_token_server_that_refuses_is_a_fault_of_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "wrong").unwrap();
    let refuse = |_: &Request| Meddling::Instead(401, JSON, r#"{"error":"invalid_client"}"#.into());
    let tokens = Meddler::start(1, refuse);
    let client =
        Oauth2 { token_url: tokens.url("/"), client_id: "b".into(), secret_file: secret, scope: None };
    let auth = Auth::Oauth2(client);
    let mut uplink =
        FhirUplink::new(Destination { auth, ..Destination::fhir("h", "http://127.0.0.1:9/fhir") });
    let fault = send(&mut uplink, "1").unwrap_err();
    assert!(matches!(&fault, SendFault::Configuration(words) if words.contains("invalid_client")), "{fault}");
    assert!(!format!("{fault:?}").contains("wrong"));
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// Base64 for URLs, RFC 4648 section 5.
fn decode(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let bits: Vec<u8> =
        text.bytes().flat_map(|letter| (0..6).rev().map(move |bit| value(letter) >> bit & 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}

/// An ECDSA signature as openssl wants it (RFC 3279, 2.2.3).
fn der(fixed: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap();
        let zero = usize::from(bytes[start] >= 0x80);
        let mut made = vec![2, u8::try_from(bytes.len() - start + zero).unwrap()];
        made.extend(std::iter::repeat_n(0, zero));
        made.extend(&bytes[start..]);
        made
    };
    let both = [integer(&fixed[..48]), integer(&fixed[48..])].concat();
    [vec![0x30, u8::try_from(both.len()).unwrap()], both].concat()
}
