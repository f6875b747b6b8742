//! Draws every component, light and dark, from the left and from the right, into a folder of PNGs:
//! `cargo run --example gallery -- FOLDER`.

use std::path::Path;
use std::sync::Arc;

use farlight::display::{Canvas, Rect, screenshot};
use farlight::imaging::{Gray, Rgb};
use farlight::ui::audit::audit;
use farlight::ui::components::{
    Identity, Look, Sign, Status, badge, before_after, busy, button, card, chart, choices, dialog, empty,
    fault, field, icon_button, identity_bar, link_row, list_row, notice, numeric_pad, pin_dots, progress,
    result, slider, status_bar, stepper, tile, toast, toggle, viewer,
};
use farlight::ui::keyboard::{Layout, Page, keyboard};
use farlight::ui::{
    Align, Icon, Node, Painter, Palette, Picture, Role, Stage, Style, Theme, column, icon, row, space, stack,
    text, title,
};

type Screen = Node<()>;

/// The words of the gallery in one language; the product's own texts live elsewhere.
struct Words {
    code: &'static str,
    rtl: bool,
    site: &'static str,
    clock: &'static str,
    waiting: &'static str,
    person: &'static str,
    facts: &'static str,
    side: &'static str,
    greeting: &'static str,
    eye: (&'static str, &'static str),
    chest: (&'static str, &'static str),
    list: (&'static str, &'static str),
    came_back: (&'static str, &'static str),
    signs: [&'static str; 5],
    sentence: &'static str,
    act: &'static str,
    research: &'static str,
    step: &'static str,
    go_on: &'static str,
    back: &'static str,
    delete: &'static str,
    question: &'static str,
    explanation: &'static str,
}

const ENGLISH: Words = Words {
    code: "en",
    rtl: false,
    site: "Community Clinic 7",
    clock: "09:41",
    waiting: "7 waiting, oldest 12 days",
    person: "Asha Patel",
    facts: "No. 4711 · 61 years · female",
    side: "OD · right eye",
    greeting: "Good morning, Mary",
    eye: ("New eye screening", "Photographs of both retinas"),
    chest: ("New chest screening", "A film or a digital X-ray"),
    list: ("Today's list", "14 people, 3 to refer"),
    came_back: ("Referrals", "2 came back, 1 overdue"),
    signs: ["No sign found", "Refer", "Refer urgently", "Cannot be graded", "Not looked at"],
    sentence: "Refer to the eye clinic",
    act: "Within 3 months, by 24 February 2027. Signs of diabetic retinopathy in the right eye.",
    research: "Research use only. Does not look for glaucoma or cataract.",
    step: "Capture",
    go_on: "Continue",
    back: "Back",
    delete: "Delete",
    question: "Delete this picture?",
    explanation: "It cannot be brought back. The left eye keeps its picture.",
};

const ARABIC: Words = Words {
    code: "ar",
    rtl: true,
    site: "عيادة المجتمع ٧",
    clock: "٠٩:٤١",
    waiting: "٧ في الانتظار، أقدمها ١٢ يومًا",
    person: "فاطمة الزهراء",
    facts: "رقم ٤٧١١ · ٦١ سنة · أنثى",
    side: "OD · العين اليمنى",
    greeting: "صباح الخير يا مريم",
    eye: ("فحص عين جديد", "صور لشبكية العينين"),
    chest: ("فحص صدر جديد", "صورة شعاعية للصدر"),
    list: ("قائمة اليوم", "١٤ شخصًا، ٣ للإحالة"),
    came_back: ("الإحالات", "عادت ٢، تأخرت ١"),
    signs: ["لا علامة", "إحالة", "إحالة عاجلة", "لا يمكن التقييم", "لم يُفحص"],
    sentence: "إحالة إلى عيادة العيون",
    act: "خلال ثلاثة أشهر، قبل ٢٤ فبراير ٢٠٢٧. علامات اعتلال الشبكية السكري في العين اليمنى.",
    research: "للبحث فقط. لا يبحث عن الزرق أو الساد.",
    step: "التصوير",
    go_on: "متابعة",
    back: "رجوع",
    delete: "حذف",
    question: "حذف هذه الصورة؟",
    explanation: "لا يمكن استعادتها. تبقى صورة العين اليسرى.",
};

fn status(words: &Words) -> Screen {
    status_bar(Status {
        site: words.site.to_owned(),
        clock: words.clock.to_owned(),
        network: (Icon::NoNetwork, None),
        waiting: Some(words.waiting.to_owned()),
        alert: None,
    })
}

fn identity(words: &Words) -> Screen {
    identity_bar(Identity {
        name: words.person.to_owned(),
        facts: words.facts.to_owned(),
        side: Some(words.side.to_owned()),
    })
}

fn home(words: &Words) -> Screen {
    let tiles = row([
        tile(Icon::Eye, words.eye.0, words.eye.1, ()).fill(),
        tile(Icon::Lungs, words.chest.0, words.chest.1, ()).fill(),
    ])
    .across(Align::Stretch)
    .gap(2)
    .fill_height(1);
    let lists = row([
        link_row(Icon::List, words.list.0, words.list.1, ()).surface().fill_width(1),
        link_row(Icon::Inbox, words.came_back.0, words.came_back.1, ()).surface().fill_width(1),
    ])
    .gap(2);
    let head = row([
        title(words.greeting).fill_width(1),
        icon_button(Icon::Globe, "language", ()),
        icon_button(Icon::Settings, "settings", ()),
    ]);
    column([status(words), column([head, tiles, lists]).gap(2).pad(3).fill()])
}

fn results(words: &Words) -> Screen {
    let buttons = row([
        button(Look::Quiet, Icon::Back, words.back, ()),
        space(),
        button(Look::Secondary, Icon::Printer, "A6", ()),
        button(Look::Primary, None, words.go_on, ()).at_least(200, 64),
    ])
    .gap(2);
    column([
        identity(words),
        column([
            result(Sign::Refer, words.sentence, words.act),
            notice(Icon::Info, words.research),
            space(),
            buttons,
        ])
        .gap(2)
        .pad(3)
        .fill(),
    ])
}

fn controls(words: &Words) -> Screen {
    let buttons = row([
        button(Look::Primary, None, words.go_on, ()),
        button(Look::Secondary, Icon::Retake, words.back, ()),
        button(Look::Danger, Icon::Trash, words.delete, ()),
        button(Look::Primary, None, words.go_on, ()).enabled(false).named("off"),
    ])
    .gap(2);
    let signs = row(Sign::ALL.iter().zip(words.signs).map(|(sign, word)| badge(*sign, word)).take(4)).gap(1);
    let form = row([
        card([
            field(words.list.0, words.person, "", false, ()),
            field(words.eye.0, "47", "", true, ()).named("second"),
        ])
        .fill(),
        card([
            toggle(words.eye.0, true, ()).pad_by(0),
            choices([(words.signs[0], true, ()), (words.signs[1], false, ())]),
        ])
        .fill(),
    ])
    .across(Align::Stretch)
    .gap(2)
    .fill_height(1);
    column([stepper(6, 3, words.step), buttons, signs, form]).gap(2).pad(3)
}

fn lists(words: &Words) -> Screen {
    let person = |name: &str, sign: Sign, word: &str| {
        let mark = icon(sign.icon(), 24, if sign == Sign::NotRun { Role::SoftInk } else { Role::AccentInk });
        list_row(Some(mark), name, words.facts, Some(badge(sign, word))).on_tap(())
    };
    let line = || row([]).tall(1).filled(Role::Hairline);
    let list = column([
        person(words.person, Sign::Refer, words.signs[1]),
        line(),
        person(words.greeting, Sign::NoSign, words.signs[0]),
        line(),
        person(words.site, Sign::Ungradable, words.signs[3]),
    ])
    .surface();
    let work = card([progress(words.step, 640), busy(words.waiting, 600)]).fill_width(1);
    let counts =
        card([chart(vec![3.0, 5.0, 4.0, 8.0, 6.0, 9.0, 7.0], false, Some(5), "Mon", "Sun").tall(110)])
            .fill_width(1);
    let trend = card([chart(vec![2.0, 3.0, 2.6, 4.0, 5.2, 4.8], true, Some(5), "Jun", "Nov").tall(110)])
        .fill_width(1);
    column([list, row([work, counts, trend]).across(Align::Stretch).gap(2).fill_height(1)]).gap(2).pad(3)
}

fn asks(words: &Words) -> Screen {
    let ask = dialog(
        Icon::Trash,
        words.question,
        words.explanation,
        [
            button(Look::Secondary, None, words.back, ()).named("keep"),
            button(Look::Danger, Icon::Trash, words.delete, ()),
        ],
    );
    stack([home(words), toast(Icon::Check, words.signs[0]), ask])
}

fn locked(words: &Words) -> Screen {
    let numerals = if words.rtl {
        ['٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩']
    } else {
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
    };
    let left = column([
        icon(Icon::User, 72, Role::AccentInk),
        text(words.person, Style::Title, Role::Ink).centred(),
        pin_dots(3, 6),
        button(Look::Quiet, Icon::Back, words.back, ()),
    ])
    .gap(3)
    .across(Align::Centre)
    .along(Align::Centre)
    .fill();
    let pad = column([numeric_pad(numerals, false, |_| ()).fill()]).fill_width(1).fill_height(1);
    column([status(words), row([left, pad]).across(Align::Stretch).gap(4).pad(3).fill()])
}

fn pictures(words: &Words, retina: &Arc<Rgb>, earlier: &Arc<Rgb>, heat: &Arc<Gray>) -> Screen {
    let mut picture = Picture::new(Arc::clone(retina));
    picture.heat = Some((Arc::clone(heat), 170));
    let heat = column([
        viewer("retina", picture, words.side),
        row([icon(Icon::Heat, 26, Role::AccentInk), slider("heat", 660, |_| ())]).gap(2),
    ])
    .gap(1)
    .fill();
    let compare = before_after(
        "compare",
        (Arc::clone(earlier), "2025".to_owned()),
        (Arc::clone(retina), "2026".to_owned()),
        500,
        |_| (),
    );
    column([identity(words), row([heat, compare]).across(Align::Stretch).gap(2).pad(2).fill()])
}

fn faults(words: &Words) -> Screen {
    fault(
        words.question,
        words.explanation,
        "FL-0103 · store",
        [button(Look::Secondary, Icon::Power, words.back, ()), button(Look::Primary, None, words.go_on, ())],
    )
}

fn nothing(words: &Words) -> Screen {
    column([
        status(words),
        empty(
            Icon::Inbox,
            words.came_back.0,
            words.came_back.1,
            Some(button(Look::Secondary, Icon::Search, words.list.0, ())),
        ),
    ])
}

fn typing(layout: Layout, page: Page, last: char) -> Screen {
    column([
        column([field("Name", &last.to_string(), "", true, ()), space()]).pad(2).fill(),
        keyboard(layout, page, Some(last), ("space", "Done"), |_| ()),
    ])
}

fn icons() -> Screen {
    let mut rows = Vec::new();
    for chunk in Icon::ALL.chunks(8) {
        rows.push(row(chunk.iter().flat_map(|symbol| [icon(*symbol, 40, Role::Ink), space()])));
    }
    let styles =
        Style::ALL.map(|style| text(format!("{style:?} 0123 آب हिन्दी বাংলা አማርኛ"), style, Role::Ink).lines(1));
    row([column(rows).gap(3).wide(420), column(styles).gap(1).fill_width(1)])
        .across(Align::Start)
        .gap(2)
        .pad(3)
}

fn retina(seed: u8) -> Rgb {
    let mut picture = Rgb::filled(480, 480, [0; 3]);
    for y in 0..480 {
        for x in 0..480 {
            let (dx, dy) = (x as f32 - 240.0, y as f32 - 240.0);
            let radius = (dx * dx + dy * dy).sqrt() / 230.0;
            if radius < 1.0 {
                let light = 1.0 - 0.5 * radius * radius;
                let disc = (-((dx - 120.0).powi(2) + dy * dy) / 900.0).exp();
                let macula = (-((dx + 50.0).powi(2) + dy * dy) / 1600.0).exp();
                let vessel =
                    f32::from(u8::from((dy.abs() - 40.0 - (dx - 120.0).powi(2) / 700.0).abs() < 4.0));
                let value = |base: f32| {
                    ((base * light * (1.0 - 0.4 * macula) * (1.0 - 0.35 * vessel)) + 120.0 * disc).min(255.0)
                        as u8
                };
                picture.put(x, y, [value(205.0), value(95.0 + f32::from(seed)), value(45.0)]);
            }
        }
    }
    picture
}

fn warm() -> Gray {
    let mut heat = Gray::filled(28, 28, [0]);
    for y in 0..28 {
        for x in 0..28 {
            let far = (x as f32 - 18.0).powi(2) + (y as f32 - 9.0).powi(2);
            heat.put(x, y, [(255.0 * (-far / 14.0).exp()) as u8]);
        }
    }
    heat
}

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned());
    std::fs::create_dir_all(&folder)?;
    let mut painter = Painter::default();
    let (now, earlier, heat) = (Arc::new(retina(0)), Arc::new(retina(25)), Arc::new(warm()));
    for palette in Palette::ALL {
        for words in [&ENGLISH, &ARABIC] {
            let screens = [
                ("home", home(words)),
                ("result", results(words)),
                ("controls", controls(words)),
                ("lists", lists(words)),
                ("dialog", asks(words)),
                ("lock", locked(words)),
                ("pictures", pictures(words, &now, &earlier, &heat)),
                ("fault", faults(words)),
                ("empty", nothing(words)),
            ];
            for (name, screen) in screens {
                let name = format!("{name}-{}-{palette:?}", words.code).to_lowercase();
                draw(&mut painter, screen, palette, words.rtl, &Path::new(&folder).join(name + ".png"))?;
            }
        }
    }
    let typings = [
        (Layout::Latin, Page::Letters, 'e'),
        (Layout::Latin, Page::Symbols, '7'),
        (Layout::Devanagari, Page::Letters, 'क'),
        (Layout::Bengali, Page::Letters, 'ক'),
        (Layout::Arabic, Page::Letters, 'ع'),
        (Layout::Ethiopic, Page::Letters, 'በ'),
    ];
    for (layout, page, last) in typings {
        let name = format!("keyboard-{layout:?}-{page:?}.png").to_lowercase();
        draw(
            &mut painter,
            typing(layout, page, last),
            Palette::Light,
            false,
            &Path::new(&folder).join(name),
        )?;
    }
    draw(&mut painter, icons(), Palette::Light, false, &Path::new(&folder).join("icons.png"))
}

fn draw(
    painter: &mut Painter,
    screen: Screen,
    palette: Palette,
    rtl: bool,
    path: &Path,
) -> anyhow::Result<()> {
    let stage = Stage { size: (800, 480), theme: Theme::new(palette), rtl };
    let view = stage.lay(screen, &mut painter.fonts);
    for finding in audit(&view) {
        println!("{}: {finding:?}", path.display());
    }
    let mut canvas = Canvas::new(800, 480);
    painter.paint(&view, &mut canvas, &[Rect::new(0, 0, 800, 480)]);
    screenshot(&canvas, path)?;
    Ok(())
}
