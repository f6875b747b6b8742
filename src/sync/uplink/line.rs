//! One HTTP connection to a destination, kept open between messages; what all servers over HTTP share.

use std::io::Read;
use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request, request};
use ureq::{AsSendBody, Body, http::Response};

use super::answer::{Answer, network_fault};
use super::{auth, tls};
use crate::sync::SendFault;
use crate::sync::config::Destination;

/// Nothing that a server has to say to us is longer.
const MOST_BYTES: u64 = 1 << 20;

pub struct Line {
    agent: Agent,
    authorization: Option<String>,
    base: String,
}

impl Line {
    /// Reads certificates and secrets; connects at the first request.
    ///
    /// # Errors
    /// [`SendFault::Configuration`].
    pub fn open(destination: &Destination) -> Result<Self, SendFault> {
        destination.check().map_err(|error| SendFault::Configuration(error.to_string()))?;
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(destination.timeout_s)))
            .user_agent(concat!("farlight/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls::config(destination)?)
            .build()
            .new_agent();
        let authorization = auth::header(&destination.auth)?;
        Ok(Self { agent, authorization, base: destination.base().to_owned() })
    }

    /// A request for `path` below the base address; an empty one asks for the base itself.
    pub fn request(&self, method: &str, path: &str) -> request::Builder {
        let url = if path.is_empty() { self.base.clone() } else { format!("{}/{path}", self.base) };
        let request = Request::builder().method(method).uri(url);
        match &self.authorization {
            Some(value) => request.header("Authorization", value),
            None => request,
        }
    }

    /// # Errors
    /// As [`network_fault`].
    pub fn run(&self, request: request::Builder, body: impl AsSendBody) -> Result<Answer, SendFault> {
        self.run_up_to(request, body, MOST_BYTES)
    }

    /// The same for answers of up to `most` bytes.
    ///
    /// # Errors
    /// As [`network_fault`].
    pub fn run_up_to(
        &self,
        request: request::Builder,
        body: impl AsSendBody,
        most: u64,
    ) -> Result<Answer, SendFault> {
        let request = request
            .body(body)
            .map_err(|_| SendFault::Configuration("its url or secret cannot be sent".into()))?;
        read(self.agent.run(request), most)
    }
}

fn read(result: Result<Response<Body>, ureq::Error>, most: u64) -> Result<Answer, SendFault> {
    let response = result.map_err(|error| network_fault(&error))?;
    let status = response.status().as_u16();
    let header = |headers: &HeaderMap, name: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let media_type = header(response.headers(), "content-type");
    let retry_after = header(response.headers(), "retry-after").trim().parse().ok().map(Duration::from_secs);
    let mut body = Vec::new();
    let mut reader = response.into_body().into_reader().take(most + 1);
    reader.read_to_end(&mut body).map_err(|error| network_fault(&ureq::Error::from(error)))?;
    if body.len() as u64 > most {
        return Err(SendFault::Configuration("the answer is larger than such a server's would be".into()));
    }
    Ok(Answer { status, media_type, retry_after, body })
}
