//! Connections that end: whatever a peer does, a read or write is over by a given moment.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::ops::DerefMut;
use std::time::{Duration, Instant};

use rustls::{ConnectionCommon, SideData, StreamOwned};

/// A connection whose patience is renewed from outside.
pub trait Limited: Read + Write + Send {
    /// From now on, reading and writing fail when this span is over.
    fn allow(&mut self, span: Duration);

    /// No more will be written: the peer may read what it was told.
    fn finish(&mut self) {}
}

/// A TCP connection with a moment after which nothing works any more. A time-out a read alone would
/// let a peer that sends one byte now and then stay forever.
pub struct Timed {
    stream: TcpStream,
    until: Instant,
}

impl Timed {
    /// # Errors
    /// When the kernel refuses the settings of the connection.
    pub fn new(stream: TcpStream, span: Duration) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, until: Instant::now() + span })
    }

    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Limited for Timed {
    fn allow(&mut self, span: Duration) {
        self.until = Instant::now() + span;
    }

    fn finish(&mut self) {
        // The peer may be gone already.
        let _ = self.stream.shutdown(Shutdown::Write);
    }
}

/// TLS from either side.
impl<C, D> Limited for StreamOwned<C, Timed>
where
    C: DerefMut<Target = ConnectionCommon<D>> + Send,
    D: SideData,
{
    fn allow(&mut self, span: Duration) {
        self.sock.allow(span);
    }

    fn finish(&mut self) {
        self.conn.send_close_notify();
        // As above.
        let _ = self.conn.write_tls(&mut self.sock);
        self.sock.finish();
    }
}
