//! A stand-in for a hospital's FHIR server, for `farlight demo` and for tests. It keeps what is posted
//! as files in a folder, on this machine only, one connection at a time. It checks the shape of a
//! message, not FHIR, knows no users and no TLS: a demonstration, never a place for real patients.
//!
//! It can be told to fail, one [`Fault`] a message, in the ways that real servers and networks do.

mod http;
mod shelf;

use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use self::http::{Request, Response};
use self::shelf::Shelf;

/// What goes wrong with one posted message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is kept and confirmed.
    None,
    /// The connection closes before an answer, and nothing is kept.
    Drop,
    /// It is kept, but the answer is lost on the way.
    LoseAnswer,
    /// 500, nothing kept.
    ServerError,
    /// 429 with `Retry-After: 120`, nothing kept.
    Busy,
    /// 200 with a web page: a captive portal.
    WebPage,
    /// 302 to another address.
    Redirect,
    /// 200 with nothing in it, nothing kept.
    Empty,
    /// A fine confirmation, but nothing is kept.
    Forget,
    /// 422 with an `OperationOutcome` that names the patient.
    Refuse,
    /// 401.
    Stranger,
}

/// A running receiver; dropped, it stops.
pub struct Receiver {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    /// Starts on a free port of this machine; resources go to `folder/Type/id.json`.
    ///
    /// # Errors
    /// No folder, no port or no thread to be had.
    pub fn start(folder: &Path) -> io::Result<Self> {
        Self::start_with(folder, &[])
    }

    /// As [`Receiver::start`]; the first messages meet the faults of `plan`, one each.
    ///
    /// # Errors
    /// As [`Receiver::start`].
    pub fn start_with(folder: &Path, plan: &[Fault]) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let mut service =
            Service { shelf: Shelf::open(folder)?, plan: plan.iter().copied().collect(), url: url(address) };
        let stopped = stop.clone();
        let work = move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Acquire) {
                    break;
                }
                // One broken connection is its own client's trouble.
                let _ = stream.and_then(|stream| service.serve(stream));
            }
        };
        let thread = std::thread::Builder::new().name("demo-receiver".into()).spawn(work)?;
        Ok(Self { address, stop, thread: Some(thread) })
    }

    /// The base address for a destination.
    #[must_use]
    pub fn url(&self) -> String {
        url(self.address)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        // Wakes the listener, which then sees the flag.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}/fhir")
}

/// A client that says nothing for so long is let go.
const PATIENCE: Duration = Duration::from_secs(5);

struct Service {
    shelf: Shelf,
    plan: VecDeque<Fault>,
    url: String,
}

impl Service {
    fn serve(&mut self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let response = match http::read(&mut stream) {
            Ok(request) => self.answer(&request)?,
            Err(http::BadRequest::Broken(error)) => return Err(error),
            Err(http::BadRequest::Refused(status, why)) => Some(outcome(status, why)),
        };
        response.map_or(Ok(()), |response| response.write(&mut stream))
    }

    /// `None` leaves without a word.
    fn answer(&mut self, request: &Request) -> io::Result<Option<Response>> {
        let path = request.path.strip_prefix("/fhir").unwrap_or(&request.path).trim_matches('/');
        match (request.method.as_str(), path) {
            ("POST", "") => self.post(&request.body),
            ("GET", "metadata") => Ok(Some(Response::json(200, &self.capabilities()))),
            ("GET", place) => Ok(Some(match self.shelf.read(place)? {
                Some(resource) => Response::json(200, &resource),
                None => outcome(404, "not kept here"),
            })),
            _ => Ok(Some(outcome(405, "transactions and reads only"))),
        }
    }

    fn post(&mut self, body: &[u8]) -> io::Result<Option<Response>> {
        if serde_json::from_slice::<Value>(body).is_ok_and(|bundle| bundle["type"] == "batch") {
            return Ok(Some(outcome(400, "transactions and reads only")));
        }
        let fault = self.plan.pop_front().unwrap_or(Fault::None);
        let page =
            |status| Response::new(status, "text/html", "<html><body>Please log in</body></html>".into());
        Ok(match fault {
            Fault::Drop => None,
            Fault::ServerError => Some(outcome(500, "out of order")),
            Fault::Busy => Some(outcome(429, "busy").with("Retry-After", "120")),
            Fault::WebPage => Some(page(200)),
            Fault::Redirect => Some(page(302).with("Location", "http://127.0.0.1:1/login")),
            Fault::Empty => Some(Response::new(200, "application/fhir+json", String::new())),
            Fault::Stranger => Some(outcome(401, "who are you?")),
            Fault::Refuse => Some(refusal(body)),
            Fault::None => Some(self.keep(body, true)?),
            Fault::LoseAnswer => {
                self.keep(body, true)?;
                None
            }
            Fault::Forget => Some(self.keep(body, false)?),
        })
    }

    fn keep(&mut self, body: &[u8], really: bool) -> io::Result<Response> {
        let bundle: Value = serde_json::from_slice(body).unwrap_or_default();
        Ok(match self.shelf.transact(&bundle, really)? {
            Ok(answer) => Response::json(200, &answer),
            Err(why) => outcome(400, why),
        })
    }

    fn capabilities(&self) -> Value {
        json!({
            "resourceType": "CapabilityStatement", "status": "active", "date": "2026-01-01", "kind": "instance",
            "implementation": { "description": "Farlight demonstration receiver", "url": self.url },
            "fhirVersion": "4.0.1", "format": ["json"],
            "rest": [{ "mode": "server", "interaction": [{ "code": "transaction" }] }],
        })
    }
}

fn outcome(status: u16, why: &str) -> Response {
    let issue = json!({ "severity": "error", "code": "processing", "diagnostics": why });
    Response::json(status, &json!({ "resourceType": "OperationOutcome", "issue": [issue] }))
}

/// Refuses as careless servers do: with the patient's name.
fn refusal(body: &[u8]) -> Response {
    let bundle: Value = serde_json::from_slice(body).unwrap_or_default();
    let name = bundle.pointer("/entry/0/resource/name/0/text").and_then(Value::as_str).unwrap_or_default();
    outcome(422, &format!("Patient {name} is not known to this hospital"))
}
