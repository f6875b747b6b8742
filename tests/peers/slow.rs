//! A bad line between the box and a server, in user space: rate, delay, jitter, blackouts and resets.
//! A lost packet is what TCP makes of it: everything behind it waits for its repetition.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PACKET: usize = 1400;
/// What a router on the way holds.
const QUEUE: usize = 40;

#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// Each way; nothing for as fast as it goes.
    pub bytes_s: Option<u64>,
    pub delay: Duration,
    pub jitter: Duration,
    /// Share of packets that have to be sent again.
    pub loss: f64,
    /// Every so often nothing passes for so long.
    pub blackout: Option<(Duration, Duration)>,
    /// Every third connection ends when it has carried so many bytes to the server.
    pub reset_after: Option<u64>,
}

impl Weather {
    pub fn fair() -> Self {
        let none = Duration::ZERO;
        Self { bytes_s: None, delay: none, jitter: none, loss: 0.0, blackout: None, reset_after: None }
    }

    /// 2G in the hills: 60 kbit/s, 300 ± 100 ms one way, 3 % loss.
    pub fn hills() -> Self {
        Self {
            bytes_s: Some(7500),
            delay: Duration::from_millis(300),
            jitter: Duration::from_millis(100),
            loss: 0.03,
            ..Self::fair()
        }
    }
}

struct Shared {
    weather: Weather,
    begun: Instant,
    /// When the line is free again, to the server and back.
    free: [Mutex<Instant>; 2],
    bytes: [AtomicU64; 2],
    connections: AtomicU64,
    open: Mutex<Vec<TcpStream>>,
    random: AtomicU64,
}

pub struct SlowLink {
    pub port: u16,
    shared: Arc<Shared>,
}

impl SlowLink {
    /// Before the server at `upstream`, a port of this machine.
    pub fn start(upstream: u16, weather: Weather) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let now = Instant::now();
        let shared = Arc::new(Shared {
            weather,
            begun: now,
            free: [Mutex::new(now), Mutex::new(now)],
            bytes: [AtomicU64::new(0), AtomicU64::new(0)],
            connections: AtomicU64::new(0),
            open: Mutex::default(),
            random: AtomicU64::new(0x9e37_79b9_7f4a_7c15),
        });
        let line = shared.clone();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { continue };
                let Ok(server) = TcpStream::connect(("127.0.0.1", upstream)) else { continue };
                let number = line.connections.fetch_add(1, Ordering::Relaxed);
                let most = line.weather.reset_after.filter(|_| number.is_multiple_of(3));
                let copies = (client.try_clone().unwrap(), server.try_clone().unwrap());
                line.open.lock().unwrap().extend([client.try_clone().unwrap(), server.try_clone().unwrap()]);
                carry(&line, 0, most, client, server);
                carry(&line, 1, None, copies.1, copies.0);
            }
        });
        Self { port, shared }
    }

    /// Bytes to the server and back, TLS and all.
    pub fn bytes(&self) -> (u64, u64) {
        let read = |way: usize| self.shared.bytes[way].load(Ordering::Relaxed);
        (read(0), read(1))
    }

    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// Ends all connections.
    pub fn cut(&self) {
        for stream in self.shared.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Shared {
    fn random(&self) -> f64 {
        let seed = self.random.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        ((mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// When a packet that leaves now is there.
    fn arrival(&self, way: usize, length: usize) -> Instant {
        let weather = &self.weather;
        let mut free = self.free[way].lock().unwrap();
        let takes = weather
            .bytes_s
            .map_or(Duration::ZERO, |rate| Duration::from_secs_f64(length as f64 / rate as f64));
        *free = (*free).max(Instant::now()) + takes;
        let swing = weather.jitter.mul_f64(self.random() * 2.0);
        let mut arrival =
            (*free + weather.delay + swing).checked_sub(weather.jitter.min(weather.delay + swing)).unwrap();
        if self.random() < weather.loss {
            // A round trip until the loss is noticed, and the way once more.
            arrival += weather.delay * 3 + Duration::from_millis(200);
        }
        if let Some((every, lasts)) = weather.blackout {
            let into = Duration::from_secs_f64((arrival - self.begun).as_secs_f64() % every.as_secs_f64());
            if into < lasts {
                arrival += lasts.checked_sub(into).unwrap();
            }
        }
        arrival
    }
}

fn carry(line: &Arc<Shared>, way: usize, most: Option<u64>, mut from: TcpStream, to: TcpStream) {
    let (queue, packets): (SyncSender<(Instant, Vec<u8>)>, Receiver<_>) = sync_channel(QUEUE);
    let line = line.clone();
    std::thread::spawn(move || deliver(to, &packets));
    std::thread::spawn(move || {
        let (mut carried, mut last) = (0_u64, Instant::now());
        let mut packet = [0; PACKET];
        while let Ok(length) = from.read(&mut packet) {
            if length == 0 {
                break;
            }
            carried += length as u64;
            line.bytes[way].fetch_add(length as u64, Ordering::Relaxed);
            if most.is_some_and(|most| carried > most) {
                let _ = from.shutdown(Shutdown::Both);
                break;
            }
            last = line.arrival(way, length).max(last);
            if queue.send((last, packet[..length].to_vec())).is_err() {
                break;
            }
        }
    });
}

fn deliver(mut to: TcpStream, packets: &Receiver<(Instant, Vec<u8>)>) {
    while let Ok((arrival, packet)) = packets.recv() {
        std::thread::sleep(arrival.saturating_duration_since(Instant::now()));
        if to.write_all(&packet).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
