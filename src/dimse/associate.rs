//! Who may talk to us, and about what (PS3.8, 9.3.2 and 9.3.3).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use dicom_ul::pdu::{
    AssociationAC, AssociationRJ, AssociationRJResult, AssociationRJServiceProviderPresentationReason,
    AssociationRJServiceUserReason, AssociationRJSource, AssociationRQ, Pdu, PresentationContextProposed,
    PresentationContextResult, PresentationContextResultReason, UserVariableItem,
};

use super::wire::{LEAST_UNIT, MAX_UNIT, Wire};
use super::{DimseError, VERIFICATION, is_ae_title};

/// PS3.7, A.2.1.
pub const APPLICATION_CONTEXT: &str = "1.2.840.10008.3.1.1.1";
/// Made once, at random (PS3.5, B.2).
pub const OUR_CLASS: &str = "2.25.309683174527408176903851226905318411067";
pub const OUR_NAME: &str = concat!("FARLIGHT_", env!("CARGO_PKG_VERSION"));
/// An association is agreed within this time.
pub const AGREEMENT: Duration = Duration::from_secs(15);

pub const IMPLICIT_LITTLE: &str = "1.2.840.10008.1.2";
pub const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";

/// Pictures that a panel or a camera may send: CR, DX for presentation, secondary capture, and
/// ophthalmic photographs of 8 and 16 bits.
const STORED: &[&str] = &[
    "1.2.840.10008.5.1.4.1.1.1",
    "1.2.840.10008.5.1.4.1.1.1.1",
    "1.2.840.10008.5.1.4.1.1.7",
    "1.2.840.10008.5.1.4.1.1.77.1.5.1",
    "1.2.840.10008.5.1.4.1.1.77.1.5.2",
];

/// What `imaging::decode` reads: plain, deflated, RLE, JPEG (baseline, extended, lossless), JPEG 2000.
const READ: &[&str] = &[
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.57",
    "1.2.840.10008.1.2.4.70",
    "1.2.840.10008.1.2.4.90",
    "1.2.840.10008.1.2.4.91",
    "1.2.840.10008.1.2.2",
];

/// Who may call whom.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Our own title.
    pub ae_title: String,
    /// Titles that may call, each from its address alone where it has one.
    pub peers: Vec<(String, Option<IpAddr>)>,
}

/// What was agreed.
#[derive(Debug, Clone)]
pub struct Agreed {
    pub calling: String,
    /// Class and transfer syntax by context.
    pub contexts: BTreeMap<u8, (String, String)>,
}

/// Agrees on an association, or refuses it with the standard's reason.
pub fn accept(wire: &mut Wire, rules: &Rules, from: Option<IpAddr>) -> Result<Agreed, DimseError> {
    let Pdu::AssociationRQ(asked) = wire.receive(AGREEMENT)? else {
        wire.abort();
        return Err(DimseError::Malformed("the first unit is no request for an association"));
    };
    if let Some((reason, words)) = objection(&asked, rules, from) {
        refuse(wire, AssociationRJResult::Permanent, AssociationRJSource::ServiceUser(reason));
        return Err(DimseError::Refused(words));
    }
    let max = max_length(&asked.user_variables);
    if (1..LEAST_UNIT).contains(&max) {
        wire.abort();
        return Err(DimseError::Malformed("the other side takes units of a few bytes only"));
    }
    wire.set_peer_max(max);
    let results: Vec<PresentationContextResult> = asked.presentation_contexts.iter().map(judge).collect();
    let agreed = asked.presentation_contexts.into_iter().zip(&results).filter_map(|(asked, result)| {
        let accepted = result.reason == PresentationContextResultReason::Acceptance;
        accepted.then(|| (asked.id, (asked.abstract_syntax, result.transfer_syntax.clone())))
    });
    let contexts = agreed.collect();
    let calling = asked.calling_ae_title.clone();
    wire.send(&Pdu::AssociationAC(AssociationAC {
        protocol_version: 1,
        calling_ae_title: asked.calling_ae_title,
        called_ae_title: asked.called_ae_title,
        application_context_name: APPLICATION_CONTEXT.to_owned(),
        presentation_contexts: results,
        user_variables: our_variables(),
    }))?;
    Ok(Agreed { calling, contexts })
}

/// Not now: too many are here already.
pub fn refuse_for_now(wire: &mut Wire) {
    let reason = AssociationRJServiceProviderPresentationReason::LocalLimitExceeded;
    refuse(wire, AssociationRJResult::Transient, AssociationRJSource::ServiceProviderPresentation(reason));
}

fn refuse(wire: &mut Wire, result: AssociationRJResult, source: AssociationRJSource) {
    // Whoever does not wait for the answer has none.
    let _ = wire.send(&Pdu::AssociationRJ(AssociationRJ { result, source }));
    wire.finish();
}

/// Why nothing comes of it, for the peer and for the log.
fn objection(
    asked: &AssociationRQ,
    rules: &Rules,
    from: Option<IpAddr>,
) -> Option<(AssociationRJServiceUserReason, String)> {
    use AssociationRJServiceUserReason as Reason;
    if asked.protocol_version & 1 == 0 {
        return Some((Reason::NoReasonGiven, "it speaks another version of the protocol".to_owned()));
    }
    if asked.application_context_name.trim_matches(['\0', ' ']) != APPLICATION_CONTEXT {
        return Some((Reason::ApplicationContextNameNotSupported, "it is no DICOM application".to_owned()));
    }
    let (called, calling) = (shown(&asked.called_ae_title), shown(&asked.calling_ae_title));
    if asked.called_ae_title != rules.ae_title {
        let words = format!("it calls '{called}', but this box is '{}': correct the panel", rules.ae_title);
        return Some((Reason::CalledAETitleNotRecognized, words));
    }
    let mut known = rules.peers.iter().filter(|(title, _)| *title == asked.calling_ae_title).peekable();
    if known.peek().is_none() {
        let words = format!("'{calling}' is not among the peers: add it under [receive] if it belongs here");
        return Some((Reason::CallingAETitleNotRecognized, words));
    }
    if known.all(|(_, address)| address.is_some() && *address != from.map(|from| from.to_canonical())) {
        let words = format!("'{calling}' may not call from this address: correct peers under [receive]");
        return Some((Reason::CallingAETitleNotRecognized, words));
    }
    None
}

/// A title as it may stand in a log.
fn shown(title: &str) -> String {
    if is_ae_title(title) { title.to_owned() } else { "no AE title".to_owned() }
}

fn judge(asked: &PresentationContextProposed) -> PresentationContextResult {
    let class = asked.abstract_syntax.trim_matches(['\0', ' ']);
    let plain = [IMPLICIT_LITTLE, EXPLICIT_LITTLE];
    let readable: &[&str] = if class == VERIFICATION { &plain } else { READ };
    let proposed = || asked.transfer_syntaxes.iter().map(|syntax| syntax.trim_matches(['\0', ' ']));
    // Of several ways to write the picture, the one that costs least to read.
    let chosen = readable.iter().find(|known| proposed().any(|syntax| syntax == **known));
    let (reason, syntax) = match chosen {
        _ if class != VERIFICATION && !STORED.contains(&class) => {
            (PresentationContextResultReason::AbstractSyntaxNotSupported, IMPLICIT_LITTLE)
        }
        None => (PresentationContextResultReason::TransferSyntaxesNotSupported, IMPLICIT_LITTLE),
        Some(syntax) => (PresentationContextResultReason::Acceptance, *syntax),
    };
    PresentationContextResult { id: asked.id, reason, transfer_syntax: syntax.to_owned() }
}

pub fn max_length(variables: &[UserVariableItem]) -> u32 {
    let length = |item: &UserVariableItem| match item {
        UserVariableItem::MaxLength(length) => Some(*length),
        _ => None,
    };
    variables.iter().find_map(length).unwrap_or(16 << 10)
}

pub fn our_variables() -> Vec<UserVariableItem> {
    vec![
        UserVariableItem::MaxLength(MAX_UNIT),
        UserVariableItem::ImplementationClassUID(OUR_CLASS.to_owned()),
        UserVariableItem::ImplementationVersionName(OUR_NAME.to_owned()),
    ]
}
