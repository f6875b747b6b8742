//! Waits for panels, and gives each a thread.

use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::associate::{self, AGREEMENT, Rules};
use super::line::{Limited, Timed};
use super::serve::{Deposit, converse};
use super::visitors::{Metered, Visit, Visitors};
use super::wire::Wire;
use super::{Budget, DimseError};

/// How often the receiver looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(250);
/// Time to say no in.
const REFUSAL: Duration = Duration::from_secs(2);

/// How a receiver behaves.
#[derive(Clone)]
pub struct Settings {
    pub rules: Rules,
    pub tls: Option<Arc<ServerConfig>>,
    /// Connections at the same time; each address gets half of them.
    pub connections: usize,
    /// New connections an address may make in a minute.
    pub per_minute: usize,
    /// Objects that an address may send in a minute.
    pub objects_per_minute: usize,
    /// Silence between two messages until a panel is sent away.
    pub patience: Duration,
    pub budget: Arc<Budget>,
}

/// A listening socket.
pub struct Receiver {
    socket: TcpListener,
    settings: Arc<Settings>,
    deposit: Arc<dyn Deposit>,
    open: Arc<Mutex<Visitors>>,
}

impl Receiver {
    /// # Errors
    /// [`DimseError::Setup`] when the address is taken or not this machine's.
    pub fn bind(
        address: SocketAddr,
        settings: Settings,
        deposit: Arc<dyn Deposit>,
    ) -> Result<Self, DimseError> {
        let listen = |error: std::io::Error| {
            DimseError::Setup(format!("cannot listen at {address}: {error}. Is another program there?"))
        };
        let socket = TcpListener::bind(address).map_err(listen)?;
        socket.set_nonblocking(true).map_err(listen)?;
        Ok(Self { socket, settings: Arc::new(settings), deposit, open: Arc::default() })
    }

    /// Where it listens, for a port that the system chose.
    ///
    /// # Errors
    /// When the socket is gone.
    pub fn address(&self) -> Result<SocketAddr, DimseError> {
        Ok(self.socket.local_addr()?)
    }

    /// Serves until `stop` is set; conversations that go on then end by themselves.
    pub fn run(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::Acquire) {
            self.wait();
            match self.socket.accept() {
                Ok((stream, from)) => self.visit(stream, from.ip().to_canonical()),
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => {
                    // Out of descriptors, most likely: those that are open will close.
                    log::warn!("receiver: {error}");
                    std::thread::sleep(LOOK);
                }
            }
        }
    }

    fn wait(&self) {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let span = Timespec { tv_sec: 0, tv_nsec: i64::from(LOOK.subsec_nanos()) };
        // Interrupted or not, the socket is asked next.
        let _ = poll(&mut [PollFd::new(&self.socket, PollFlags::IN)], Some(&span));
    }

    fn visit(&self, stream: TcpStream, from: IpAddr) {
        let Some(visit) = Visit::enter(&self.open, from, &self.settings) else {
            if self.open.lock().unwrap_or_else(PoisonError::into_inner).told() {
                log::warn!("receiver: too many connections, as from {from}: some are sent away");
            }
            if self.settings.tls.is_none()
                && let Ok(line) = Timed::new(stream, REFUSAL)
            {
                associate::refuse_for_now(&mut Wire::new(Box::new(line)));
            }
            return;
        };
        let (settings, deposit) = (Arc::clone(&self.settings), Arc::clone(&self.deposit));
        let work = move || {
            let metered = Metered { visit: &visit, deposit: deposit.as_ref() };
            match serve(&settings, stream, from, &metered) {
                Ok(()) | Err(DimseError::Closed) => {}
                Err(error) => log::warn!("receiver: {from}: {error}"),
            }
        };
        if let Err(error) = std::thread::Builder::new().name("panel".to_owned()).spawn(work) {
            log::error!("receiver: no thread for {from}: {error}");
        }
    }
}

fn serve(
    settings: &Settings,
    stream: TcpStream,
    from: IpAddr,
    deposit: &dyn Deposit,
) -> Result<(), DimseError> {
    let timed = Timed::new(stream, AGREEMENT)?;
    let line: Box<dyn Limited> = match &settings.tls {
        None => Box::new(timed),
        Some(config) => {
            let connection = ServerConnection::new(Arc::clone(config))
                .map_err(|error| DimseError::Tls(super::tls::words(&error)))?;
            Box::new(StreamOwned::new(connection, timed))
        }
    };
    let mut wire = Wire::new(line);
    wire.set_patience(settings.patience);
    converse(&mut wire, &settings.rules, Some(from), &settings.budget, deposit)
}
