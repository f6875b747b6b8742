//! nginx in front of a FHIR server or a PACS, with certificates made on the spot.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::certificates::make_certificates;
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
