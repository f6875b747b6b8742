use std::io::Read;

use super::args::SecretsCommand;
use super::{App, AppError};
use crate::sync::secrets;

/// Keeps passwords, tokens and keys encrypted in the store; none is ever shown again.
pub fn run(app: &App, command: &SecretsCommand) -> Result<bool, AppError> {
    let mut store = app.store()?;
    match command {
        SecretsCommand::Set { name, operator } => {
            let usable = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
            if name.is_empty() || !name.chars().all(usable) {
                let words = "the name of a secret is made of letters, digits, dots and dashes";
                return Err(AppError::Usage(words.to_owned()));
            }
            let value = from_stdin()?;
            secrets::set(&mut store, operator, name, &value)?;
            app.out.emit(&serde_json::json!({ "secret": name }), || {
                format!("kept; the configuration names it as store:{name}")
            })?;
            Ok(true)
        }
        SecretsCommand::List => {
            for name in secrets::names(&store)? {
                app.out.emit(&serde_json::json!({ "secret": name }), || name.clone())?;
            }
            Ok(true)
        }
        SecretsCommand::Forget { name, operator } => {
            let known = secrets::forget(&mut store, operator, name)?;
            app.out.emit(&serde_json::json!({ "secret": name, "forgotten": known }), || {
                if known { "forgotten".to_owned() } else { "there is no such secret".to_owned() }
            })?;
            Ok(known)
        }
    }
}

fn from_stdin() -> Result<zeroize::Zeroizing<Vec<u8>>, AppError> {
    let mut value = zeroize::Zeroizing::new(Vec::new());
    std::io::stdin().lock().take(secrets::MOST_BYTES as u64 + 1).read_to_end(&mut value)?;
    let words = match value.len() {
        0 => "nothing came on standard input: pipe the secret in",
        length if length > secrets::MOST_BYTES => "that is too long for a secret",
        _ => return Ok(value),
    };
    Err(AppError::Usage(words.to_owned()))
}
