use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::dimse::{Budget, DimseError, Rules, Settings, is_ae_title, server_config};
use crate::imaging::decode::MAX_FILE_BYTES;
use crate::store::InboxLimits;

/// Memory for objects on their way in, all connections together.
const BUDGET_BYTES: usize = 96 << 20;

/// `[receive]`: pictures come in by DICOM C-STORE.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiveConfig {
    /// Where to listen, as `0.0.0.0:11112`.
    pub address: SocketAddr,
    /// How panels call this box.
    #[serde(default = "default_title")]
    pub ae_title: String,
    /// AE titles that may send; `TITLE@ADDRESS` from that address alone.
    pub peers: Vec<String>,
    /// PEM files: with both, DICOM over TLS and nothing else.
    pub cert_file: Option<PathBuf>,
    pub key_file: Option<PathBuf>,
    /// PEM file: only those with a certificate of this authority may come.
    pub client_ca_file: Option<PathBuf>,
    /// Connections at the same time.
    #[serde(default = "default_connections")]
    pub connections: usize,
    /// New connections of one address in a minute.
    #[serde(default = "default_per_minute")]
    pub per_minute: usize,
    /// Pictures of one address in a minute; what is more is refused for now, and panels send it again.
    #[serde(default = "default_pictures")]
    pub pictures_per_minute: usize,
    /// Seconds that a panel may be silent between two pictures.
    #[serde(default = "default_patience")]
    pub patience_s: u64,
    /// Megabytes that may wait in the inbox.
    #[serde(default = "default_room")]
    pub room_mb: u64,
}

fn default_title() -> String {
    "FARLIGHT".to_owned()
}

fn default_connections() -> usize {
    8
}

fn default_per_minute() -> usize {
    120
}

fn default_pictures() -> usize {
    600
}

fn default_patience() -> u64 {
    60
}

fn default_room() -> u64 {
    4096
}

impl ReceiveConfig {
    pub fn rules(&self) -> Result<Rules, DimseError> {
        let setup = |words: String| Err(DimseError::Setup(words));
        if !is_ae_title(&self.ae_title) {
            return setup("ae_title under [receive] must be 1 to 16 letters".to_owned());
        }
        if self.peers.is_empty() {
            return setup("peers under [receive] is empty: name the AE titles that may send".to_owned());
        }
        let mut peers = Vec::new();
        for peer in &self.peers {
            let (title, address) = match peer.split_once('@') {
                None => (peer.as_str(), None),
                Some((title, address)) => (title, Some(address.parse::<IpAddr>())),
            };
            match address.transpose() {
                Ok(address) if is_ae_title(title) => peers.push((title.to_owned(), address)),
                _ => {
                    return setup(format!("'{peer}' under [receive] must look like XRAY1 or XRAY1@10.0.0.7"));
                }
            }
        }
        Ok(Rules { ae_title: self.ae_title.clone(), peers })
    }

    pub fn settings(&self) -> Result<Settings, DimseError> {
        let tls = match (&self.cert_file, &self.key_file) {
            (Some(chain), Some(key)) => Some(server_config(chain, key, self.client_ca_file.as_deref())?),
            (None, None) if self.client_ca_file.is_none() => None,
            _ => {
                let words =
                    "cert_file and key_file under [receive] go together, and client_ca_file with them";
                return Err(DimseError::Setup(words.to_owned()));
            }
        };
        if self.connections == 0 || self.connections > 64 || !(5..=3600).contains(&self.patience_s) {
            let words =
                "under [receive], connections must lie between 1 and 64, patience_s between 5 and 3600";
            return Err(DimseError::Setup(words.to_owned()));
        }
        Ok(Settings {
            rules: self.rules()?,
            tls,
            connections: self.connections,
            per_minute: self.per_minute,
            objects_per_minute: self.pictures_per_minute,
            patience: Duration::from_secs(self.patience_s),
            budget: Budget::new(BUDGET_BYTES, usize::try_from(MAX_FILE_BYTES).unwrap_or(BUDGET_BYTES)),
        })
    }

    pub fn limits(&self) -> InboxLimits {
        InboxLimits { bytes: self.room_mb.saturating_mul(1 << 20), ..InboxLimits::default() }
    }

    /// # Errors
    /// What a technician has to mend.
    pub fn check(&self) -> Result<(), DimseError> {
        self.settings().map(drop)
    }
}
