//! Units of the wire (PS3.8, section 9) and the messages in them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use dicom_ul::pdu::{AbortRQServiceProviderReason, AbortRQSource, PDataValue, PDataValueType, Pdu};
use dicom_ul::{read_pdu, write_pdu};

use super::budget::Held;
use super::command::{self, Command};
use super::line::Limited;
use super::{Budget, DimseError};

/// The longest unit that is taken, without its head of six bytes; told to the peer.
pub const MAX_UNIT: u32 = 128 << 10;
/// The shortest limit of a peer that is worth talking to.
pub const LEAST_UNIT: u32 = 128;
/// One unit is whole within this time, once it has begun or is waited for.
const UNIT: Duration = Duration::from_mins(1);
/// One message with its data set is whole within this time: 64 MB at 1 Mbit/s take nine minutes.
const MESSAGE: Duration = Duration::from_mins(12);
/// A command is small: whoever cuts it finer means no good.
const MAX_FRAGMENTS: usize = 64;
/// What we have to say is taken within this time.
const SEND: Duration = Duration::from_mins(1);

/// One end of an association.
pub struct Wire {
    line: Box<dyn Limited>,
    /// The peer's longest unit.
    peer_max: u32,
    /// How long the peer may be silent between two units.
    patience: Duration,
    values: VecDeque<PDataValue>,
}

/// What came.
pub enum Incoming {
    /// A command, and its data set where it has one; that of too much data is [`Held::bytes`] `None`.
    Message { context: u8, command: Command, data: Option<Held> },
    /// The peer wishes to end.
    Release,
}

impl Wire {
    #[must_use]
    pub fn new(line: Box<dyn Limited>) -> Self {
        Self { line, peer_max: 16 << 10, patience: UNIT, values: VecDeque::new() }
    }

    /// How long a peer may be silent between two units.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    pub fn set_peer_max(&mut self, peer_max: u32) {
        // 0: as long as you like.
        self.peer_max = if peer_max == 0 { MAX_UNIT } else { peer_max.clamp(LEAST_UNIT, MAX_UNIT) };
    }

    /// The next unit, within `span`.
    ///
    /// # Errors
    /// [`DimseError`]; the connection is of no more use.
    pub fn receive(&mut self, span: Duration) -> Result<Pdu, DimseError> {
        self.line.allow(span);
        let mut head = [0; 6];
        self.line.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[2], head[3], head[4], head[5]]);
        if !(1..=7).contains(&head[0]) {
            return Err(DimseError::Malformed("a unit of no known kind"));
        }
        if length > MAX_UNIT {
            return Err(DimseError::Malformed("a unit longer than was agreed"));
        }
        let mut unit = vec![0; 6 + length as usize];
        unit[..6].copy_from_slice(&head);
        self.line.read_exact(&mut unit[6..])?;
        match read_pdu(&unit[..], MAX_UNIT, true) {
            Ok(Some(pdu)) => Ok(pdu),
            Ok(None) | Err(_) => Err(DimseError::Malformed("a broken unit")),
        }
    }

    /// # Errors
    /// [`DimseError`].
    pub fn send(&mut self, pdu: &Pdu) -> Result<(), DimseError> {
        let mut bytes = Vec::new();
        write_pdu(&mut bytes, pdu).map_err(|_| DimseError::Malformed("a unit cannot be written"))?;
        self.line.allow(SEND);
        self.line.write_all(&bytes)?;
        Ok(self.line.flush()?)
    }

    /// A command and its data set in units that the peer can take.
    ///
    /// # Errors
    /// [`DimseError`].
    pub fn send_message(
        &mut self,
        context: u8,
        command: &Command,
        data: Option<&[u8]>,
    ) -> Result<(), DimseError> {
        self.send_values(context, &PDataValueType::Command, &command.encode())?;
        data.map_or(Ok(()), |data| self.send_values(context, &PDataValueType::Data, data))
    }

    fn send_values(&mut self, context: u8, kind: &PDataValueType, bytes: &[u8]) -> Result<(), DimseError> {
        // A value has a head of six bytes (PS3.8, 9.3.5.1).
        let room = (self.peer_max - 6) as usize;
        let mut chunks = bytes.chunks(room).peekable();
        while let Some(chunk) = chunks.next() {
            let value = PDataValue {
                presentation_context_id: context,
                value_type: kind.clone(),
                is_last: chunks.peek().is_none(),
                data: chunk.to_vec(),
            };
            self.send(&Pdu::PData { data: vec![value] })?;
        }
        Ok(())
    }

    /// The next message. What exceeds the budget is read to its end and dropped, so that the peer can
    /// be told.
    ///
    /// # Errors
    /// [`DimseError`].
    pub fn next(&mut self, budget: &Arc<Budget>) -> Result<Incoming, DimseError> {
        let Some((context, bytes)) = self.command()? else { return Ok(Incoming::Release) };
        let command = Command::parse(&bytes)?;
        let data = if command.has_data { Some(self.data(context, budget)?) } else { None };
        Ok(Incoming::Message { context, command, data })
    }

    fn command(&mut self) -> Result<Option<(u8, Vec<u8>)>, DimseError> {
        let (mut bytes, mut context) = (Vec::new(), None);
        for _ in 0..MAX_FRAGMENTS {
            let Some(value) = self.value(bytes.is_empty())? else { return Ok(None) };
            let same = context.is_none_or(|context| context == value.presentation_context_id);
            if value.value_type != PDataValueType::Command || !same {
                return Err(DimseError::Malformed("data without a command"));
            }
            context = Some(value.presentation_context_id);
            bytes.extend_from_slice(&value.data);
            if bytes.len() > command::MAX_BYTES {
                return Err(DimseError::Malformed("a command too long to be one"));
            }
            if value.is_last {
                return Ok(Some((value.presentation_context_id, bytes)));
            }
        }
        Err(DimseError::Malformed("a command in too many pieces"))
    }

    fn data(&mut self, context: u8, budget: &Arc<Budget>) -> Result<Held, DimseError> {
        let (mut held, begun) = (Held::new(budget), std::time::Instant::now());
        loop {
            if begun.elapsed() > MESSAGE {
                return Err(DimseError::TimedOut);
            }
            let Some(value) = self.value(false)? else {
                return Err(DimseError::Malformed("a data set without an end"));
            };
            if value.value_type != PDataValueType::Data || value.presentation_context_id != context {
                return Err(DimseError::Malformed("a command in the middle of a data set"));
            }
            held.push(&value.data);
            if value.is_last {
                return Ok(held);
            }
        }
    }

    /// The next presentation data value; `None` when the peer wishes to end, as it may between two
    /// messages.
    fn value(&mut self, may_end: bool) -> Result<Option<PDataValue>, DimseError> {
        let mut empty = 0;
        loop {
            if let Some(value) = self.values.pop_front() {
                return Ok(Some(value));
            }
            match self.receive(if may_end { self.patience } else { UNIT })? {
                Pdu::PData { data } => self.values.extend(data),
                Pdu::ReleaseRQ if may_end => return Ok(None),
                Pdu::AbortRQ { .. } => return Err(DimseError::Aborted),
                _ => return Err(DimseError::Malformed("a unit out of turn")),
            }
            empty += 1;
            if empty > 16 {
                return Err(DimseError::Malformed("units without content"));
            }
        }
    }

    /// Tells the peer that this is the end, if it still listens.
    pub fn abort(&mut self) {
        let reason = AbortRQServiceProviderReason::ReasonNotSpecified;
        // The connection is given up either way.
        let _ = self.send(&Pdu::AbortRQ { source: AbortRQSource::ServiceProvider(reason) });
        self.line.finish();
    }

    /// No more will be said.
    pub fn finish(&mut self) {
        self.line.finish();
    }
}
