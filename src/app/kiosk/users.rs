//! Who may use the kiosk, with what tells their PINs right from wrong. Kept sealed in the store.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use crate::app::args::UsersCommand;
use crate::app::{App, AppError};
use crate::flow::{Pin, Role, User, UserId};
use crate::store::{Store, StoreError};

const NAME: &str = "users";
/// Whoever tries the kiosk out works in a throw-away folder as these, with this PIN.
const DEMO_USERS: [(&str, Role); 3] =
    [("Amina", Role::Supervisor), ("Ben", Role::Operator), ("Tom", Role::Technician)];
const DEMO_PIN: &str = "2580";
/// The cost of trying one PIN. Source: OWASP Password Storage Cheat Sheet, Argon2id, first choice for
/// little memory (19 MiB, two passes, one lane).
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

#[derive(Serialize, Deserialize)]
struct Account {
    #[serde(flatten)]
    user: User,
    salt: [u8; 16],
    hash: [u8; 32],
}

/// All users of one box.
#[derive(Serialize, Deserialize, Default)]
pub struct Users(Vec<Account>);

impl Users {
    pub fn read(store: &Store) -> Result<Self, StoreError> {
        match store.kept(NAME)? {
            None => Ok(Self::default()),
            Some(bytes) => serde_json::from_slice(&bytes)
                .map_err(|_| StoreError::Damaged("the users are not readable".into())),
        }
    }

    /// Keeps them; the audit chain says that users were changed, by whom they are told apart.
    pub fn write(&self, store: &mut Store, changed: UserId) -> Result<(), StoreError> {
        let bytes =
            serde_json::to_vec(self).map_err(|_| StoreError::Invalid("the users cannot be written"))?;
        store.keep(NAME, &bytes)?;
        store.audit(
            crate::store::BOX,
            "users-changed",
            &changed.0.to_string(),
            &serde_json::json!({ "users": self.0.len() }),
        )
    }

    pub fn list(&self) -> Vec<User> {
        self.0.iter().map(|account| account.user.clone()).collect()
    }

    /// A new user without an id; the PIN of a known one stays when there is none. Tells the id.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a new user without a PIN, [`StoreError::NotFound`] for an unknown one.
    pub fn put(
        &mut self,
        id: Option<UserId>,
        name: String,
        role: Role,
        pin: Option<&Pin>,
    ) -> Result<UserId, StoreError> {
        let next = UserId(self.0.iter().map(|account| account.user.id.0).max().unwrap_or(0) + 1);
        let user = User { id: id.unwrap_or(next), name, role };
        let changed = user.id;
        match (id, pin) {
            (Some(id), pin) => {
                let known = self.0.iter_mut().find(|account| account.user.id == id);
                let account = known.ok_or(StoreError::NotFound)?;
                if let Some(pin) = pin {
                    (account.salt, account.hash) = salted(pin)?;
                }
                account.user = user;
            }
            (None, Some(pin)) => {
                let (salt, hash) = salted(pin)?;
                self.0.push(Account { user, salt, hash });
            }
            (None, None) => return Err(StoreError::Invalid("a new user needs a PIN")),
        }
        Ok(changed)
    }

    pub fn remove(&mut self, id: UserId) {
        self.0.retain(|account| account.user.id != id);
    }

    /// An unknown user costs as much time as a wrong PIN.
    pub fn is_right(&self, id: UserId, pin: &Pin) -> bool {
        let known = self.0.iter().find(|account| account.user.id == id);
        let (salt, wanted) = known.map_or(([0; 16], [0; 32]), |account| (account.salt, account.hash));
        let found = hash(pin, salt).ok();
        let differ = |found: [u8; 32]| found.iter().zip(wanted).fold(0, |all, (a, b)| all | (a ^ b));
        known.is_some() && found.map(differ) == Some(0)
    }
}

fn salted(pin: &Pin) -> Result<([u8; 16], [u8; 32]), StoreError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt)
        .map_err(|_| StoreError::Damaged("the system gives no random numbers".into()))?;
    Ok((salt, hash(pin, salt)?))
}

fn hash(pin: &Pin, salt: [u8; 16]) -> Result<[u8; 32], StoreError> {
    let refused = |_| StoreError::Invalid("the PIN cannot be hashed");
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, Some(32)).map_err(refused)?;
    let mut hash = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.reveal().as_bytes(), &salt, &mut hash)
        .map_err(refused)?;
    Ok(hash)
}

/// The PIN of these digits; anything else is left out.
pub fn pin_of(text: &str) -> Pin {
    let mut pin = Pin::default();
    text.chars().filter_map(|c| c.to_digit(10)).for_each(|digit| pin.push(digit as u8));
    pin
}

/// Adds a user from the command line: the first supervisor of a new box.
pub fn command(app: &App, command: &UsersCommand) -> Result<bool, AppError> {
    let mut store = app.store()?;
    let mut users = Users::read(&store)?;
    match command {
        UsersCommand::List => {
            for user in users.list() {
                app.out.emit(&user, || {
                    format!("{:10} {}", format!("{:?}", user.role).to_lowercase(), user.name)
                })?;
            }
        }
        UsersCommand::Add { name, role } => {
            let taken = users.list().iter().any(|user| user.name.eq_ignore_ascii_case(name.trim()));
            if name.trim().is_empty() || taken {
                return Err(AppError::Usage("give a name that nobody has yet".to_owned()));
            }
            let mut line = String::new();
            std::io::stdin().read_line(&mut line)?;
            let pin = pin_of(&line);
            if !pin.is_long_enough() {
                return Err(AppError::Usage("give a PIN of 4 to 8 digits on standard input".to_owned()));
            }
            let id = users.put(None, name.trim().to_owned(), (*role).into(), Some(&pin))?;
            users.write(&mut store, id)?;
            app.out.say("added")?;
        }
    }
    Ok(true)
}

/// The users of a throw-away folder, and the id of one of them.
pub fn demo() -> Result<(Users, UserId), AppError> {
    let mut users = Users::default();
    let mut first = UserId(0);
    for (name, role) in DEMO_USERS.into_iter().rev() {
        first = users.put(None, name.to_owned(), role, Some(&pin_of(DEMO_PIN)))?;
    }
    Ok((users, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_pin_of_the_right_user_opens() {
        let mut users = Users::default();
        let pin = |text| pin_of(text);
        let amina = users.put(None, "Amina".into(), Role::Supervisor, Some(&pin("2580"))).unwrap();
        let ben = users.put(None, "Ben".into(), Role::Operator, Some(&pin("1357"))).unwrap();
        assert!(users.is_right(amina, &pin("2580")));
        assert!(!users.is_right(amina, &pin("1357")) && !users.is_right(UserId(99), &pin("2580")));
        users.put(Some(ben), "Benjamin".into(), Role::Operator, None).unwrap();
        assert!(users.is_right(ben, &pin("1357")), "the PIN stays");
        assert_ne!(users.0[0].salt, users.0[1].salt);
        users.remove(ben);
        assert!(!users.is_right(ben, &pin("1357")));
        assert!(matches!(users.put(None, "C".into(), Role::Operator, None), Err(StoreError::Invalid(_))));
    }
}
