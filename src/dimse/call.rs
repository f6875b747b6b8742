//! One association from the side that calls.

use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use dicom_ul::pdu::{
    AssociationRJ, AssociationRJServiceProviderPresentationReason, AssociationRJServiceUserReason,
    AssociationRJSource, AssociationRQ, Pdu, PresentationContextProposed, PresentationContextResultReason,
};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::associate::{APPLICATION_CONTEXT, IMPLICIT_LITTLE, max_length, our_variables};
use super::command::{self, C_ECHO, C_FIND, C_STORE, Command};
use super::line::{Limited, Timed};
use super::wire::{Incoming, Wire};
use super::{Budget, DimseError, Part10, VERIFICATION};

/// An answer to a query is a few hundred bytes.
const ANSWER_BYTES: usize = 1 << 20;

/// Whom to call.
#[derive(Clone)]
pub struct Peer {
    /// `host:port`.
    pub address: String,
    /// Its AE title.
    pub called: String,
    /// Ours.
    pub calling: String,
    /// For each step.
    pub timeout: Duration,
    pub tls: Option<Arc<ClientConfig>>,
}

/// A class with the ways it may be written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub class: String,
    pub syntaxes: Vec<String>,
}

impl Proposal {
    /// A service without pictures.
    #[must_use]
    pub fn service(class: &str) -> Self {
        Self { class: class.to_owned(), syntaxes: vec![IMPLICIT_LITTLE.to_owned()] }
    }
}

/// What was agreed for one proposal.
struct Context {
    id: u8,
    class: String,
    syntax: String,
}

/// An open association.
pub struct Association {
    wire: Wire,
    contexts: Vec<Context>,
    messages: u16,
    budget: Arc<Budget>,
    timeout: Duration,
}

impl Association {
    /// Calls, and agrees on what was proposed; at most 128 proposals.
    ///
    /// # Errors
    /// [`DimseError`]; [`DimseError::Refused`] with what to correct.
    pub fn open(peer: &Peer, proposals: &[Proposal]) -> Result<Self, DimseError> {
        let mut wire = Wire::new(connect(peer)?);
        let contexts: Vec<PresentationContextProposed> = (0..128_u8)
            .zip(proposals)
            .map(|(number, proposal)| PresentationContextProposed {
                id: 2 * number + 1,
                abstract_syntax: proposal.class.clone(),
                transfer_syntaxes: proposal.syntaxes.clone(),
            })
            .collect();
        wire.send(&Pdu::AssociationRQ(AssociationRQ {
            protocol_version: 1,
            calling_ae_title: peer.calling.clone(),
            called_ae_title: peer.called.clone(),
            application_context_name: APPLICATION_CONTEXT.to_owned(),
            presentation_contexts: contexts.clone(),
            user_variables: our_variables(),
        }))?;
        let accepted = match wire.receive(peer.timeout)? {
            Pdu::AssociationAC(accepted) => accepted,
            Pdu::AssociationRJ(refusal) => return Err(refused(&refusal, peer)),
            Pdu::AbortRQ { .. } => return Err(DimseError::Aborted),
            _ => return Err(DimseError::Malformed("the answer is no association")),
        };
        wire.set_peer_max(max_length(&accepted.user_variables));
        let agreed = accepted.presentation_contexts.into_iter().filter_map(|result| {
            let asked = contexts.iter().find(|asked| asked.id == result.id)?;
            (result.reason == PresentationContextResultReason::Acceptance).then(|| Context {
                id: result.id,
                class: asked.abstract_syntax.clone(),
                syntax: result.transfer_syntax.trim_matches(['\0', ' ']).to_owned(),
            })
        });
        let (contexts, budget) = (agreed.collect(), Budget::new(4 * ANSWER_BYTES, ANSWER_BYTES));
        Ok(Self { wire, contexts, messages: 0, budget, timeout: peer.timeout })
    }

    /// Whether objects of this kind may be sent.
    #[must_use]
    pub fn takes(&self, class: &str, syntax: &str) -> bool {
        self.context(class, Some(syntax)).is_some()
    }

    fn context(&self, class: &str, syntax: Option<&str>) -> Option<&Context> {
        let fits = |context: &&Context| {
            context.class == class && syntax.is_none_or(|syntax| syntax == context.syntax)
        };
        self.contexts.iter().find(fits)
    }

    /// # Errors
    /// [`DimseError`].
    pub fn echo(&mut self) -> Result<(), DimseError> {
        let context =
            self.context(VERIFICATION, None).ok_or(DimseError::NotTaken("verification (C-ECHO)"))?.id;
        let command = self.command(C_ECHO, VERIFICATION);
        self.wire.send_message(context, &command, None)?;
        let (answer, _) = self.answer(&command)?;
        match answer.status {
            command::SUCCESS => Ok(()),
            _ => Err(DimseError::Malformed("verification (C-ECHO) failed")),
        }
    }

    /// Sends one object; returns its status (PS3.4, B.2.3) with the peer's words.
    ///
    /// # Errors
    /// [`DimseError`]; whether the object is kept is not known then.
    pub fn store(&mut self, object: &Part10<'_>) -> Result<(u16, String), DimseError> {
        let context = self.context(&object.class, Some(&object.syntax)).map(|context| context.id);
        let context = context.ok_or(DimseError::NotTaken("objects of this kind and coding"))?;
        let mut command = self.command(C_STORE, &object.class);
        command.sop_instance.clone_from(&object.instance);
        command.has_data = true;
        self.wire.send_message(context, &command, Some(object.data))?;
        let (answer, _) = self.answer(&command)?;
        Ok((answer.status, answer.comment))
    }

    /// Asks; `question` is a data set in implicit little endian, and so are the answers.
    ///
    /// # Errors
    /// [`DimseError`], also for more than `most` answers.
    pub fn find(&mut self, class: &str, question: &[u8], most: usize) -> Result<Vec<Vec<u8>>, DimseError> {
        let context = self.context(class, Some(IMPLICIT_LITTLE)).map(|context| context.id);
        let context = context.ok_or(DimseError::NotTaken("this kind of query (C-FIND)"))?;
        let mut command = self.command(C_FIND, class);
        command.has_data = true;
        self.wire.send_message(context, &command, Some(question))?;
        let mut found = Vec::new();
        loop {
            let (answer, data) = self.answer(&command)?;
            match (answer.status, data) {
                // Pending, with all or not all keys supported (PS3.4, K.4.1.1.4).
                (0xFF00 | 0xFF01, Some(data)) if found.len() < most => found.push(data),
                (0xFF00 | 0xFF01, _) => return Err(DimseError::Malformed("too many answers to a query")),
                (command::SUCCESS, _) => return Ok(found),
                _ => return Err(DimseError::NotTaken("this query: it answers with a failure")),
            }
        }
    }

    /// Ends in good order.
    pub fn release(mut self) {
        // What was asked is answered; a peer that is gone has ended, too.
        if self.wire.send(&Pdu::ReleaseRQ).is_ok() {
            let _ = self.wire.receive(self.timeout.min(Duration::from_secs(5)));
        }
        self.wire.finish();
    }

    fn command(&mut self, field: u16, class: &str) -> Command {
        self.messages = self.messages.wrapping_add(1);
        Command { field, message_id: self.messages, sop_class: class.to_owned(), ..Command::default() }
    }

    fn answer(&mut self, asked: &Command) -> Result<(Command, Option<Vec<u8>>), DimseError> {
        self.wire.set_patience(self.timeout);
        match self.wire.next(&self.budget)? {
            Incoming::Release => Err(DimseError::Aborted),
            Incoming::Message { command, data, .. } => {
                if command.field != asked.field | command::ANSWER || command.answers != asked.message_id {
                    return Err(DimseError::Malformed("an answer to something else"));
                }
                let too_large = || DimseError::Malformed("an answer too large to be one");
                let data = data.map(|held| held.bytes().map(<[u8]>::to_vec).ok_or_else(too_large));
                Ok((command, data.transpose()?))
            }
        }
    }
}

fn connect(peer: &Peer) -> Result<Box<dyn Limited>, DimseError> {
    let unknown = |_| DimseError::Network("the name of the other side is not found: no network?".to_owned());
    let mut last = DimseError::Network("the other side has no address".to_owned());
    for address in peer.address.to_socket_addrs().map_err(unknown)? {
        match TcpStream::connect_timeout(&address, peer.timeout) {
            Ok(stream) => return secure(peer, Timed::new(stream, peer.timeout)?),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

fn secure(peer: &Peer, timed: Timed) -> Result<Box<dyn Limited>, DimseError> {
    let Some(config) = &peer.tls else { return Ok(Box::new(timed)) };
    let host = peer.address.rsplit_once(':').map_or(peer.address.as_str(), |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(host)
        .map_err(|_| DimseError::Setup("the address is no name that a certificate can bear".to_owned()))?;
    let connection = ClientConnection::new(Arc::clone(config), name)
        .map_err(|error| DimseError::Tls(super::tls::words(&error)))?;
    Ok(Box::new(StreamOwned::new(connection, timed)))
}

fn refused(refusal: &AssociationRJ, peer: &Peer) -> DimseError {
    use AssociationRJServiceProviderPresentationReason as Presentation;
    use AssociationRJServiceUserReason as User;
    DimseError::Refused(match refusal.source {
        AssociationRJSource::ServiceUser(User::CallingAETitleNotRecognized) => {
            format!("it does not know this box as '{}': enter the AE title there", peer.calling)
        }
        AssociationRJSource::ServiceUser(User::CalledAETitleNotRecognized) => {
            // Some say this to a caller whom they do not know, too.
            let (called, calling) = (&peer.called, &peer.calling);
            format!("it is not called '{called}', or does not know '{calling}': compare the AE titles")
        }
        AssociationRJSource::ServiceProviderPresentation(
            Presentation::TemporaryCongestion | Presentation::LocalLimitExceeded,
        ) => return DimseError::Busy,
        _ => "it gives no reason that helps: ask its administrator".to_owned(),
    })
}
