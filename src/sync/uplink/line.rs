//! One HTTP connection to a destination, kept open between messages; what all servers over HTTP share.

use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request, request};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, TcpConnector};
use ureq::{AsSendBody, Body, SendBody, http::Response};

use super::answer::{Answer, network_fault};
use super::auth::Credentials;
use super::connector::TlsConnector;
use super::throttle::Throttled;
use super::tls;
use crate::sync::SendFault;
use crate::sync::config::Destination;

/// Nothing that a server has to say to us is longer.
const MOST_BYTES: u64 = 1 << 20;

/// A slower line than this, in bytes a second, is given up on: 16 kbit/s.
const SLOWEST_BYTES_S: u64 = 2000;

/// A connection that is not there by then has no line: a blackout of 10 s fits in.
const CONNECT: Duration = Duration::from_secs(30);

pub struct Line {
    agent: Agent,
    credentials: Credentials,
    base: String,
    timeout: Duration,
    most_bytes_s: Option<u64>,
}

impl Line {
    /// Reads certificates and secrets; connects at the first request.
    ///
    /// # Errors
    /// [`SendFault::Configuration`].
    pub fn open(destination: &Destination) -> Result<Self, SendFault> {
        destination.check().map_err(|error| SendFault::Configuration(error.to_string()))?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_connect(Some(CONNECT.min(Duration::from_secs(destination.timeout_s))))
            // The bundle says which program wrote it.
            .user_agent("")
            .build();
        let connector = ().chain(TcpConnector::default()).chain(TlsConnector(tls::config(destination)?));
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        Ok(Self {
            agent,
            credentials: Credentials::read(&destination.auth, &destination.secrets)?,
            base: destination.base().to_owned(),
            timeout: Duration::from_secs(destination.timeout_s),
            most_bytes_s: destination.most_kbit_s.map(|kbit_s| u64::from(kbit_s) * 1000 / 8),
        })
    }

    /// The open line, or a new one.
    ///
    /// # Errors
    /// As [`Line::open`].
    pub fn kept<'a>(line: &'a mut Option<Self>, destination: &Destination) -> Result<&'a Self, SendFault> {
        let open = match line.take() {
            Some(line) => line,
            None => Self::open(destination)?,
        };
        Ok(line.insert(open))
    }

    /// After a fault of configuration, files are read anew. Any other line is kept, with the TLS session
    /// that a new connection resumes.
    pub fn drop_after<T>(line: &mut Option<Self>, sent: &Result<T, SendFault>) {
        if matches!(sent, Err(SendFault::Configuration(_))) {
            *line = None;
        }
    }

    /// A request for `path` below the base address; an empty one asks for the base itself.
    pub fn request(&self, method: &str, path: &str) -> request::Builder {
        let url = if path.is_empty() { self.base.clone() } else { format!("{}/{path}", self.base) };
        Request::builder().method(method).uri(url)
    }

    /// Sends a request and reads the whole answer. The time for both grows with the body: no request is
    /// cut off for being large.
    ///
    /// # Errors
    /// As [`network_fault`].
    pub fn run(&self, request: request::Builder, body: &[u8]) -> Result<Answer, SendFault> {
        self.run_up_to(request, body, MOST_BYTES)
    }

    /// The same for answers of up to `longest` bytes.
    ///
    /// # Errors
    /// As [`network_fault`].
    pub fn run_up_to(
        &self,
        request: request::Builder,
        body: &[u8],
        longest: u64,
    ) -> Result<Answer, SendFault> {
        let (head, ()) = request.body(()).map_err(|_| unsendable())?.into_parts();
        let answer = self.run_once(head.clone(), body, longest)?;
        // A token may be taken back before its time.
        if answer.status == 401 && self.credentials.forget_token() {
            return self.run_once(head, body, longest);
        }
        Ok(answer)
    }

    fn run_once(&self, mut head: request::Parts, body: &[u8], longest: u64) -> Result<Answer, SendFault> {
        if let Some(value) = self.credentials.header(&self.agent, self.timeout)? {
            let value = value.parse().map_err(|_| unsendable())?;
            head.headers.insert("Authorization", value);
        }
        let slowest = self.most_bytes_s.unwrap_or(SLOWEST_BYTES_S).clamp(1, SLOWEST_BYTES_S);
        // What comes back may be as large as what goes out.
        let bytes = (body.len() as u64).max(longest - longest.min(MOST_BYTES));
        let most = self.timeout + Duration::from_secs(bytes / slowest);
        match self.most_bytes_s {
            _ if body.is_empty() => self.send(Request::from_parts(head, ()), most, longest),
            None => self.send(Request::from_parts(head, body), most, longest),
            Some(most_bytes_s) => {
                head.headers.insert("Content-Length", body.len().into());
                let mut throttled = Throttled::new(body, most_bytes_s);
                self.send(Request::from_parts(head, SendBody::from_reader(&mut throttled)), most, longest)
            }
        }
    }

    fn send(
        &self,
        request: Request<impl AsSendBody>,
        most: Duration,
        longest: u64,
    ) -> Result<Answer, SendFault> {
        let request = self.agent.configure_request(request).timeout_global(Some(most)).build();
        read_up_to(self.agent.run(request), longest)
    }
}

fn unsendable() -> SendFault {
    SendFault::Configuration("its url or secret cannot be sent".into())
}

/// The whole answer, if it is not too long.
pub fn read(result: Result<Response<Body>, ureq::Error>) -> Result<Answer, SendFault> {
    read_up_to(result, MOST_BYTES)
}

fn read_up_to(result: Result<Response<Body>, ureq::Error>, longest: u64) -> Result<Answer, SendFault> {
    let response = result.map_err(|error| network_fault(&error))?;
    let status = response.status().as_u16();
    let header = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let media_type = header(response.headers(), "content-type");
    let retry_after = header(response.headers(), "retry-after").trim().parse().ok().map(Duration::from_secs);
    let mut body = Vec::new();
    let mut reader = response.into_body().into_reader().take(longest + 1);
    reader.read_to_end(&mut body).map_err(|error| network_fault(&ureq::Error::from(error)))?;
    if body.len() as u64 > longest {
        return Err(SendFault::Configuration("the answer is larger than such a server's would be".into()));
    }
    Ok(Answer { status, media_type, retry_after, body })
}
