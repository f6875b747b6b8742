//! Something between the box and a server over HTTP that meddles with requests and answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub path: String,
    /// Header lines, each with its line end.
    pub head: Vec<String>,
    pub body: Vec<u8>,
}

/// What is done with one request.
#[derive(Debug, Clone)]
pub enum Meddling {
    Pass,
    /// The server gets a body without its last bytes, and believes that it is whole.
    CutBody(usize),
    /// What makes the body a DICOM file is overwritten.
    Garble,
    /// The connection is reset when so many bytes of the request have come.
    ResetRequest(usize),
    /// The server gets the request; its answer ends after so many bytes.
    CutAnswer(usize),
    /// The server never sees it; this is answered: status, media type, body.
    Instead(u16, &'static str, String),
    /// The server never sees it; this is answered with 200 as DICOM JSON.
    Forge(fn(&Request) -> String),
}

pub struct Meddler {
    pub port: u16,
    /// Every request that came whole.
    pub seen: Arc<Mutex<Vec<Request>>>,
}

impl Meddler {
    /// Before the server at `upstream`, a port of this machine. The thread ends with the test.
    pub fn start(upstream: u16, mut plan: impl FnMut(&Request) -> Meddling + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let log = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let Some((request, reader)) = read_head(&stream) else { continue };
                let action = plan(&request);
                if let Meddling::ResetRequest(_) = action {
                    // Closed with unread bytes, which makes the kernel send a reset.
                    drop(reader);
                    continue;
                }
                let Some(request) = read_body(request, reader) else { continue };
                log.lock().unwrap().push(request.clone());
                handle(stream, upstream, request, &action);
            }
        });
        Self { port, seen }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn posts(&self) -> usize {
        self.seen.lock().unwrap().iter().filter(|request| request.method == "POST").count()
    }
}

fn read_head(stream: &TcpStream) -> Option<(Request, BufReader<TcpStream>)> {
    let mut reader = BufReader::with_capacity(512, stream.try_clone().ok()?);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        head.push(line);
    }
    let mut words = head.first()?.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some((Request { method, path, head, body: Vec::new() }, reader))
}

fn read_body(mut request: Request, mut reader: BufReader<TcpStream>) -> Option<Request> {
    let mut lengths = request.head.iter().filter_map(|line| line.split_once(':'));
    let length = lengths.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    request.body = vec![0; length.map_or(0, |(_, value)| value.trim().parse().unwrap())];
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn handle(mut client: TcpStream, upstream: u16, mut request: Request, action: &Meddling) {
    let made = |status: u16, media: &str, body: &str| {
        let length = body.len();
        let head = format!("HTTP/1.1 {status} x\r\nContent-Type: {media}\r\nConnection: close\r\n");
        format!("{head}Content-Length: {length}\r\n\r\n{body}").into_bytes()
    };
    let answer = match action {
        Meddling::Instead(status, media, body) => made(*status, media, body),
        Meddling::Forge(body) => made(200, "application/dicom+json", &body(&request)),
        _ => {
            if let Meddling::CutBody(bytes) = action {
                request.body.truncate(request.body.len().saturating_sub(*bytes));
            }
            if let (Meddling::Garble, Some(mark)) =
                (action, request.body.windows(4).position(|four| four == b"DICM"))
            {
                request.body[mark..mark + 4].fill(b'?');
            }
            forward(upstream, &request)
        }
    };
    let end = if let Meddling::CutAnswer(bytes) = action { (*bytes).min(answer.len()) } else { answer.len() };
    // A client that went away is the test's own business.
    let _ = client.write_all(&answer[..end]).and_then(|()| client.shutdown(Shutdown::Both));
}

fn forward(upstream: u16, request: &Request) -> Vec<u8> {
    let mut server = TcpStream::connect(("127.0.0.1", upstream)).unwrap();
    let own = ["content-length", "connection", "expect"];
    let kept = request.head.iter().filter(|line| {
        let name = line.split(':').next().unwrap_or_default();
        !own.iter().any(|own| name.eq_ignore_ascii_case(own))
    });
    let mut text: String = kept.cloned().collect();
    text += &format!("Connection: close\r\nContent-Length: {}\r\n\r\n", request.body.len());
    let sent = server.write_all(text.as_bytes()).and_then(|()| server.write_all(&request.body));
    let mut answer = Vec::new();
    let _ = sent.and_then(|()| server.read_to_end(&mut answer).map(|_| ()));
    // One connection a request, whatever the server would allow.
    let end = answer.windows(2).position(|two| two == b"\r\n").map_or(0, |at| at + 2);
    answer.splice(end..end, *b"Connection: close\r\n");
    answer
}
