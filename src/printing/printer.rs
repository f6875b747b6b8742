use std::path::PathBuf;
use std::str::FromStr;
use std::sync::mpsc;
use std::time::Duration;

use super::{PrintError, escpos, wire};
use crate::imaging::Gray;

/// A printer that takes nothing for so long has stalled.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// Dots across 80 mm paper at 203 dots an inch; 58 mm paper has 384.
pub const PAPER_DOTS: usize = 576;
/// What network printers listen on.
const PORT: u16 = 9100;

/// Where slips go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printer {
    /// A device file, as `/dev/usb/lp0`.
    Usb(PathBuf),
    /// Address with port.
    Network(String),
    /// The printer's bytes, each slip after the last.
    File(PathBuf),
    /// One PDF a slip, for a printer that another program drives.
    Pdf(PathBuf),
}

impl FromStr for Printer {
    type Err = PrintError;

    fn from_str(text: &str) -> Result<Self, PrintError> {
        let wrong = || PrintError::Setting(text.to_owned());
        let (kind, place) = text.split_once(':').filter(|(_, place)| !place.is_empty()).ok_or_else(wrong)?;
        match kind {
            "usb" => Ok(Self::Usb(place.into())),
            "file" => Ok(Self::File(place.into())),
            "pdf" => Ok(Self::Pdf(place.into())),
            "tcp" => {
                let named = |(_, port): (&str, &str)| port.parse::<u16>().is_ok();
                let has_port = place.rsplit_once(':').is_some_and(named) && !place.ends_with(']');
                Ok(Self::Network(if has_port { place.to_owned() } else { format!("{place}:{PORT}") }))
            }
            _ => Err(wrong()),
        }
    }
}

impl Printer {
    /// Prints one slip; `pdf` writes the same picture as a PDF file.
    ///
    /// # Errors
    /// [`PrintError`]; a slip that was cut short is printed again whole.
    pub fn print(
        &self,
        slip: &Gray,
        pdf: impl FnOnce(&Gray) -> Result<Vec<u8>, PrintError>,
    ) -> Result<(), PrintError> {
        let write = |error: std::io::Error| PrintError::Write(error.kind().to_string());
        match self {
            Self::Pdf(folder) => {
                let bytes = pdf(slip)?;
                let name = folder.join(format!("slip-{}.pdf", uuid::Uuid::now_v7()));
                let part = name.with_extension("part");
                std::fs::create_dir_all(folder).map_err(write)?;
                std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, &name)).map_err(write)
            }
            Self::File(path) => {
                let mut file =
                    std::fs::OpenOptions::new().append(true).create(true).open(path).map_err(write)?;
                std::io::Write::write_all(&mut file, &escpos::job(slip)).map_err(write)
            }
            Self::Usb(path) => {
                let (path, job) = (path.clone(), escpos::job(slip));
                apart(move || wire::to_device(&path, &job))
            }
            Self::Network(address) => {
                let (address, job) = (address.clone(), escpos::job(slip));
                apart(move || wire::to_network(&address, &job))
            }
        }
    }
}

/// On a thread of its own: a look-up of a name, or a driver, may take longer than anybody waits.
fn apart(work: impl FnOnce() -> Result<(), PrintError> + Send + 'static) -> Result<(), PrintError> {
    let (answer, wait) = mpsc::sync_channel(1);
    std::thread::Builder::new()
        .name("printer".to_owned())
        .spawn(move || drop(answer.send(work())))
        .map_err(|error| PrintError::Missing(error.kind().to_string()))?;
    // Twice: once for the questions and the way there, once for the paper.
    wait.recv_timeout(2 * PATIENCE).unwrap_or(Err(PrintError::Stalled(PATIENCE.as_secs())))
}
