//! Signing packs, and holding them against labelled pictures.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TaskArg;

#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// Check every pack: signature, network, golden pictures, rules.
    Verify,
    /// Sign folders, so that a box that trusts the key takes them: model packs, or rules.
    Sign(SignArgs),
    /// Make a pair of keys: NAME.secret signs, NAME.public goes onto the boxes.
    Keygen {
        /// Path without ending.
        name: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct SignArgs {
    /// File with the secret key.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Draw the golden pictures of model packs anew first, with the scores that they get now.
    #[arg(long)]
    pub golden: bool,
    #[arg(required = true, value_name = "FOLDER")]
    pub folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct EvaluateArgs {
    #[command(subcommand)]
    pub command: Option<EvaluateCommand>,
    #[command(flatten)]
    pub set: Option<EvaluateSet>,
}

#[derive(Debug, Subcommand)]
pub enum EvaluateCommand {
    /// Two reports on the same pictures: which pack is better, and may it be chance?
    Compare {
        /// Folder that an evaluation wrote.
        a: PathBuf,
        /// Another one, of the same pictures.
        b: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct EvaluateSet {
    /// Disease to look for.
    #[arg(long, value_enum)]
    pub task: TaskArg,
    /// What the pictures show: a CSV with `file` and `label` (1: referable), for retinas also
    /// `grade` (0 to 4), `patient` where one has several, and any columns to compare (eye, age, sex).
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// Folder for report.html, report.json and scores.csv.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Name the files in report.json and scores.csv; otherwise nothing in them tells who it was.
    #[arg(long)]
    pub names: bool,
    /// Folder of the pictures.
    pub folder: PathBuf,
}
