use super::*;

const DR_TEXT: &str = include_str!("../../../rules/dr.toml");
const TB_TEXT: &str = include_str!("../../../rules/tb.toml");

fn case(task: Task, changes: &[(&'static str, &'static str)]) -> Case {
    let best = |name: &str| match name {
        "finding" if task == Task::Dr => "grade-0",
        "finding" | "score" => "below",
        "age" => "15-plus",
        "view" => "pa",
        _ => "no",
    };
    let mut case: Case = variables(task).iter().map(|(name, _)| (*name, best(name))).collect();
    case.extend(changes.iter().copied());
    case
}

fn decided(text: &str, changes: &[(&'static str, &'static str)]) -> (String, Disposition, u32) {
    let pack = RulePack::parse(text).unwrap();
    let case = case(pack.task, changes);
    let rule = pack.decide(&case).unwrap().rule;
    (rule.reason.clone(), rule.disposition, rule.due_days)
}

#[test]
fn shipped_packs_cover_every_case() {
    for text in [DR_TEXT, TB_TEXT] {
        let pack = RulePack::parse(text).unwrap();
        for case in all_cases(pack.task) {
            assert!(pack.decide(&case).is_ok());
        }
    }
    assert_eq!(all_cases(Task::Dr).count(), 8 * 3 * 3 * 3 * 3);
    assert_eq!(all_cases(Task::Tb).count(), 3 * 3 * 5 * 3 * 3 * 3);
}

#[test]
fn grades_map_to_intervals() {
    let due = |finding| decided(DR_TEXT, &[("finding", finding)]).2;
    let dues = ["grade-0", "grade-1", "grade-2", "grade-3", "grade-4"].map(due);
    assert_eq!(dues, [365, 365, 90, 30, 14]);
}

#[test]
fn unseen_eyes_are_never_negative() {
    let pack = RulePack::parse(DR_TEXT).unwrap();
    for case in all_cases(Task::Dr) {
        let seen = matches!(case["finding"], "grade-0" | "grade-1");
        let negative = pack.decide(&case).unwrap().rule.disposition == Disposition::Negative;
        assert!(!negative || (seen && case["score"] == "below" && case["symptoms"] != "yes"), "{case:?}");
    }
}

#[test]
fn unread_films_are_never_negative() {
    let pack = RulePack::parse(TB_TEXT).unwrap();
    for case in all_cases(Task::Tb) {
        let rule = pack.decide(&case).unwrap().rule;
        if rule.disposition == Disposition::Negative {
            assert_eq!((case["finding"], case["age"]), ("below", "15-plus"));
            assert_ne!(case["symptoms"], "yes");
        }
        if case["hiv"] == "yes" && case["symptoms"] == "yes" {
            assert_eq!(rule.disposition, Disposition::Urgent);
        }
    }
}

#[test]
fn symptoms_do_not_delay_proliferative_disease() {
    let (reason, disposition, _) = decided(DR_TEXT, &[("finding", "grade-4"), ("symptoms", "yes")]);
    assert_eq!((reason.as_str(), disposition), ("proliferative-retinopathy", Disposition::Urgent));
}

#[test]
fn children_get_no_reading() {
    let (reason, disposition, _) = decided(TB_TEXT, &[("age", "under-15"), ("finding", "above")]);
    assert_eq!((reason.as_str(), disposition), ("age-outside-recommendation", Disposition::Assess));
}

#[test]
fn past_tuberculosis_warns() {
    let pack = RulePack::parse(TB_TEXT).unwrap();
    let case = case(Task::Tb, &[("past-tb", "yes")]);
    assert!(pack.decide(&case).unwrap().warnings[0].starts_with("Past tuberculosis"));
}

#[test]
fn holes_dead_rules_and_unknown_words_are_refused() {
    let without_last = DR_TEXT
        .replace("name = \"none-or-mild\"", "name = \"none-or-mild\"\nwhen = { finding = [\"grade-0\"] }");
    assert!(matches!(RulePack::parse(&without_last), Err(RuleError::NotTotal(_))));

    let dead = DR_TEXT.replace("when = { finding = [\"grade-4\"] }", "");
    assert!(matches!(RulePack::parse(&dead), Err(RuleError::Unreachable(_))));

    let unknown = DR_TEXT.replace("finding = [\"grade-4\"]", "finding = [\"grade-5\"]");
    assert!(matches!(RulePack::parse(&unknown), Err(RuleError::UnknownValue { .. })));

    let doubled = DR_TEXT.replace("name = \"severe\"", "name = \"moderate\"");
    assert_eq!(RulePack::parse(&doubled).unwrap_err(), RuleError::DoubleName("moderate".into()));

    let extra = format!("colour = \"red\"\n{DR_TEXT}");
    assert!(matches!(RulePack::parse(&extra), Err(RuleError::Syntax(_))));
}

#[test]
fn answers_become_words_of_the_rules() {
    let answers = Answers { age_years: Some(14), hiv: Answer::Yes, ..Answers::default() };
    let case = case_of_answers(Task::Tb, &answers);
    assert_eq!((case["age"], case["hiv"], case["symptoms"]), ("under-15", "yes", "unknown"));
    assert_eq!(case_of_answers(Task::Tb, &Answers::default())["age"], "unknown");
}

#[test]
fn a_pack_that_sends_the_unseen_home_is_refused() {
    let unseen = DR_TEXT.replace(
        "name = \"not-seen\"\nwhen = { finding = [\"ungradable\", \"not-photographed\"] }\ndisposition = \"refer\"",
        "name = \"not-seen\"\nwhen = { finding = [\"ungradable\", \"not-photographed\"] }\ndisposition = \"negative\"",
    );
    assert_ne!(unseen, DR_TEXT);
    assert!(matches!(RulePack::parse(&unseen), Err(RuleError::UnsafeNegative(_))));
    let child = TB_TEXT.replace("disposition = \"assess\"", "disposition = \"negative\"");
    assert!(matches!(RulePack::parse(&child), Err(RuleError::UnsafeNegative(_))));
}

#[test]
fn a_case_with_a_hole_or_a_strange_word_is_no_negative() {
    let pack = RulePack::parse(DR_TEXT).unwrap();
    assert!(matches!(pack.decide(&Case::new()), Err(RuleError::NotTotal(_))));
    let strange = case(Task::Dr, &[("finding", "below")]);
    assert!(matches!(pack.decide(&strange), Err(RuleError::NotTotal(_))));
}

#[test]
fn at_equal_dates_the_rule_higher_up_counts_as_worse() {
    let pack = RulePack::parse(DR_TEXT).unwrap();
    let (severe, unseen) = (
        case(Task::Dr, &[("finding", "grade-3")]),
        case(Task::Dr, &[("finding", "ungradable"), ("score", "none")]),
    );
    let (severe, unseen) = (pack.decide(&severe).unwrap(), pack.decide(&unseen).unwrap());
    assert_eq!(
        (severe.rule.disposition, severe.rule.due_days),
        (unseen.rule.disposition, unseen.rule.due_days)
    );
    assert!(severe.is_worse_than(&unseen) && !unseen.is_worse_than(&severe));
}
