//! Writes phantom pictures with their labels to a folder, for training and for looking at.
//!
//! `cargo run --example phantoms -- --out DIR --count N [--size S] [--seed FIRST] [--faults]`
//!
//! N pictures a class: retinas of ICDR grade 0 to 4 of both eyes (N each eye and grade), chest films
//! without and with each finding. `labels.csv` says what is what; grades 2 and more are referable.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use farlight::capture::phantom::{Fault, Finding, chest, fundus};
use farlight::domain::Laterality;
use jpeg_encoder::{ColorType, Encoder};

#[derive(Parser)]
struct Arguments {
    /// Where the pictures and labels.csv go.
    #[arg(long)]
    out: PathBuf,
    /// Pictures of each class.
    #[arg(long, default_value_t = 4)]
    count: u64,
    /// Pixels a side.
    #[arg(long, default_value_t = 1024)]
    size: u16,
    /// Seed of the first picture; the next ones count on.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also writes each fault of a picture (not in labels.csv), for looking at.
    #[arg(long)]
    faults: bool,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    fs::create_dir_all(&arguments.out).with_context(|| arguments.out.display().to_string())?;
    let mut labels = fs::File::create(arguments.out.join("labels.csv"))?;
    writeln!(labels, "file,task,grade,referable,tb,laterality,seed")?;
    let size = usize::from(arguments.size);
    for step in 0..arguments.count {
        // Each class has its own patients.
        let mut seed = arguments.seed + step * 1000;
        for grade in 0..=4 {
            for eye in [Laterality::Od, Laterality::Os] {
                let name = format!("fundus_g{grade}_{}_{seed}.jpg", eye.code());
                let image = fundus(size, seed, eye, grade, 1, &[]);
                save(&arguments, &name, image.data(), ColorType::Rgb)?;
                writeln!(labels, "{name},dr,{grade},{},,{},{seed}", u8::from(grade >= 2), eye.code())?;
                seed += 1;
            }
        }
        for finding in Finding::ALL {
            let name = format!("chest_{}_{seed}.jpg", finding.code());
            let image = chest(size, seed, finding, 1, &[]);
            save(&arguments, &name, image.data(), ColorType::Luma)?;
            writeln!(labels, "{name},tb,,,{},,{seed}", u8::from(finding != Finding::None))?;
            seed += 1;
        }
        if arguments.faults {
            write_faults(&arguments, size, seed)?;
        }
    }
    Ok(())
}

fn write_faults(arguments: &Arguments, size: usize, seed: u64) -> anyhow::Result<()> {
    for fault in Fault::ALL {
        let image = fundus(size, seed, Laterality::Od, 1, 1, &[fault]);
        save(arguments, &format!("fault_fundus_{}_{seed}.jpg", fault.code()), image.data(), ColorType::Rgb)?;
        let image = chest(size, seed, Finding::None, 1, &[fault]);
        save(arguments, &format!("fault_chest_{}_{seed}.jpg", fault.code()), image.data(), ColorType::Luma)?;
    }
    Ok(())
}

fn save(arguments: &Arguments, name: &str, pixels: &[u8], colour: ColorType) -> anyhow::Result<()> {
    let path = arguments.out.join(name);
    Encoder::new_file(&path, 92)?.encode(pixels, arguments.size, arguments.size, colour)?;
    Ok(())
}
