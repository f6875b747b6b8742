//! Writes pictures as the models see them, for training:
//! `cargo run --example prepare -- --task dr --size 320 --out DIR [--list FILE | FILES...]`
//! DIR keeps the folders of the inputs; every output ends in `.png`.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, bail};
use clap::Parser;
use farlight::domain::Task;
use farlight::imaging::{Gray, Picture, Rgb, prepare};

#[derive(Parser)]
struct Arguments {
    /// dr or tb
    #[arg(long)]
    task: String,
    #[arg(long, default_value_t = 320)]
    size: usize,
    #[arg(long)]
    out: PathBuf,
    /// A text file with one path a line
    #[arg(long)]
    list: Option<PathBuf>,
    files: Vec<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let task = match arguments.task.as_str() {
        "dr" => Task::Dr,
        "tb" => Task::Tb,
        other => bail!("unknown task '{other}': dr or tb"),
    };
    let mut files = arguments.files.clone();
    if let Some(list) = &arguments.list {
        let text = std::fs::read_to_string(list).with_context(|| list.display().to_string())?;
        files.extend(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from));
    }
    let (next, bad) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = one(task, file, &arguments) {
                bad.fetch_add(1, Ordering::Relaxed);
                eprintln!("{}: {error:#}", file.display());
            }
            let done = next.load(Ordering::Relaxed).min(files.len());
            if done.is_multiple_of(200) {
                eprintln!("{done} of {}", files.len());
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    eprintln!(
        "{} written, {} skipped",
        files.len() - bad.load(Ordering::Relaxed),
        bad.load(Ordering::Relaxed)
    );
    Ok(())
}

fn one(task: Task, file: &Path, arguments: &Arguments) -> Result<()> {
    let picture = decode(&std::fs::read(file)?)?;
    let prepared = prepare(task, &picture, arguments.size);
    let names = file.components().filter(|part| matches!(part, Component::Normal(_)));
    let target = arguments.out.join(names.collect::<PathBuf>()).with_extension("png");
    std::fs::create_dir_all(target.parent().context("no folder")?)?;
    let size = u32::try_from(arguments.size)?;
    let mut encoder = png::Encoder::new(std::io::BufWriter::new(std::fs::File::create(&target)?), size, size);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let gray = prepared.image.to_gray();
    let (colour, data) = match task {
        Task::Dr => (png::ColorType::Rgb, prepared.image.data()),
        Task::Tb => (png::ColorType::Grayscale, gray.data()),
    };
    encoder.set_color(colour);
    encoder.write_header()?.write_image_data(data)?;
    Ok(())
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
