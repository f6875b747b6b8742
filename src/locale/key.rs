include!(concat!(env!("OUT_DIR"), "/keys.rs"));

impl Key {
    /// Its name in the files.
    #[must_use]
    pub fn id(self) -> &'static str {
        IDS[self as usize]
    }

    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        IDS.binary_search(&id).ok().map(|place| Self::ALL[place])
    }
}
