use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::args::Common;
use super::priors::PriorsConfig;
use super::receive::ReceiveConfig;
use super::stick::StickConfig;
use super::worklist::WorklistConfig;
use crate::flow::EyeField;
use crate::programme::dhis2::Dhis2;
use crate::sync::config::Destination;

/// `farlight.toml`: every key has a default, unknown keys are refused.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub site: Site,
    pub store: StoreConfig,
    pub models: ModelsConfig,
    pub rules: RulesConfig,
    pub capture: CaptureConfig,
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
    /// IANA time zone of the clinic, as `Africa/Nairobi`: where its days and months begin.
    pub time_zone: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreConfig {
    pub folder: PathBuf,
    pub key_file: PathBuf,
    /// Seconds to wait for another Farlight that has the store open, as `sync` has it for one message.
    pub wait_s: u64,
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
