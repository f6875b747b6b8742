//! As much of HTTP/1.1 as a demonstration needs: a request with a Content-Length, one a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

const MOST_HEADER: u64 = 16 << 10;
const MOST_BODY: u64 = 4 << 20;

pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub body: Vec<u8>,
}

pub enum BadRequest {
    Broken(io::Error),
    /// Status and reason.
    Refused(u16, &'static str),
}

impl From<io::Error> for BadRequest {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData => Self::Refused(400, "not HTTP"),
            _ => Self::Broken(error),
        }
    }
}

pub fn read(stream: &mut TcpStream) -> Result<Request, BadRequest> {
    let mut reader = BufReader::new(stream.take(MOST_HEADER + MOST_BODY));
    let mut head = 0;
    let mut line = || -> Result<String, BadRequest> {
        let mut line = String::new();
        head += reader.read_line(&mut line)? as u64;
        if head > MOST_HEADER { Err(BadRequest::Refused(431, "header too long")) } else { Ok(line) }
    };
    let first = line()?;
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(BadRequest::Refused(400, "not HTTP"));
    };
    let mut length = None;
    loop {
        let header = line()?;
        let Some((name, value)) = header.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse::<u64>().ok(),
            "transfer-encoding" => return Err(BadRequest::Refused(501, "chunked bodies are not read here")),
            _ => {}
        }
    }
    let length = match (method, length) {
        (_, Some(length)) if length > MOST_BODY => return Err(BadRequest::Refused(413, "too large")),
        (_, Some(length)) => length,
        ("POST", None) => return Err(BadRequest::Refused(411, "no Content-Length")),
        _ => 0,
    };
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    if body.len() as u64 != length {
        return Err(BadRequest::Refused(400, "cut short"));
    }
    let path = target.split('?').next().unwrap_or_default().to_owned();
    Ok(Request { method: method.to_owned(), path, body })
}

pub struct Response {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
}

impl Response {
    pub fn new(status: u16, media_type: &'static str, body: String) -> Self {
        Self { status, headers: vec![("Content-Type", media_type)], body }
    }

    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/fhir+json", body.to_string())
    }

    pub fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    pub fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        let headers: Vec<String> =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "HTTP/1.1 {} -\r\nConnection: close\r\n{}Content-Length: {}\r\n\r\n",
            self.status,
            headers.concat(),
            self.body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(self.body.as_bytes())?;
        stream.flush()
    }
}
