//! The touchscreen, and who may use it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;

use crate::display::Output;
use crate::flow::Role;
use crate::locale::Language;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct KioskArgs {
    #[command(subcommand)]
    pub command: Option<KioskCommand>,
    /// Where it is shown; as the configuration says otherwise.
    #[arg(long, value_enum)]
    pub display: Option<DisplayKind>,
    /// Columns and rows of a window or of screenshots, in pixels; a panel has its own.
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "800x480", value_parser = size)]
    pub size: (usize, usize),
    /// The dark look, for a darkened room.
    #[arg(long)]
    pub dark: bool,
    /// Code of a language, as `fr`; the one that was chosen last otherwise.
    #[arg(long, value_parser = language)]
    pub language: Option<Language>,
    /// `v4l:/dev/video0`, `dir:PATH`, or `phantom[:faults]`.
    #[arg(long, value_name = "CAMERA", default_value = "v4l:/dev/video0")]
    pub camera: String,
    /// Plays a touch script in a throw-away data folder, as Amina with PIN 2580; exit status 1 when a line does
    /// not come true.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// Folder in which a script or a trial plays, instead of one that is thrown away; taken up again when it is
    /// there. Receiver and worklists stay as configured; nothing is sent.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Folder for the screenshots of the script; made when it is missing.
    #[arg(long, value_name = "DIR", requires = "script")]
    pub out: Option<PathBuf>,
    /// For trying out: a throw-away data folder with the users Amina, Ben and Tom, all with PIN 2580.
    #[arg(long)]
    pub try_out: bool,
}

impl KioskArgs {
    /// Nothing of it is to stay.
    pub fn is_throw_away(&self) -> bool {
        self.script.is_some() || self.try_out
    }
}

#[derive(Debug, Subcommand)]
pub enum KioskCommand {
    /// Write what the running kiosk shows into its data folder, for support.
    Screenshot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisplayKind {
    /// A window where there is a desktop (DISPLAY or WAYLAND_DISPLAY), else the panel of this box: DRM, then
    /// framebuffer.
    #[default]
    Auto,
    /// The kernel's mode setting: `/dev/dri/card*`.
    Drm,
    /// The kernel's old framebuffer: `/dev/fb0`.
    Fb,
    /// A window on a desk.
    Window,
    /// Nowhere but in screenshots.
    Headless,
}

impl From<DisplayKind> for Output {
    fn from(kind: DisplayKind) -> Self {
        match kind {
            DisplayKind::Auto => Self::Auto,
            DisplayKind::Drm => Self::Drm,
            DisplayKind::Fb => Self::Framebuffer,
            DisplayKind::Window => Self::Window,
            DisplayKind::Headless => Self::Headless,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum UsersCommand {
    /// Add a user; the PIN of 4 to 8 digits is read from standard input.
    Add {
        name: String,
        #[arg(long, value_enum, default_value = "operator")]
        role: RoleArg,
    },
    /// Names and roles.
    List,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    Operator,
    Supervisor,
    Technician,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Operator => Self::Operator,
            RoleArg::Supervisor => Self::Supervisor,
            RoleArg::Technician => Self::Technician,
        }
    }
}

fn size(text: &str) -> Result<(usize, usize), String> {
    let sides =
        text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let fits =
        |(width, height): &(usize, usize)| (320..=4096).contains(width) && (240..=4096).contains(height);
    sides.filter(fits).ok_or_else(|| "give it as 800x480, between 320x240 and 4096x4096".to_owned())
}

fn language(code: &str) -> Result<Language, String> {
    let known = || Language::ALL.map(Language::code).join(", ");
    Language::from_code(code).ok_or_else(|| format!("known are {}", known()))
}
