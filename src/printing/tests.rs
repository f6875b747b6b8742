use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::status::check_port;
use super::*;
use crate::imaging::Gray;

/// A slip with a pattern, black and white.
fn slip(width: usize, height: usize) -> Gray {
    let dark = |i: usize| (i % width * 7 + i / width * 5) % 11 < 4;
    let data = (0..width * height).map(|i| if dark(i) { 0 } else { 255 }).collect();
    Gray::from_raw(width, height, data).unwrap()
}

fn no_pdf(_: &Gray) -> Result<Vec<u8>, PrintError> {
    Err(PrintError::Faulty)
}

/// A printer on a real socket: answers questions with `answers`, in turn, until they are used up, and
/// gives back what was printed.
fn printer(answers: Vec<u8>) -> (Printer, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut paper, mut answers) = (Vec::new(), answers.into_iter());
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut chunk) {
            paper.extend_from_slice(&chunk[..count]);
            while let Some(at) = paper.windows(2).position(|pair| pair == b"\x10\x04") {
                if paper.len() < at + 3 {
                    break;
                }
                paper.drain(at..at + 3);
                if let Some(answer) = answers.next() {
                    stream.write_all(&[answer]).unwrap();
                }
            }
        }
        paper
    });
    (address.parse().unwrap(), thread)
}

#[test]
fn what_comes_out_of_the_printer_is_the_slip() {
    for (width, height) in [(576, 400), (384, 63), (576, 64), (8, 1)] {
        let slip = slip(width, height);
        assert_eq!(read_raster(&job(&slip)).unwrap(), slip);
    }
    // Columns that fill no byte are followed by white.
    let odd = read_raster(&job(&Gray::filled(9, 2, [0]))).unwrap();
    assert_eq!((odd.width(), odd.at(8, 1), odd.at(9, 1)), (16, [0], [255]));
    assert_eq!(read_raster(b"\x1b@hello"), None);
    assert_eq!(read_raster(&job(&slip(16, 16))[..30]), None);
}

#[test]
fn a_network_printer_that_is_ready_and_one_that_says_nothing_print() {
    for answers in [vec![0x12; 4], Vec::new()] {
        let (printer, paper) = printer(answers);
        printer.print(&slip(576, 300), no_pdf).unwrap();
        assert_eq!(read_raster(&paper.join().unwrap()).unwrap(), slip(576, 300));
    }
}

#[test]
fn what_is_wrong_with_a_printer_is_told_apart() {
    for (answers, code) in [
        (vec![0x16, 0x12], "printer-cover-open"),
        (vec![0x12, 0x72], "printer-no-paper"),
        (vec![0x32, 0x12], "printer-no-paper"),
        (vec![0x52, 0x12], "printer-faulty"),
        // The paper ends in the middle of the slip.
        (vec![0x12, 0x12, 0x32, 0x7e], "printer-no-paper"),
    ] {
        let (printer, paper) = printer(answers.clone());
        let error = printer.print(&slip(64, 64), no_pdf).unwrap_err();
        assert_eq!(error.code(), code, "{answers:x?}");
        assert_eq!(
            paper.join().unwrap().is_empty(),
            answers.len() == 2,
            "nothing is sent to one that cannot"
        );
    }
    assert_eq!(check_port(0x18).map_err(|error| error.code()), Ok(()));
    assert_eq!(check_port(0x38).unwrap_err().code(), "printer-no-paper");
    assert_eq!(check_port(0x10).unwrap_err().code(), "printer-faulty");
}

#[test]
fn a_printer_that_is_not_there_is_missing() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for place in [format!("tcp:{closed}"), "usb:/dev/usb/lp-nowhere".into()] {
        let printer: Printer = place.parse().unwrap();
        assert_eq!(printer.print(&slip(8, 8), no_pdf).unwrap_err().code(), "printer-missing", "{place}");
    }
    // It hangs up in the middle.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let printer: Printer = format!("tcp:{}", listener.local_addr().unwrap()).parse().unwrap();
    let rude = std::thread::spawn(move || drop(listener.accept().unwrap()));
    assert_eq!(printer.print(&slip(576, 4000), no_pdf).unwrap_err().code(), "printer-missing");
    rude.join().unwrap();
}

#[test]
fn slips_follow_one_another_in_a_file_and_a_device_takes_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("paper");
    let printer: Printer = format!("file:{}", path.display()).parse().unwrap();
    printer.print(&slip(16, 8), no_pdf).unwrap();
    printer.print(&slip(16, 8), no_pdf).unwrap();
    let paper = std::fs::read(&path).unwrap();
    let (first, second) = paper.split_at(paper.len() / 2);
    assert_eq!((first, read_raster(second).unwrap()), (second, slip(16, 8)));
    // A pipe stands for the device: it takes bytes only as fast as they are read.
    let pipe = folder.path().join("lp0");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).unwrap()
    });
    let usb: Printer = format!("usb:{}", pipe.display()).parse().unwrap();
    // Until the reader is there, the pipe is a printer that is switched off.
    while usb.print(&slip(576, 2000), no_pdf).is_err() {
        std::thread::yield_now();
    }
    assert_eq!(read_raster(&reader.join().unwrap()).unwrap(), slip(576, 2000));
}

#[test]
fn a_pdf_is_whole_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let printer: Printer = format!("pdf:{}", folder.path().join("slips").display()).parse().unwrap();
    assert!(printer.print(&slip(8, 8), no_pdf).is_err());
    printer.print(&slip(8, 8), |slip| Ok(slip.data().to_vec())).unwrap();
    let names: Vec<_> =
        std::fs::read_dir(folder.path().join("slips")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!((names.len(), names[0].extension().unwrap().to_str()), (1, Some("pdf")));
}

#[test]
fn settings_that_are_no_printer_are_refused() {
    for wrong in ["", "lp0", "usb:", "bluetooth:1"] {
        assert_eq!(wrong.parse::<Printer>().unwrap_err().code(), "printer-setting", "{wrong}");
    }
    let network = |text: &str| text.parse::<Printer>().unwrap();
    assert_eq!(network("tcp:10.0.0.9"), Printer::Network("10.0.0.9:9100".into()));
    assert_eq!(network("tcp:slips.clinic:515"), Printer::Network("slips.clinic:515".into()));
    assert_eq!(network("tcp:[::1]"), Printer::Network("[::1]:9100".into()));
}
