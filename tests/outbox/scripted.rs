//! A server whose every answer a test decides. It keeps nothing.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// Status, further header lines, body.
pub type Reply = (u16, &'static str, Value);

pub struct Scripted {
    pub url: String,
    /// Every bundle that was posted, in order.
    pub posted: Arc<Mutex<Vec<Value>>>,
}

impl Scripted {
    /// `reply` gets the bundle of a POST and, for a GET, `Type/id` of the resource asked for (empty for
    /// a POST) with the last bundle. The thread ends with the test.
    pub fn start(reply: impl Fn(&str, &Value) -> Reply + Send + 'static) -> Self {
        Self::start_at(0, reply)
    }

    /// The same at a port that was free a moment ago.
    pub fn start_at(port: u16, reply: impl Fn(&str, &Value) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let url = format!("http://{}/fhir", listener.local_addr().unwrap());
        let posted: Arc<Mutex<Vec<Value>>> = Arc::default();
        let seen = posted.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let (place, body) = read(&stream);
                if body["type"] == "batch" {
                    write(stream, &outcome(400, "transactions and reads only"));
                    continue;
                }
                if place.is_empty() {
                    seen.lock().unwrap().push(body);
                }
                let bundle = seen.lock().unwrap().last().cloned().unwrap_or_default();
                write(stream, &reply(&place, &bundle));
            }
        });
        Self { url, posted }
    }

    pub fn posts(&self) -> usize {
        self.posted.lock().unwrap().len()
    }
}

fn read(stream: &TcpStream) -> (String, Value) {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line);
    }
    let path = lines[0].split(' ').nth(1).unwrap();
    let path = path.split('?').next().unwrap();
    let place = path.trim_start_matches("/fhir").trim_matches('/').to_owned();
    let length = lines.iter().filter_map(|line| line.split_once(':'));
    let length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.map(|(_, value)| value.trim().parse().unwrap()).next().unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (place, serde_json::from_slice(&body).unwrap_or_default())
}

fn write(mut stream: TcpStream, (status, headers, body): &Reply) {
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} x\r\nContent-Type: application/fhir+json\r\n{headers}Connection: close\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    // A client that went away is the test's own business.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

/// Says that all was kept: the n-th entry as `Type/n`.
pub fn confirm(bundle: &Value) -> Reply {
    let kinds = bundle["entry"].as_array().unwrap().iter();
    let kinds = kinds.map(|entry| entry["resource"]["resourceType"].as_str().unwrap()).enumerate();
    let response = |(index, kind)| json!({ "response": { "status": "201 Created", "location": format!("{kind}/{index}") } });
    let entries: Vec<Value> = kinds.map(response).collect();
    (200, "", json!({ "resourceType": "Bundle", "type": "transaction-response", "entry": entries }))
}

/// Gives back what [`confirm`] put at `place`.
pub fn give_back(place: &str, bundle: &Value) -> Reply {
    let (_, id) = place.split_once('/').unwrap();
    let mut resource = bundle["entry"][id.parse::<usize>().unwrap()]["resource"].clone();
    resource["id"] = id.into();
    (200, "", resource)
}

/// A refusal in these words.
pub fn outcome(status: u16, words: &str) -> Reply {
    let issue = json!({ "severity": "error", "code": "invalid", "diagnostics": words });
    (status, "", json!({ "resourceType": "OperationOutcome", "issue": [issue] }))
}
