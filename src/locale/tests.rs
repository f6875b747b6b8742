use super::*;
use crate::domain::{AbstainReason, Defect, Disposition, Outcome, Task, UngradableReason, symptoms};

fn every() -> impl Iterator<Item = Locale> {
    Language::ALL.into_iter().chain([Language::Pseudo]).map(|language| Locale::new(language, false))
}

#[test]
fn every_text_is_there_in_every_language() {
    for locale in every() {
        for key in Key::ALL {
            let text = locale.text(key);
            assert!(
                !text.is_empty() && text != key.id() || key == Key::Reviewed,
                "{:?} {key:?}",
                locale.language()
            );
        }
    }
}

#[test]
fn translations_differ_from_english() {
    let english = Locale::new(Language::English, false);
    for language in Language::ALL.into_iter().skip(1) {
        let locale = Locale::new(language, true);
        let same = Key::ALL.into_iter().filter(|key| locale.text(*key) == english.text(*key));
        let same: Vec<&str> = same.map(Key::id).collect();
        assert!(same.len() <= 12, "{language:?} says as English: {same:?}");
    }
}

#[test]
fn values_of_the_domain_have_words() {
    use AbstainReason::{LookedElsewhere, NotEligible, OutOfDistribution, Uncertain};
    use Disposition::{Assess, Negative, Refer, Urgent};
    for locale in every() {
        let mut words = Vec::new();
        for defect in Defect::ALL {
            words.extend([(locale.defect(defect), defect.code()), (locale.hint(defect), defect.code())]);
        }
        words.extend(UngradableReason::ALL.map(|it| (locale.ungradable_reason(it), it.code())));
        words.extend([Negative, Assess, Refer, Urgent].map(|it| (locale.disposition(it), it.code())));
        let outcomes = [Outcome::Ungradable, Outcome::Abstain, Outcome::WrongImage];
        words.extend(outcomes.map(|it| (locale.outcome(it), it.code())));
        let reasons = [OutOfDistribution, Uncertain, LookedElsewhere, NotEligible];
        words.extend(reasons.map(|it| (locale.abstain_reason(it), it.code())));
        words.extend(
            [Task::Dr, Task::Tb].iter().flat_map(|task| symptoms(*task)).map(|it| (locale.symptom(it), *it)),
        );
        for (word, code) in words {
            assert_ne!(word, code, "{:?}", locale.language());
        }
    }
}

/// Every sentence that a shipped pack or the conclusion may say.
#[test]
fn the_shipped_packs_speak_every_language() {
    let hindi = Locale::new(Language::Hindi, false);
    for text in [include_str!("../../rules/dr.toml"), include_str!("../../rules/tb.toml")] {
        let pack: toml::Table = text.parse().unwrap();
        let of = |table: &str, name: &str| -> Vec<String> {
            let rows = pack[table].as_array().unwrap().iter();
            rows.map(|row| row[name].as_str().unwrap().to_owned()).collect()
        };
        let names =
            pack["not-looked-for"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
        for said in of("rule", "action").into_iter().chain(of("warning", "text")).chain(names) {
            assert_ne!(hindi.pack_text(&said), said);
            let sided = format!("Left eye (OS): {said}");
            assert!(hindi.pack_text(&sided).contains("(OS)") && hindi.pack_text(&sided) != sided);
        }
    }
    for text in [include_str!("../../models/dr/manifest.toml"), include_str!("../../models/tb/manifest.toml")]
    {
        let manifest: toml::Table = text.parse().unwrap();
        for name in manifest["not_looked_for"].as_array().unwrap() {
            assert_ne!(hindi.pack_text(name.as_str().unwrap()), name.as_str().unwrap());
        }
    }
    assert_eq!(hindi.pack_text("Come back in 6 months."), "Come back in 6 months.");
}

#[test]
fn plurals_follow_the_language() {
    let say = |language, count| Locale::new(language, true).text_with(Key::Years, &[("count", count)]);
    assert_eq!([say(Language::English, 1), say(Language::English, 0)], ["1 year", "0 years"]);
    assert_eq!(say(Language::French, 0), "0 an", "French counts nothing as one");
    let arabic: std::collections::BTreeSet<String> = [0, 1, 2, 3, 11, 100]
        .map(|count| say(Language::Arabic, count).replace(|c: char| c.is_ascii_digit(), ""))
        .into();
    assert!(arabic.len() >= 4, "{arabic:?}");
}

#[test]
fn numbers_and_dates_are_the_languages_own() {
    let locale = |language| Locale::new(language, false);
    assert_eq!(locale(Language::English).number(1_234_567), "1,234,567");
    assert_eq!(locale(Language::Spanish).number(-1_234_567), "-1.234.567");
    assert_eq!(locale(Language::Hindi).number(1_234_567), "12,34,567");
    assert_eq!(locale(Language::Bengali).number(1_234_567), "১২,৩৪,৫৬৭");
    assert_eq!(locale(Language::Arabic).number(1_234), "١٬٢٣٤");
    assert_eq!(Locale::new(Language::Arabic, true).number(1_234), "1,234");
    assert_eq!(locale(Language::French).decimal(0.456, 2), "0,46");
    assert_eq!(locale(Language::Arabic).decimal(0.456, 2), "٠٫٤٦");
    assert_eq!(locale(Language::English).date_of("2026-03-01"), "1 March 2026");
    assert_eq!(locale(Language::French).date_of("2026-03-01"), "1 mars 2026");
    assert!(locale(Language::Bengali).date_of("2026-03-01").contains("২০২৬"));
    assert_eq!(locale(Language::English).date_of("1970"), "1970");
}

#[test]
fn names_and_numbers_from_outside_stay_as_they_are() {
    let arabic = Locale::new(Language::Arabic, false);
    assert!(arabic.text_with(Key::Code, &[("code", "E-12")]).contains("E-12"));
    let mixed = [("page", Arg::from(2)), ("pages", Arg::from(7))];
    let text = arabic.text_with(Key::PageOf, &mixed);
    assert!(text.contains('٢') && text.contains('٧'), "{text}");
    assert_eq!(arabic.direction(), Direction::RightToLeft);
}

#[test]
fn only_english_is_reviewed() {
    let reviewed = Language::ALL.into_iter().filter(|language| Locale::new(*language, false).reviewed());
    assert!(reviewed.eq([Language::English]));
}

#[test]
fn the_pseudo_language_is_two_fifths_longer() {
    let (plain, long) = (Locale::new(Language::English, false), Locale::new(Language::Pseudo, false));
    let count = |locale: &Locale| Key::ALL.iter().map(|key| locale.text(*key).chars().count()).sum::<usize>();
    let ratio = count(&long) as f64 / count(&plain) as f64;
    assert!((1.35..1.45).contains(&ratio), "{ratio}");
    assert!(long.text_with(Key::Code, &[("code", "E-12")]).contains("E-12"));
}

#[test]
fn language_codes_come_back() {
    for language in Language::ALL {
        assert_eq!(Language::from_code(language.code()), Some(language));
        assert_eq!(serde_json::to_value(language).unwrap(), language.code());
    }
}

/// Isolated parts inside an isolated date would show the year first.
#[test]
fn a_date_inside_an_arabic_sentence_runs_from_the_right() {
    let locale = Locale::new(Language::Arabic, false);
    let date = locale.date_of("2026-06-01");
    assert_eq!(date, "١ يونيو ٢٠٢٦");
    assert_eq!(locale.text_with(Key::Due, &[("date", &*date)]), "الموعد: \u{2068}١ يونيو ٢٠٢٦\u{2069}");
}

#[test]
fn the_sentences_of_the_rules_have_the_digits_of_the_language() {
    let sentence = Locale::new(Language::English, true).text(Key::PackModerate);
    let said = |latin| Locale::new(Language::Arabic, latin).pack_text(&sentence);
    assert!(said(false).contains('٣') && said(true).contains('3'), "{}", said(false));
}
