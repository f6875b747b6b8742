//! Whoever reaches the port may send anything.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use super::panel::{Film, Receiving, dcmtk, words};

/// The most memory that the process ever had, in kilobytes.
fn peak_kb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn threads(process: u32) -> usize {
    std::fs::read_dir(format!("/proc/{process}/task")).unwrap().count()
}

#[test]
fn garbage_huge_lengths_and_a_thousand_calls_do_no_harm() {
    let Some(_) = dcmtk("echoscu") else { return };
    let receiving = Receiving::start("per_minute = 100000\nconnections = 6");
    let open = || TcpStream::connect(("127.0.0.1", receiving.port)).unwrap();
    let ask = [&[1, 0, 0xFF, 0xFF, 0xFF, 0xFF][..], &[0; 64]].concat();
    let noise: Vec<u8> = (0_u32..4096).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], &ask, &noise, &[4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 1, 3], &[]] {
        let mut stream = open();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        // It may be thrown out before it has said everything.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        // An abort or nothing; never an association, and never silence.
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer[0] == 7, "{answer:?}");
    }
    let pid = receiving.process.id();
    let crowd: Vec<TcpStream> =
        (0..1000).filter_map(|_| TcpStream::connect(("127.0.0.1", receiving.port)).ok()).collect();
    assert!(threads(pid) <= 6 + 3, "{} threads", threads(pid));
    drop(crowd);
    for _ in 0..50 {
        let program = Command::new("echoscu");
        if receiving.call(program, ("PANEL", "BOX"), &[]).status.success() {
            assert!(peak_kb(pid) < 150_000, "{} kB", peak_kb(pid));
            return;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("the receiver does not answer any more");
}

#[test]
fn a_peer_that_dawdles_is_sent_away() {
    let receiving = Receiving::start("");
    let mut stream = TcpStream::connect(("127.0.0.1", receiving.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let begun = std::time::Instant::now();
    // One byte a second of a request that is never whole.
    for byte in [1, 0, 0, 0, 1, 0].into_iter().chain(std::iter::repeat(0)) {
        let gone = stream.write_all(&[byte]).is_err();
        let closed = stream.read(&mut [0]).is_ok_and(|count| count == 0);
        if gone || closed {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(40), "still there");
    }
    assert!(begun.elapsed() > Duration::from_secs(10), "it had its time");
}

/// A panel gone mad: what is over the limit is refused for now, told once, and the box goes on answering.
#[test]
fn a_flood_of_films_fills_neither_inbox_nor_log() {
    let Some(mut store) = dcmtk("storescu") else { return };
    let receiving = Receiving::start("pictures_per_minute = 5");
    let folder = receiving.appliance.folder.path();
    let films: Vec<_> = (1..=12_u8)
        .map(|number| {
            let uid = format!("1.2.826.0.1.3680043.9.78.{number}");
            Film { uid: &uid, shade: number, ..Film::default() }.write(folder, &format!("flood{number}"))
        })
        .collect();
    store.args([
        "-v",
        "-nh",
        "-aet",
        "PANEL",
        "-aec",
        "BOX",
        "-xs",
        "127.0.0.1",
        &receiving.port.to_string(),
    ]);
    let sent = words(&store.args(&films).output().unwrap());
    assert_eq!(sent.matches("Received Store Response (Success)").count(), 5, "{sent}");
    assert!(sent.contains("OutOfResources") || sent.contains("0xa700"), "{sent}");
    assert_eq!(receiving.waiting().len(), 5);
    let echo = receiving.call(Command::new("echoscu"), ("PANEL", "BOX"), &[]);
    assert!(echo.status.success(), "{}", words(&echo));
    let (_, log) = receiving.stop();
    assert_eq!(log.matches("sends more than 5 objects in a minute").count(), 1, "{log}");
}
