//! Who the box says it is, above TLS.

use std::path::Path;
use std::time::Duration;

use ureq::Agent;

use super::token::Tokens;
use crate::sync::SendFault;
use crate::sync::config::Auth;
use crate::sync::secrets::Secrets;

/// Secrets as they were read, and the token that they earned.
pub struct Credentials {
    fixed: Option<String>,
    tokens: Option<Tokens>,
}

impl Credentials {
    /// # Errors
    /// [`SendFault::Configuration`] when a secret cannot be read.
    pub fn read(auth: &Auth, secrets: &Secrets) -> Result<Self, SendFault> {
        let fixed = |value| Ok(Self { fixed: Some(value), tokens: None });
        match auth {
            Auth::None => Ok(Self { fixed: None, tokens: None }),
            Auth::Basic { user, password_file } => {
                let pair = format!("{user}:{}", secret(password_file, secrets)?);
                fixed(format!("Basic {}", base64(pair.as_bytes())))
            }
            Auth::Bearer { token_file } => fixed(format!("Bearer {}", secret(token_file, secrets)?)),
            Auth::Oauth2(client) => {
                let secret = secret(&client.secret_file, secrets)?;
                Ok(Self { fixed: None, tokens: Some(Tokens::with_secret(client, secret)) })
            }
            Auth::Smart(client) => Ok(Self { fixed: None, tokens: Some(Tokens::with_key(client, secrets)?) }),
        }
    }

    /// The value of the `Authorization` header; fetches a token where one is needed and none is held.
    ///
    /// # Errors
    /// As the server of the tokens answers.
    pub fn header(&self, agent: &Agent, timeout: Duration) -> Result<Option<String>, SendFault> {
        match &self.tokens {
            Some(tokens) => Ok(Some(format!("Bearer {}", tokens.get(agent, timeout)?))),
            None => Ok(self.fixed.clone()),
        }
    }

    /// `true` when there was a token, so that a new one may help.
    pub fn forget_token(&self) -> bool {
        self.tokens.as_ref().is_some_and(Tokens::forget)
    }
}

/// The first line.
fn secret(path: &Path, secrets: &Secrets) -> Result<String, SendFault> {
    let fault = |what: &str| SendFault::Configuration(format!("the secret in {} {what}", path.display()));
    let bytes = secrets.read(path).map_err(|words| fault(&words))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| fault("is empty or not text"))?;
    let line = text.lines().next().unwrap_or_default().trim();
    let usable = !line.is_empty() && line.chars().all(|letter| !letter.is_control());
    usable.then(|| line.to_owned()).ok_or_else(|| fault("is empty or not text"))
}

/// RFC 4648 section 4; for a header of a few letters.
pub fn base64(bytes: &[u8]) -> String {
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
            matches!(Credentials::read(&auth, &Secrets::default()), Err(SendFault::Configuration(words)) if words.contains("/nonexistent"))
        );
    }
}
