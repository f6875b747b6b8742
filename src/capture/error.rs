use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::domain::FaultClass;

/// Why there is no picture. File names are left out: they often carry a patient's name.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    #[error("The camera setting is wrong: {0}.")]
    Spec(String),
    #[error("There is no camera at {}. Plug the camera in, and switch it on.", .0.display())]
    NoCamera(PathBuf),
    #[error("The camera was unplugged. Plug the camera in again.")]
    Unplugged,
    #[error("The camera did not answer within {} s. Switch it off and on, or plug it in again.", .0.as_secs_f32())]
    Stalled(Duration),
    #[error("Another program uses the camera. Close that program, or restart the machine.")]
    Busy,
    #[error("Access to {} is denied. Add this user to the group `video`.", .0.display())]
    Denied(PathBuf),
    #[error("{} is not a camera. Choose another device in the settings.", .0.display())]
    NotACamera(PathBuf),
    #[error("The camera offers no format that can be read (MJPEG, YUYV, NV12, GREY). Use another camera.")]
    NoFormat,
    #[error("The camera sent a damaged picture ({0}). Take it again.")]
    BadFrame(String),
    #[error("The camera driver failed ({0}). Plug the camera in again; if it stays, call the technician.")]
    Driver(String),
    #[error("The folder cannot be read: {reason}. Check its name, the medium and the permissions.")]
    FolderUnreadable { reason: io::ErrorKind },
    #[error("The folder holds no pictures (JPEG, PNG, DICOM). Copy them there first.")]
    FolderEmpty,
    #[error("All pictures of the folder that fit have been used. Copy more there.")]
    FolderFinished,
    #[error("Picture {number} of the folder cannot be read: {reason}. The next one is tried when you go on.")]
    PictureUnreadable { number: usize, reason: String },
    #[error("The picture could not be stored as PNG: {0}.")]
    Encode(String),
}

impl CaptureError {
    /// Stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Spec(_) => "camera-setting",
            Self::NoCamera(_) => "no-camera",
            Self::Unplugged => "camera-unplugged",
            Self::Stalled(_) => "camera-stalled",
            Self::Busy => "camera-busy",
            Self::Denied(_) => "camera-denied",
            Self::NotACamera(_) => "not-a-camera",
            Self::NoFormat => "camera-format",
            Self::BadFrame(_) => "bad-frame",
            Self::Driver(_) => "camera-driver",
            Self::FolderUnreadable { .. } => "folder-unreadable",
            Self::FolderEmpty => "folder-empty",
            Self::FolderFinished => "folder-finished",
            Self::PictureUnreadable { .. } => "picture-unreadable",
            Self::Encode(_) => "encode",
        }
    }

    #[must_use]
    pub fn class(&self) -> FaultClass {
        match self {
            Self::BadFrame(_) => FaultClass::Transient,
            Self::NoCamera(_)
            | Self::Unplugged
            | Self::Stalled(_)
            | Self::Busy
            | Self::FolderEmpty
            | Self::FolderFinished
            | Self::PictureUnreadable { .. } => FaultClass::NeedsOperator,
            Self::Spec(_)
            | Self::Denied(_)
            | Self::NotACamera(_)
            | Self::NoFormat
            | Self::Driver(_)
            | Self::FolderUnreadable { .. } => FaultClass::NeedsTechnician,
            Self::Encode(_) => FaultClass::Bug,
        }
    }

    /// What the kernel's answer about the device at `path` means.
    #[must_use]
    pub fn from_io(path: &Path, wait: Duration, error: &io::Error) -> Self {
        // Numbers of errno(3), the same on every Linux.
        const ENXIO: i32 = 6;
        const ENODEV: i32 = 19;
        const ENOTTY: i32 = 25;
        const ESHUTDOWN: i32 = 108;
        match (error.raw_os_error(), error.kind()) {
            (Some(ENODEV | ENXIO | ESHUTDOWN), _) => Self::Unplugged,
            (Some(ENOTTY), _) => Self::NotACamera(path.to_owned()),
            (_, io::ErrorKind::NotFound) => Self::NoCamera(path.to_owned()),
            (_, io::ErrorKind::PermissionDenied) => Self::Denied(path.to_owned()),
            (_, io::ErrorKind::ResourceBusy) => Self::Busy,
            (_, io::ErrorKind::TimedOut) => Self::Stalled(wait),
            (_, io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {
                Self::BadFrame("interrupted".to_owned())
            }
            _ => Self::Driver(error.to_string()),
        }
    }
}
