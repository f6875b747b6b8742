use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub struct LetterArgs {
    /// Id of the encounter, or at least its first 8 characters.
    pub encounter: String,
    /// The PDF file; one that is there already is not overwritten.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Language of the patient: en, fr, sw, hi, ar, pt, es, bn, am. The specialist's part stays English.
    #[arg(long, value_name = "CODE", default_value = "en")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct VerdictsArgs {
    /// Only those that nobody has looked at; `farlight show ID` looks.
    #[arg(long)]
    pub new: bool,
    /// How often specialists agree with the box, by site, camera and operator.
    #[arg(long, conflicts_with = "new")]
    pub agreement: bool,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// The month, as 2026-03, by the time zone of the clinic (`time_zone` under `[site]`).
    #[arg(long, value_name = "YYYY-MM")]
    pub month: String,
    /// Comma-separated values on standard output instead of the table.
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Write a DHIS2 dataValueSets document, by `[dhis2]` of the configuration.
    #[arg(long, value_name = "FILE")]
    pub dhis2: Option<PathBuf>,
}
