use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use serde::Deserialize;

use super::args::{Common, DisplayKind};
use super::priors::PriorsConfig;
use super::receive::ReceiveConfig;
use super::stick::StickConfig;
use super::worklist::WorklistConfig;
use crate::display::{DisplayError, Rotation, Settings};
use crate::flow::EyeField;
use crate::printing::{PAPER_DOTS, PrintError, Printer};
use crate::programme::dhis2::Dhis2;
use crate::sync::config::Destination;
use crate::sync::retention::{Keep, Rule};

/// `farlight.toml`: every key has a default, unknown keys are refused.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub site: Site,
    pub store: StoreConfig,
    pub models: ModelsConfig,
    pub rules: RulesConfig,
    pub capture: CaptureConfig,
    pub display: DisplayConfig,
    pub printer: PrinterConfig,
    /// Pictures that come from X-ray panels; none come without it.
    pub receive: Option<ReceiveConfig>,
    /// Who is expected.
    #[serde(rename = "worklist")]
    pub worklists: Vec<WorklistConfig>,
    pub priors: PriorsConfig,
    pub stick: StickConfig,
    #[serde(rename = "destination")]
    pub destinations: Vec<Destination>,
    pub dhis2: Dhis2,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    /// The clinic, as referrals name it.
    pub name: String,
    /// Serial number or name of this box.
    pub device: String,
    /// IANA time zone of the clinic, as `Africa/Nairobi`, or by POSIX as `EAT-3`: for the clock on the
    /// screen, for what counts as today, and where its months begin.
    pub time_zone: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreConfig {
    pub folder: PathBuf,
    pub key_file: PathBuf,
    /// Seconds to wait for another Farlight that has the store open.
    pub wait_s: u64,
    /// How long originals stay after their storage at the specialist's is proven: days, or "forever".
    pub originals_days: Keep,
    /// The same while room is short.
    pub originals_days_short: u32,
    /// How long originals of encounters without a referral stay, which nobody else has.
    pub negatives_days: Keep,
}

impl StoreConfig {
    pub fn rule(&self) -> Rule {
        Rule {
            proven: self.originals_days,
            proven_short: self.originals_days_short,
            negative: self.negatives_days,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelsConfig {
    /// Found beside the program when it is not given.
    pub folder: Option<PathBuf>,
    /// Class of this site's cameras, as the packs' thresholds name it.
    pub camera_class: Option<String>,
    /// Whose packs are trusted, instead of those of the development key: as `farlight models keygen`
    /// writes it.
    pub public_key_file: Option<PathBuf>,
}

/// Rule packs that replace the built-in ones; signed, with `signature.toml` beside them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesConfig {
    pub dr: Option<PathBuf>,
    pub tb: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CaptureConfig {
    /// Seconds until a silent camera counts as stalled.
    pub wait_s: u64,
    /// What the kiosk photographs of each eye, by the programme's protocol.
    pub fields: Vec<EyeField>,
    /// The kiosk's folder of chest films: a stick, or where the X-ray saves them.
    pub films: Option<PathBuf>,
}

/// The touch panel.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DisplayConfig {
    pub output: DisplayKind,
    /// `/dev/dri/card0` or `/dev/fb0`; found when it is not given.
    pub device: Option<PathBuf>,
    /// `/dev/input/event0`; found when it is not given.
    pub touch: Option<PathBuf>,
    /// Degrees by which the panel is mounted turned clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
    /// Six numbers, as libinput's calibration matrix: how the touch device lies on the panel.
    pub calibration: Option<String>,
    /// Dots per inch, for a panel that does not know its size, or a wrong one.
    pub dpi: Option<f32>,
}

impl DisplayConfig {
    /// `size`: of a window or of screenshots.
    pub fn settings(&self, size: (usize, usize)) -> Result<Settings, DisplayError> {
        let rotation = Rotation::from_degrees(self.rotation)
            .ok_or_else(|| DisplayError::Rotation(self.rotation.to_string()))?;
        let calibration = self.calibration.as_deref().map(str::parse).transpose()?.unwrap_or_default();
        let dpi = self.dpi.filter(|dpi| (50.0..=600.0).contains(dpi));
        Ok(Settings {
            device: self.device.clone(),
            touch: self.touch.clone(),
            rotation,
            calibration,
            dpi,
            size,
        })
    }
}

/// Where the kiosk prints its slips.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrinterConfig {
    /// `usb:/dev/usb/lp0`, `tcp:ADDRESS`, `file:PATH` or `pdf:FOLDER`.
    pub to: Option<String>,
    /// Across the paper: 576 on 80 mm, 384 on 58 mm.
    pub dots: usize,
}

impl Default for PrinterConfig {
    fn default() -> Self {
        Self { to: None, dots: PAPER_DOTS }
    }
}

impl PrinterConfig {
    pub fn printer(&self) -> Result<Option<Printer>, PrintError> {
        self.to.as_deref().map(str::parse).transpose()
    }
}

impl Default for Site {
    fn default() -> Self {
        Self { name: "unnamed clinic".to_owned(), device: "farlight".to_owned(), time_zone: "UTC".to_owned() }
    }
}

impl Default for StoreConfig {
    fn default() -> Self {
        let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("/var/lib"), PathBuf::from);
        let base = |variable: &str, fallback: &str| {
            std::env::var_os(variable).map_or_else(|| home.join(fallback), PathBuf::from).join("farlight")
        };
        Self {
            folder: base("XDG_DATA_HOME", ".local/share"),
            key_file: base("XDG_CONFIG_HOME", ".config").join("store.key"),
            wait_s: 30,
            originals_days: Keep::Days(90),
            originals_days_short: 7,
            negatives_days: Keep::Forever,
        }
    }
}

impl Default for CaptureConfig {
    fn default() -> Self {
        Self { wait_s: 10, fields: vec![EyeField::Macula], films: None }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{path}: {source}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path}: {reason}")]
    Syntax { path: PathBuf, reason: String },
    #[error("public_key_file names another key than this program was built for: remove it")]
    OtherKey,
    #[error("'{0}' is no time zone: write it as Africa/Nairobi, or as EAT-3 where the system has no list")]
    NoZone(String),
    #[error("no model packs were found: name their folder with --models, or as folder under [models]")]
    NoModels,
}

impl Config {
    /// The file's settings, with those of the command line on top.
    pub fn load(common: &Common) -> Result<Self, ConfigError> {
        let mut config = match &common.config {
            Some(path) => Self::read(path)?,
            None => Self::default(),
        };
        if let Some(folder) = &common.data {
            config.store.folder.clone_from(folder);
        }
        if let Some(file) = &common.key {
            config.store.key_file.clone_from(file);
        }
        if common.models.is_some() {
            config.models.folder.clone_from(&common.models);
        }
        Ok(config)
    }

    pub fn zone(&self) -> Result<TimeZone, ConfigError> {
        let name = &self.site.time_zone;
        let zone = TimeZone::get(name).or_else(|_| TimeZone::posix(name));
        zone.map_err(|_| ConfigError::NoZone(name.clone()))
    }

    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        toml::from_str(&text)
            .map_err(|error| ConfigError::Syntax { path: path.to_owned(), reason: error.to_string() })
    }

    /// The folder of the model packs: as configured, else `models` here or beside the program.
    pub fn models_folder(&self) -> Result<PathBuf, ConfigError> {
        if let Some(folder) = &self.models.folder {
            return Ok(folder.clone());
        }
        let program = std::env::current_exe().unwrap_or_default();
        let beside = program.ancestors().skip(1).take(4);
        let places = beside.flat_map(|place| [place.join("share/farlight/models"), place.join("models")]);
        std::iter::once(PathBuf::from("models"))
            .chain(places)
            .find(|place| place.join("dr/manifest.toml").is_file())
            .ok_or(ConfigError::NoModels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Result<TimeZone, ConfigError> {
        let mut config = Config::default();
        config.site.time_zone = name.to_owned();
        config.zone()
    }

    #[test]
    fn a_zone_is_found_by_its_rule_and_by_its_name() {
        let hours = |zone: &TimeZone| zone.to_offset(jiff::Timestamp::UNIX_EPOCH).seconds() / 3600;
        assert_eq!(hours(&zone("EAT-3").unwrap()), 3);
        assert_eq!(hours(&Config::default().zone().unwrap()), 0);
        let kolkata = zone("Asia/Kolkata").unwrap();
        assert_eq!(kolkata.to_offset(jiff::Timestamp::UNIX_EPOCH).seconds(), 19_800);
        for wrong in ["Africa/Atlantis", "../../../etc/passwd", "", "/etc/hostname"] {
            assert!(matches!(zone(wrong), Err(ConfigError::NoZone(_))), "{wrong}");
        }
    }
}
