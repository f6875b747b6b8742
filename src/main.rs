use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    farlight::app::run(farlight::app::Cli::parse())
}
