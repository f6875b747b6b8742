//! What the store holds, as the lists and the status bar tell it.

use std::collections::BTreeMap;

use crate::app::App;
use crate::domain::{EncounterRecord, Opinion, Stamp, Verdict, standing, utc_date};
use crate::flow::{Alert, Counts, Entry, FollowUp, ListKind};
use crate::store::{Filter, MessageFilter, MessageState, Store, StoreError, Summary};
use crate::sync::certificate;
use crate::sync::retention::{self, OLD_DAYS, Room};

const DAY_MS: i64 = 86_400_000;
/// Encounters that a list looks back over.
const MOST: usize = 1000;

/// Encounters of this kind, the last stored first.
pub fn list(app: &App, store: &Store, kind: ListKind) -> Result<Vec<Entry>, StoreError> {
    let filter =
        Filter { from_wall_ms: (kind == ListKind::Today).then(|| midnight(app)), ..Filter::default() };
    let returned = Returned::read(store)?;
    let entries = store.encounters(&filter, MOST)?.into_iter().map(|summary| entry(app, &returned, summary));
    let wanted = |entry: &Entry| match kind {
        ListKind::Today => true,
        ListKind::Waiting => entry.waiting > 0,
        ListKind::Referrals => entry.follow_up.is_some(),
        ListKind::Overdue => entry.follow_up == Some(FollowUp::Overdue),
        ListKind::Returned => returned.0.contains_key(&entry.encounter),
    };
    Ok(entries.filter(wanted).collect())
}

/// A patient's earlier results with the network that spoke, the last first.
pub fn priors(app: &App, store: &Store, patient: &str) -> Result<Vec<Entry>, StoreError> {
    let returned = Returned::read(store)?;
    let mut entries: Vec<Entry> =
        store.priors(patient)?.into_iter().map(|summary| entry(app, &returned, summary)).collect();
    for entry in &mut entries {
        let record = store.encounter(&entry.encounter)?;
        let model = record.findings.into_iter().find_map(|finding| finding.model);
        entry.model = model.map(|model| format!("{} {}", model.id, model.version));
    }
    Ok(entries)
}

/// What came back, by encounter.
struct Returned(BTreeMap<String, FollowUp>);

impl Returned {
    fn read(store: &Store) -> Result<Self, StoreError> {
        let mut of: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
        for verdict in store.verdicts(None)? {
            of.entry(verdict.encounter_id.clone()).or_default().push(verdict);
        }
        let mut returned = BTreeMap::new();
        for (encounter, verdicts) in of {
            let Some(verdict) = standing(&verdicts) else { continue };
            let record = store.encounter(&encounter)?;
            returned.insert(encounter, follow_up(verdict, &record));
        }
        Ok(Self(returned))
    }
}

fn follow_up(verdict: &Verdict, record: &EncounterRecord) -> FollowUp {
    match (verdict.opinion, verdict.confirms(record)) {
        (Opinion::NotAttended, _) => FollowUp::DidNotAttend,
        (Opinion::Treated, _) => FollowUp::Treated,
        (_, Some(true)) => FollowUp::Confirmed,
        (_, Some(false)) => FollowUp::NotConfirmed,
        (_, None) => FollowUp::Seen,
    }
}

fn entry(app: &App, returned: &Returned, summary: Summary) -> Entry {
    let today =
        utc_date(app.local_ms(app.clock.now().wall_ms)).map(|date| date.to_string()).unwrap_or_default();
    let sent = summary.undelivered == 0 && !app.config.destinations.is_empty();
    let follow_up = summary.disposition.is_referral().then_some(match returned.0.get(&summary.id) {
        Some(back) => *back,
        None => open(&summary, &today, sent),
    });
    Entry {
        encounter: summary.id,
        patient: summary.patient,
        task: summary.task,
        closed: Stamp { wall_ms: app.local_ms(summary.closed.wall_ms), ..summary.closed },
        disposition: summary.disposition,
        due: summary.due,
        waiting: summary.undelivered,
        follow_up,
        model: None,
    }
}

/// Of a referral without an answer.
fn open(summary: &Summary, today: &str, sent: bool) -> FollowUp {
    match () {
        () if summary.due.as_str() < today => FollowUp::Overdue,
        () if sent => FollowUp::Sent,
        () => FollowUp::NotSent,
    }
}

fn midnight(app: &App) -> i64 {
    let now = app.clock.now().wall_ms;
    now - app.local_ms(now).rem_euclid(DAY_MS)
}

pub fn counts(app: &App, store: &Store) -> Result<Counts, StoreError> {
    let today = Filter { from_wall_ms: Some(midnight(app)), ..Filter::default() };
    let waiting = store.waiting()?;
    let age = waiting.oldest_wall_ms.map_or(0, |oldest| app.clock.now().wall_ms - oldest);
    Ok(Counts {
        today: store.encounters(&today, MOST)?.len() as u64,
        waiting: waiting.count,
        oldest_days: u64::try_from(age / DAY_MS).unwrap_or(0),
        returned: store.unseen_verdicts()?.len() as u64,
        overdue: list(app, store, ListKind::Overdue)?.len() as u64,
    })
}

pub fn alerts(app: &App, store: &Store, pictures_damaged: bool) -> Vec<Alert> {
    let parked = |state: MessageState| {
        let filter = MessageFilter { state: Some(state), ..MessageFilter::default() };
        store.messages(&filter).is_ok_and(|messages| !messages.is_empty())
    };
    let room = retention::room(store.free_bytes(), store.total_bytes());
    let ending = |destination| !certificate::ending(destination, &app.clock.now()).is_empty();
    let ending = app.config.destinations.iter().any(ending);
    let alerts = [
        (room == Room::None, Alert::DiskFull),
        (pictures_damaged, Alert::PicturesDamaged),
        (!app.clock.now().trusted, Alert::ClockNotSet),
        (parked(MessageState::Rejected), Alert::SendingRejected),
        (parked(MessageState::Misconfigured) || ending, Alert::SendingMisconfigured),
        (room == Room::Short || too_much_waits(app, store), Alert::DiskLow),
    ];
    alerts.into_iter().filter(|(holds, _)| *holds).map(|(_, alert)| alert).collect()
}

/// Referrals that come too late, or more than would fit beside what is still to come.
fn too_much_waits(app: &App, store: &Store) -> bool {
    let now = app.clock.now();
    store.waiting().is_ok_and(|waiting| {
        let days = waiting.oldest_wall_ms.map_or(0, |oldest| (now.wall_ms - oldest) / DAY_MS);
        (now.trusted && days >= OLD_DAYS) || waiting.bytes > store.free_bytes() / 2
    })
}
