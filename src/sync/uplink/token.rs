//! Access tokens: OAuth 2.0 client credentials (RFC 6749, 4.4), by a shared secret or, for SMART
//! Backend Services (HL7 SMART App Launch 2.2, "Backend Services"), by a signed assertion (RFC 7523).

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA384, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

use super::answer::status_fault;
use super::auth::base64;
use super::line;
use crate::sync::SendFault;
use crate::sync::config::{Oauth2, Smart};
use crate::sync::secrets::Secrets;

/// A token is renewed so long before it ends: a picture may take a while.
const EARLY: Duration = Duration::from_mins(1);
/// Of a server that does not say how long its token holds.
const USUAL: Duration = Duration::from_mins(5);
/// Longest life of an assertion that SMART allows.
const ASSERTION_S: u64 = 300;

pub struct Tokens {
    url: String,
    client_id: String,
    scope: Option<String>,
    proof: Proof,
    held: Mutex<Option<(String, Instant)>>,
}

enum Proof {
    Secret(String),
    Key { pair: Box<KeyPair>, key_id: Option<String> },
}

enum KeyPair {
    Es384(EcdsaKeyPair),
    Rs384(RsaKeyPair),
}

impl Tokens {
    pub fn with_secret(client: &Oauth2, secret: String) -> Self {
        let proof = Proof::Secret(secret);
        let (client_id, scope) = (client.client_id.clone(), client.scope.clone());
        Self { url: client.token_url.clone(), client_id, scope, proof, held: Mutex::new(None) }
    }

    /// # Errors
    /// [`SendFault::Configuration`] when the key cannot be used.
    pub fn with_key(client: &Smart, secrets: &Secrets) -> Result<Self, SendFault> {
        let fault = |what: &str| SendFault::Configuration(format!("{} {what}", client.key_file.display()));
        let pem = secrets.read(&client.key_file).map_err(|words| fault(&words))?;
        let key =
            PrivateKeyDer::from_pem_slice(&pem).map_err(|_| fault("holds no private key in PEM form"))?;
        let pair = KeyPair::read(&key)
            .ok_or_else(|| fault("is no key of P-384 or RSA in PKCS #8: openssl pkcs8 -topk8 makes one"))?;
        let proof = Proof::Key { pair: Box::new(pair), key_id: client.key_id.clone() };
        let (client_id, scope) = (client.client_id.clone(), Some(client.scope.clone()));
        Ok(Self { url: client.token_url.clone(), client_id, scope, proof, held: Mutex::new(None) })
    }

    /// The token that is held, or a new one.
    ///
    /// # Errors
    /// `Transient` when the server cannot be reached; `Configuration` when it gives none.
    pub fn get(&self, agent: &Agent, timeout: Duration) -> Result<String, SendFault> {
        let mut held = self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((token, until)) = held.as_ref()
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let (token, life) = self.fetch(agent, timeout)?;
        *held = Some((token.clone(), Instant::now() + life.saturating_sub(EARLY).max(life / 2)));
        Ok(token)
    }

    pub fn forget(&self) -> bool {
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take().is_some()
    }

    fn fetch(&self, agent: &Agent, timeout: Duration) -> Result<(String, Duration), SendFault> {
        let mut fields = vec![("grant_type", "client_credentials".to_owned())];
        fields.extend(self.scope.clone().map(|scope| ("scope", scope)));
        let mut request =
            Request::builder().method("POST").uri(&self.url).header("Accept", "application/json");
        match &self.proof {
            Proof::Secret(secret) => {
                let pair = format!("{}:{}", encoded(&self.client_id), encoded(secret));
                request = request.header("Authorization", format!("Basic {}", base64(pair.as_bytes())));
            }
            Proof::Key { pair, key_id } => {
                let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                fields.push(("client_assertion_type", kind.to_owned()));
                fields.push(("client_assertion", self.assertion(pair, key_id.as_deref())?));
            }
        }
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        let request = request.body(body.join("&"));
        let request = request.map_err(|_| SendFault::Configuration("its token_url cannot be used".into()))?;
        let request = agent.configure_request(request).timeout_global(Some(timeout)).build();
        let answer = line::read(agent.run(request))?;
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        if let Some(token) = body.get("access_token").and_then(Value::as_str).filter(|_| answer.status < 300)
        {
            let life = body.get("expires_in").and_then(Value::as_u64).map_or(USUAL, Duration::from_secs);
            return Ok((token.to_owned(), life));
        }
        if let Some(fault @ SendFault::Transient { .. }) = status_fault(&answer, "token") {
            return Err(fault);
        }
        // RFC 6749, 5.2: a code such as invalid_client.
        let code = body.get("error").and_then(Value::as_str).unwrap_or("no reason given");
        let code: String = code.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(40).collect();
        let words = format!("the token server gives no token: {code} ({})", answer.status);
        Err(SendFault::Configuration(words))
    }

    /// RFC 7523, section 3.
    fn assertion(&self, pair: &KeyPair, key_id: Option<&str>) -> Result<String, SendFault> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut header = json!({ "alg": pair.algorithm(), "typ": "JWT" });
        if let Some(key_id) = key_id {
            header["kid"] = key_id.into();
        }
        let claims = json!({
            "iss": self.client_id, "sub": self.client_id, "aud": self.url, "exp": now + ASSERTION_S,
            "jti": uuid::Uuid::now_v7().to_string(),
        });
        let text = |value: &Value| base64_url(value.to_string().as_bytes());
        let signed = format!("{}.{}", text(&header), text(&claims));
        let signature = pair
            .sign(signed.as_bytes())
            .ok_or_else(|| SendFault::Configuration("the key of key_file does not sign".into()))?;
        Ok(format!("{signed}.{}", base64_url(&signature)))
    }
}

impl KeyPair {
    fn read(key: &PrivateKeyDer<'_>) -> Option<Self> {
        let random = SystemRandom::new();
        match key {
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let ec = EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, der, &random);
                ec.map(Self::Es384).or_else(|_| RsaKeyPair::from_pkcs8(der).map(Self::Rs384)).ok()
            }
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(Self::Rs384).ok(),
            _ => None,
        }
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Self::Es384(_) => "ES384",
            Self::Rs384(_) => "RS384",
        }
    }

    fn sign(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Es384(pair) => pair.sign(&random, bytes).ok().map(|signature| signature.as_ref().to_vec()),
            Self::Rs384(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA384, &random, bytes, &mut signature).ok()?;
                Some(signature)
            }
        }
    }
}

fn base64_url(bytes: &[u8]) -> String {
    base64(bytes).trim_end_matches('=').replace('+', "-").replace('/', "_")
}

/// `application/x-www-form-urlencoded`, with everything but the unreserved letters escaped.
fn encoded(text: &str) -> String {
    let letter = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(letter).collect()
}
