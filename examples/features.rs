//! Prints what the gate measures, one line a picture, for `models/train/gate.py`:
//! `cargo run --example features -- [--list FILE | FILES...] > features.csv`

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use clap::Parser;
use farlight::imaging::{Gray, Picture, Rgb};
use farlight::quality::measure;

#[derive(Parser)]
struct Arguments {
    /// A text file with one path a line
    #[arg(long)]
    list: Option<PathBuf>,
    files: Vec<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut files = arguments.files;
    if let Some(list) = &arguments.list {
        let text = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
        files.extend(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from));
    }
    let (next, headed) = (AtomicUsize::new(0), Mutex::new(false));
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            match line(file) {
                Ok((names, values)) => {
                    let Ok(mut headed) = headed.lock() else { return };
                    if !*headed {
                        println!("file,{}", names.join(","));
                        *headed = true;
                    }
                    println!("{},{}", file.display(), values.join(","));
                }
                Err(error) => eprintln!("{}: {error:#}", file.display()),
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    Ok(())
}

fn line(file: &Path) -> Result<(Vec<String>, Vec<String>)> {
    let picture = decode(&std::fs::read(file)?)?;
    Ok(measure(&picture).into_iter().map(|(name, value)| (name, format!("{value:.5}"))).unzip())
}
/// 8-bit JPEG and PNG only.
fn decode(bytes: &[u8]) -> Result<Picture> {
    let picture = if bytes.starts_with(&[0xff, 0xd8]) {
        let mut decoder = zune_jpeg::JpegDecoder::new(zune_core::bytestream::ZCursor::new(bytes));
        let data = decoder.decode()?;
        let info = decoder.info().context("no header")?;
        (usize::from(info.width), usize::from(info.height), data)
    } else {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut data = vec![0; reader.output_buffer_size().context("too large")?];
        let info = reader.next_frame(&mut data)?;
        data.truncate(info.buffer_size());
        (info.width as usize, info.height as usize, data)
    };
    let (width, height, data) = picture;
    match data.len() / (width * height).max(1) {
        1 => Gray::from_raw(width, height, data).map(Picture::Gray),
        2 => Gray::from_raw(width, height, data.chunks_exact(2).map(|p| p[0]).collect()).map(Picture::Gray),
        3 => Rgb::from_raw(width, height, data).map(Picture::Rgb),
        4 => {
            let data = data.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
            Rgb::from_raw(width, height, data).map(Picture::Rgb)
        }
        _ => None,
    }
    .context("unknown number of channels")
}
