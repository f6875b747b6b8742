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
pub struct ReceiveArgs {
    /// Call this receiver once (C-ECHO), to see whether it can be reached, and stop.
    #[arg(long)]
    pub check: bool,
}
