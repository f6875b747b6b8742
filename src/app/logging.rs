use std::path::Path;

use flexi_logger::{Cleanup, Criterion, Duplicate, FileSpec, Logger, LoggerHandle, Naming};

use super::AppError;

const FILE_BYTES: u64 = 1 << 20;
const FILES_KEPT: usize = 8;

/// Logs to standard error and, once there is a data folder, to a rotating file in it. The handle
/// must live as long as the program logs.
pub fn start(folder: Option<&Path>, verbose: u8) -> Result<LoggerHandle, AppError> {
    let level = match verbose {
        0 if folder.is_none() => "warn",
        0 => "warn, farlight=info",
        1 => "info, tract_core=warn, farlight=debug",
        _ => "debug, tract_core=info, farlight=trace",
    };
    let shown = match verbose {
        0 => Duplicate::Warn,
        1 => Duplicate::Debug,
        _ => Duplicate::All,
    };
    let logger = Logger::try_with_str(level)?;
    let logger = match folder {
        Some(folder) => logger
            .log_to_file(FileSpec::default().directory(folder).basename("farlight"))
            .append()
            .rotate(Criterion::Size(FILE_BYTES), Naming::Numbers, Cleanup::KeepLogFiles(FILES_KEPT))
            .duplicate_to_stderr(shown)
            .format_for_files(line),
        None => logger.log_to_stderr(),
    };
    Ok(logger.format_for_stderr(line).start()?)
}

fn line(
    out: &mut dyn std::io::Write,
    now: &mut flexi_logger::DeferredNow,
    record: &log::Record,
) -> std::io::Result<()> {
    let module = record.module_path().unwrap_or("farlight");
    write!(out, "{} {:5} {module}: {}", now.format("%Y-%m-%dT%H:%M:%S%.3f"), record.level(), record.args())
}
