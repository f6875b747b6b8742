//! nginx in front of a FHIR server or a PACS, with certificates made on the spot.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{find, free_port};

/// Where a server block listens, by what it demands or does wrong.
pub struct Ports {
    pub tls: u16,
    /// Asks for a client certificate.
    pub mutual: u16,
    /// Shows a certificate of 2020.
    pub expired: u16,
    /// Shows a certificate of 2090: to a box whose clock fell back, every certificate is from the future.
    pub future: u16,
    /// Speaks TLS 1.1 and no newer.
    pub old: u16,
}

pub struct Nginx {
    process: Child,
    pub ports: Ports,
}

impl Nginx {
    /// `None` when nginx cannot be had here. `upstream` is the address behind it; certificates are
    /// made in `folder`.
    pub fn start(folder: &Path, upstream: &str) -> Option<Self> {
        let binary = find("nginx", "nginx-light")?;
        make_certificates(folder);
        let ports = Ports {
            tls: free_port(),
            mutual: free_port(),
            expired: free_port(),
            future: free_port(),
            old: free_port(),
        };
        std::fs::write(folder.join("nginx.conf"), config(folder, &ports, upstream)).unwrap();
        let mut command = Command::new(binary);
        command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log"));
        command.arg("-c").arg(folder.join("nginx.conf"));
        let process = command.stdin(Stdio::null()).spawn().unwrap();
        let server = Self { process, ports };
        for _ in 0..100 {
            if std::net::TcpStream::connect(("127.0.0.1", server.ports.old)).is_ok() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("nginx does not start: see {}", folder.join("error.log").display());
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn config(folder: &Path, ports: &Ports, upstream: &str) -> String {
    let folder = folder.display();
    let block = |port: u16, certificate: &str, more: &str| {
        format!(
            "server {{ listen 127.0.0.1:{port} ssl;
                ssl_certificate {folder}/{certificate}.pem; ssl_certificate_key {folder}/{certificate}.key;
                {more}
                location / {{ proxy_pass {upstream}; proxy_request_buffering off; }} }}\n"
        )
    };
    let mutual = format!("ssl_client_certificate {folder}/ca.pem; ssl_verify_client on;");
    let old = "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;";
    let blocks = [
        block(ports.tls, "server", "ssl_protocols TLSv1.2 TLSv1.3;"),
        block(ports.mutual, "server", &mutual),
        block(ports.expired, "expired", ""),
        block(ports.future, "future", ""),
        block(ports.old, "server", old),
    ];
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/temp_{name};\n"))
        .concat();
    format!(
        "daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
        events {{}}
        http {{ log_format reused '$ssl_session_reused'; access_log {folder}/access.log reused; client_max_body_size 0; {places} {} }}",
        blocks.concat()
    )
}

/// In `folder`: `ca`, `stranger` (another authority), `server` and `client` by `ca`, `expired` by
/// `ca` in 2020, `future` in 2090; each `.pem` with its `.key`. The server is 127.0.0.1 and no other name.
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
