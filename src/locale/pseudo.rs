use std::borrow::Cow;

/// English with accents and 40 % longer: what fits with this, fits in French.
pub(super) fn stretch(text: &str) -> Cow<'_, str> {
    let mut long = String::with_capacity(text.len() * 2);
    let mut owed = 0;
    for letter in text.chars() {
        let accented = accent(letter);
        long.push(accented);
        owed += 2;
        if letter.is_alphabetic() && owed >= 5 {
            owed -= 5;
            long.push(accented);
        }
    }
    long.into()
}

fn accent(letter: char) -> char {
    let plain = "aceinosuyzACEINOSUYZ";
    let accents = "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ";
    plain.find(letter).and_then(|place| accents.chars().nth(place)).unwrap_or(letter)
}
