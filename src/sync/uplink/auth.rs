//! Who the box says it is, above TLS.

use std::path::Path;

use crate::sync::SendFault;
use crate::sync::config::Auth;

/// The value of the `Authorization` header.
///
/// # Errors
/// [`SendFault::Configuration`] when a secret cannot be read.
pub fn header(auth: &Auth) -> Result<Option<String>, SendFault> {
    Ok(match auth {
        Auth::None => None,
        Auth::Basic { user, password_file } => {
            let pair = format!("{user}:{}", secret(password_file)?);
            Some(format!("Basic {}", base64(pair.as_bytes())))
        }
        Auth::Bearer { token_file } => Some(format!("Bearer {}", secret(token_file)?)),
    })
}

/// The first line of a file.
fn secret(path: &Path) -> Result<String, SendFault> {
    let fault = |what: &str| SendFault::Configuration(format!("the secret in {} {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| fault(&format!("cannot be read: {error}")))?;
    let line = text.lines().next().unwrap_or_default().trim();
    let usable = !line.is_empty() && line.chars().all(|letter| !letter.is_control());
    usable.then(|| line.to_owned()).ok_or_else(|| fault("is empty or not text"))
}

/// RFC 4648 section 4; for a header of a few letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place) & 63) as usize];
            text.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of RFC 4648 section 10.
    #[test]
    fn base64_is_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        for (plain, coded) in vectors {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_missing_secret_is_a_fault_of_configuration() {
        let auth = Auth::Bearer { token_file: "/nonexistent/token".into() };
        assert!(
            matches!(header(&auth), Err(SendFault::Configuration(words)) if words.contains("/nonexistent"))
        );
    }
}
