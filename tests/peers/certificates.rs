//! Certificates made on the spot.

use std::path::Path;
use std::process::Command;

/// In `folder`: `ca`, `stranger` (another authority), `server` and `client` by `ca`, `expired` by
/// `ca` in 2020, `future` in 2090, `foreign` by `stranger`; each `.pem` with its `.key`. The server is 127.0.0.1 and no other name.
pub fn make_certificates(folder: &Path) {
    let openssl = |arguments: &str| {
        let mut command = Command::new("openssl");
        let output = command.args(arguments.split_whitespace()).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    std::fs::write(folder.join("san.cnf"), "subjectAltName=IP:127.0.0.1\n").unwrap();
    std::fs::write(folder.join("index.txt"), "").unwrap();
    std::fs::write(folder.join("ca.cnf"), CA_CONFIG).unwrap();
    for authority in ["ca", "stranger"] {
        openssl(&format!(
            "req -x509 {key} -keyout {authority}.key -out {authority}.pem -subj /CN={authority} -days 2"
        ));
    }
    for (name, dates) in [
        ("server", "-days 2"),
        ("client", "-days 2"),
        ("expired", "-startdate 20200101000000Z -enddate 20200301000000Z"),
        ("future", "-startdate 20900101000000Z -enddate 20910101000000Z"),
    ] {
        openssl(&format!("req {key} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        openssl(&format!(
            "ca -batch -notext -config ca.cnf -extfile san.cnf -rand_serial -in {name}.csr -out {name}.pem {dates}"
        ));
    }
    openssl(&format!("req {key} -keyout foreign.key -out foreign.csr -subj /CN=foreign"));
    openssl(
        "x509 -req -in foreign.csr -CA stranger.pem -CAkey stranger.key -CAcreateserial -out foreign.pem -days 2 -extfile san.cnf",
    );
}

/// SHA-256 of a certificate's public key, as openssl makes it.
pub fn pin(folder: &Path, certificate: &str) -> String {
    let steps = format!(
        "openssl x509 -in {certificate}.pem -noout -pubkey | openssl pkey -pubin -outform der | sha256sum"
    );
    let output = Command::new("sh").args(["-c", &steps]).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

const CA_CONFIG: &str = "[ca]
default_ca = own
[own]
database = index.txt
new_certs_dir = .
serial = serial
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
[any]
commonName = supplied
";
