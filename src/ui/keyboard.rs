//! On-screen keyboards, one a script, each in pages of rows. Letters that come of the last one typed
//! (accents, Ethiopic vowels) are offered in a strip above the keys, so that nothing depends on
//! holding a key down.

use super::build::{column, icon, row, text};
use super::icon::Icon;
use super::node::{Align, Node};
use super::theme::{GRID, RADIUS, Role, Style};

/// What pressing a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Insert(char),
    /// Puts this in place of the last character: an accent, a vowel.
    Replace(char),
    Erase,
    /// Capital letters, or the other page of letters.
    Shift,
    /// Digits and punctuation, or back to the letters.
    Symbols,
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    Latin,
    Devanagari,
    Bengali,
    Arabic,
    Ethiopic,
}

/// Which page of a layout is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    #[default]
    Letters,
    Shifted,
    Symbols,
}

const LATIN: [&str; 3] = ["q w e r t y u i o p", "a s d f g h j k l '", "z x c v b n m - ."];
const DEVANAGARI: [&str; 4] =
    ["क ख ग घ च छ ज झ ट ठ ड", "ढ त थ द ध न प फ ब भ म", "य र ल व श ष स ह ् ं ँ ़", "ा ि ी ु ू ृ े ै ो ौ"];
const DEVANAGARI_2: [&str; 3] = ["अ आ इ ई उ ऊ ऋ ए ऐ ओ औ", "ङ ञ ण ळ ः ॐ ऽ ॅ ॉ । ॥", "० १ २ ३ ४ ५ ६ ७ ८ ९ -"];
const BENGALI: [&str; 4] =
    ["ক খ গ ঘ চ ছ জ ঝ ট ঠ ড", "ঢ ত থ দ ধ ন প ফ ব ভ ম", "য র ল শ ষ স হ ্ ং ঁ ় ৎ", "া ি ী ু ূ ৃ ে ৈ ো ৌ"];
const BENGALI_2: [&str; 3] = ["অ আ ই ঈ উ ঊ ঋ এ ঐ ও ঔ", "ঙ ঞ ণ ঃ । - . '", "০ ১ ২ ৩ ৪ ৫ ৬ ৭ ৮ ৯"];
const ARABIC: [&str; 3] = ["ض ص ث ق ف غ ع ه خ ح ج", "ش س ي ب ل ا ت ن م ك ط", "ذ ء ر ى ة و ز ظ د ؤ ئ"];
const ARABIC_2: [&str; 3] = ["أ إ آ ٱ ـ پ چ ژ گ ڤ ۀ", "َ ُ ِ ً ٌ ٍ ْ ّ ، ؛ ؟", "١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩ ٠ -"];
const ETHIOPIC: [&str; 4] =
    ["ሀ ለ ሐ መ ሠ ረ ሰ ሸ ቀ በ ተ", "ቸ ኀ ነ ኘ አ ከ ኸ ወ ዐ ዘ ዠ", "የ ደ ጀ ገ ጠ ጨ ጰ ጸ ፀ ፈ ፐ", "ቨ ቐ ፣ ። ፤ ፡ - /"];
const SYMBOLS: [&str; 3] = ["1 2 3 4 5 6 7 8 9 0", "@ # / - _ + = ( ) &", ". , : ; ! ? ' \" * %"];

impl Layout {
    pub const ALL: [Self; 5] = [Self::Latin, Self::Devanagari, Self::Bengali, Self::Arabic, Self::Ethiopic];

    /// The keyboard for a language code, `en`, `hi`, ….
    #[must_use]
    pub fn of_language(code: &str) -> Self {
        match code {
            "hi" => Self::Devanagari,
            "bn" => Self::Bengali,
            "ar" => Self::Arabic,
            "am" => Self::Ethiopic,
            _ => Self::Latin,
        }
    }

    /// The rows of keys of a page. Scripts with both capitals and a second page do not exist here.
    #[must_use]
    pub fn rows(self, page: Page) -> Vec<Vec<char>> {
        let rows: &[&str] = match (self, page) {
            (_, Page::Symbols) => &SYMBOLS,
            (Self::Latin, _) => &LATIN,
            (Self::Devanagari, Page::Letters) => &DEVANAGARI,
            (Self::Devanagari, _) => &DEVANAGARI_2,
            (Self::Bengali, Page::Letters) => &BENGALI,
            (Self::Bengali, _) => &BENGALI_2,
            (Self::Arabic, Page::Letters) => &ARABIC,
            (Self::Arabic, _) => &ARABIC_2,
            (Self::Ethiopic, _) => &ETHIOPIC,
        };
        let capital = self == Self::Latin && page == Page::Shifted;
        let key = |word: &str| word.chars().next().map(|c| if capital { upper(c) } else { c });
        rows.iter().map(|row| row.split(' ').filter_map(key).collect()).collect()
    }

    /// The strip keeps its place while it is empty, so that the keys do not jump.
    fn has_variants(self) -> bool {
        matches!(self, Self::Latin | Self::Ethiopic)
    }

    /// Ethiopic has neither capitals nor a second page.
    fn shifts(self) -> bool {
        self != Self::Ethiopic
    }
}

fn upper(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}

/// What may stand in place of `last`: the accents of a Latin letter, the vowel forms of an Ethiopic one.
#[must_use]
pub fn variants(last: Option<char>) -> Vec<char> {
    let Some(last) = last else { return Vec::new() };
    let accents = match last.to_lowercase().next().unwrap_or(last) {
        'a' | 'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'æ' => "aáàâãäåæ",
        'c' | 'ç' => "cç",
        'e' | 'é' | 'è' | 'ê' | 'ë' => "eéèêë",
        'i' | 'í' | 'ì' | 'î' | 'ï' => "iíìîï",
        'n' | 'ñ' => "nñ",
        'o' | 'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'œ' => "oóòôõöøœ",
        'u' | 'ú' | 'ù' | 'û' | 'ü' => "uúùûü",
        'y' | 'ÿ' | 'ý' => "yýÿ",
        's' | 'ß' | 'š' => "sßš",
        'z' | 'ž' => "zž",
        _ => return vowels(last),
    };
    let fits = |c: char| if last.is_uppercase() { upper(c) } else { c };
    accents.chars().map(fits).filter(|c| *c != last).collect()
}

/// The syllables of one consonant stand in rows of eight in Unicode.
fn vowels(last: char) -> Vec<char> {
    let code = u32::from(last);
    if !(0x1200..0x1358).contains(&code) {
        return Vec::new();
    }
    let row = code & !7;
    (row..row + 8).filter_map(char::from_u32).filter(|c| *c != last && is_ethiopic_syllable(*c)).collect()
}

/// Some places of the rows are empty.
fn is_ethiopic_syllable(c: char) -> bool {
    !matches!(
        u32::from(c),
        0x1249 | 0x124E..=0x124F | 0x1257 | 0x1259 | 0x125E..=0x125F | 0x1289 | 0x128E..=0x128F | 0x12B1
            | 0x12B6..=0x12B7 | 0x12BF | 0x12C1 | 0x12C6..=0x12C7 | 0x12D7 | 0x1311 | 0x1316..=0x1317
    )
}

/// The keyboard as a node. `last` is the character before the caret; `done` is the word on the key
/// that ends typing, `space` the one on the space bar.
#[must_use]
pub fn keyboard<A>(
    layout: Layout,
    page: Page,
    last: Option<char>,
    (space, done): (&str, &str),
    action: impl Fn(Key) -> A,
) -> Node<A> {
    let letter = |key: Key, c: char| {
        press(text(shown(c), Style::Body, Role::Ink).centred(), c.to_string(), Role::Surface, action(key))
    };
    let mut rows = Vec::new();
    if layout.has_variants() {
        let strip = variants(last).into_iter().take(9);
        let strip = strip.map(|c| letter(Key::Replace(c), c).filled(Role::AccentTint));
        rows.push(row(strip).tall(KEY).across(Align::Stretch).gap_by(6));
    }
    for keys in layout.rows(page) {
        let keys = keys.into_iter().map(|c| letter(Key::Insert(c), c));
        rows.push(row(keys).across(Align::Stretch).gap_by(6));
    }
    let symbol = |symbol, name: &str, key| {
        press(icon(symbol, 24, Role::Ink), name.to_owned(), Role::Raised, action(key)).wide(WIDE)
    };
    let other = if page == Page::Symbols { "abc" } else { "123" };
    let words = |word: &str, key| {
        press(text(word, Style::Body, Role::Ink).centred(), word.to_owned(), Role::Raised, action(key))
    };
    let shift =
        layout.shifts().then(|| symbol(Icon::Shift, "shift", Key::Shift).selected(page == Page::Shifted));
    let finish = press(
        text(done, Style::Strong, Role::OnAccent).centred(),
        done.to_owned(),
        Role::Accent,
        action(Key::Done),
    );
    let bottom = shift.into_iter().chain([
        words(other, Key::Symbols).wide(WIDE),
        words(space, Key::Insert(' ')).filled(Role::Surface),
        symbol(Icon::Erase, "erase", Key::Erase),
        finish.wide(2 * WIDE),
    ]);
    rows.push(row(bottom).across(Align::Stretch).gap_by(6));
    column(rows).gap_by(6).pad(1).filled(Role::Sunken).unmirrored().tagged("keyboard")
}

const KEY: i32 = 6 * GRID;
const WIDE: i32 = 10 * GRID;

fn press<A>(inside: Node<A>, name: String, fill: Role, action: A) -> Node<A> {
    row([inside.fill_width(1)])
        .along(Align::Centre)
        .fill_width(1)
        .at_least(0, KEY)
        .filled(fill)
        .edged(Role::Hairline, 1)
        .rounded(RADIUS - 4)
        .tagged("key")
        .named(name)
        .on_tap(action)
}

/// A sign that combines needs something to stand on.
fn shown(c: char) -> String {
    let combining = matches!(u32::from(c),
        0x0900..=0x0903 | 0x093A..=0x094F | 0x0951..=0x0957 | 0x0981..=0x0983 | 0x09BC | 0x09BE..=0x09CD | 0x09D7
            | 0x064B..=0x0652);
    // The avagraha stands alone although it lies among the signs.
    if combining && c != 'ऽ' { format!("\u{25CC}{c}") } else { c.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_page_is_one_character_and_no_key_stands_twice() {
        for layout in Layout::ALL {
            for page in [Page::Letters, Page::Shifted, Page::Symbols] {
                let keys: Vec<char> = layout.rows(page).concat();
                let mut once = keys.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(keys.len(), once.len(), "{layout:?} {page:?}");
                assert!(keys.len() >= 24);
            }
        }
    }

    #[test]
    fn every_letter_of_the_languages_can_be_typed() {
        let words = [
            (Layout::Latin, "Zoé Núñez-Gonçalves Ângela Müller Œ"),
            (Layout::Devanagari, "आशा पटेल ज्ञानेश्वर ऋषि"),
            (Layout::Bengali, "রহিমা খাতুন শ্রাবণী ঊর্মি"),
            (Layout::Arabic, "فاطمة الزهراء مؤمن أحمد"),
            (Layout::Ethiopic, "አበበ ቢቂላ ሰላማዊት ጥሩነሽ"),
        ];
        for (layout, words) in words {
            let mut keys: Vec<char> =
                [Page::Letters, Page::Shifted].map(|page| layout.rows(page).concat()).concat();
            let more: Vec<char> = keys.iter().flat_map(|c| variants(Some(*c))).collect();
            keys.extend(more);
            for c in words.chars().filter(|c| *c != ' ') {
                assert!(keys.contains(&c), "{layout:?} cannot type {c}");
            }
        }
    }

    #[test]
    fn a_variant_leads_back_to_its_letter() {
        assert!(variants(Some('é')).contains(&'e'));
        assert!(variants(Some('É')).contains(&'E'));
        assert!(variants(Some('ቢ')).contains(&'በ'));
        assert!(variants(Some('7')).is_empty());
    }
}
