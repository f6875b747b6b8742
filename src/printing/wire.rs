//! The bytes on their way: within a time, with the printer asked before and after. A printer that tells
//! nothing of itself prints all the same.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use rustix::ioctl::{Getter, Opcode, ioctl};

use super::printer::PATIENCE;
use super::{PrintError, status};

/// linux/lp.h: the status lines of the port.
const LPGETSTATUS: Opcode = 0x060b;
const CONNECT: Duration = Duration::from_secs(3);
/// A printer answers a question at once, or not at all.
const ANSWER: Duration = Duration::from_millis(300);
const PAUSE: Duration = Duration::from_millis(20);

/// Over the network, to a printer that listens as JetDirect does.
pub fn to_network(address: &str, job: &[u8]) -> Result<(), PrintError> {
    let missing = |error: std::io::Error| PrintError::Missing(error.kind().to_string());
    let places: Vec<_> = address.to_socket_addrs().map_err(missing)?.collect();
    let mut last = ErrorKind::NotFound.into();
    for place in places {
        match TcpStream::connect_timeout(&place, CONNECT) {
            Ok(stream) => return talk(stream, job),
            Err(error) => last = error,
        }
    }
    Err(missing(last))
}

fn talk(mut stream: TcpStream, job: &[u8]) -> Result<(), PrintError> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => PrintError::Stalled(PATIENCE.as_secs()),
        kind => PrintError::Missing(kind.to_string()),
    };
    stream.set_write_timeout(Some(PATIENCE)).map_err(fault)?;
    stream.set_read_timeout(Some(ANSWER)).map_err(fault)?;
    let speaks = ask(&mut stream)?;
    stream.write_all(job).map_err(fault)?;
    stream.flush().map_err(fault)?;
    // Paper that ran out in the middle of the slip.
    if speaks {
        ask(&mut stream)?;
    }
    Ok(())
}

/// Whether it answers at all.
fn ask(stream: &mut TcpStream) -> Result<bool, PrintError> {
    let mut answers = [None; 2];
    for (question, answer) in status::QUESTIONS.iter().zip(&mut answers) {
        let mut byte = [0];
        let asked = stream.write_all(question).and_then(|()| stream.read_exact(&mut byte));
        match asked {
            Ok(()) => *answer = Some(byte[0]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => return Err(PrintError::Missing(error.kind().to_string())),
        }
    }
    status::check(answers[0], answers[1])?;
    Ok(answers[0].is_some())
}

/// To a printer's device file, which takes bytes only as fast as the paper moves.
pub fn to_device(path: &Path, job: &[u8]) -> Result<(), PrintError> {
    let missing = |error: std::io::Error| PrintError::Missing(error.kind().to_string());
    let never_wait = OFlags::NONBLOCK.bits().cast_signed();
    let mut device = OpenOptions::new().write(true).custom_flags(never_wait).open(path).map_err(missing)?;
    check_port(&device)?;
    let end = Instant::now() + PATIENCE;
    let mut left = job;
    while !left.is_empty() {
        match device.write(left) {
            Ok(written) => left = left.get(written..).unwrap_or_default(),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {
                check_port(&device)?;
                if Instant::now() >= end {
                    return Err(PrintError::Stalled(PATIENCE.as_secs()));
                }
                std::thread::sleep(PAUSE);
            }
            Err(error) => return Err(missing(error)),
        }
    }
    check_port(&device)
}

/// What is no printer's port says nothing.
fn check_port(device: &File) -> Result<(), PrintError> {
    // SAFETY: LPGETSTATUS fills one int (linux/lp.h, usblp.c), or fails.
    let told = unsafe { ioctl(device.as_fd(), Getter::<LPGETSTATUS, std::ffi::c_int>::new()) };
    told.map_or(Ok(()), |status| status::check_port(status.to_le_bytes()[0]))
}
