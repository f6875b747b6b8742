use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum InboxCommand {
    /// List the pictures that wait to be screened, oldest first.
    List {
        /// Those that were screened, too.
        #[arg(long)]
        all: bool,
    },
    /// Show whose picture it is, as its sender says.
    Show {
        /// Id of the picture, or at least its first 4 characters.
        picture: String,
    },
    /// Take a picture out without screening it, as one of a wrong patient.
    Remove {
        /// Id of the picture, or at least its first 4 characters.
        picture: String,
        /// Who asks for it.
        #[arg(long, default_value = "operator")]
        operator: String,
    },
}

#[derive(Debug, Args)]
pub struct WorklistArgs {
    /// Show what was fetched last, without asking anybody.
    #[arg(long)]
    pub kept: bool,
}

#[derive(Debug, Args)]
pub struct PriorsArgs {
    /// The patient's number, as on the card.
    pub patient: String,
    /// Show what was fetched before, without asking anybody.
    #[arg(long)]
    pub kept: bool,
    /// Write the pictures into this folder as well. They name the patient: keep them as you would a
    /// paper file.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct RelayArgs {
    /// Forward what lies on this stick once, then stop; otherwise wait for sticks until interrupted.
    #[arg(long, value_name = "DIR")]
    pub from: Option<PathBuf>,
    /// Where sticks are mounted.
    #[arg(long, value_name = "DIR", default_value = "/media")]
    pub watch: PathBuf,
    /// Print the line by which boxes know this relay, and stop.
    #[arg(long)]
    pub address: bool,
}

#[derive(Debug, Args)]
pub struct ReceiveArgs {
    /// Call this receiver once (C-ECHO), to see whether it can be reached, and stop.
    #[arg(long)]
    pub check: bool,
}
