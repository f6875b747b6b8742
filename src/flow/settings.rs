use super::{Action, Desk, Editor, Effect, Event, Notice, Question, Role, Screen};

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// `None` shows the list of pages.
    pub page: Option<Page>,
    /// What the open page tells; `None` until it is read.
    pub facts: Option<Box<Facts>>,
    pub editor: Option<Editor>,
    /// The support file that was just written.
    pub exported: Option<Exported>,
    /// Which part of a long page is shown; the screen knows how many there are.
    pub part: usize,
    waiting: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Language,
    Display,
    About,
    Thresholds,
    Users,
    Network,
    Storage,
    Camera,
    SelfTest,
}

impl Page {
    pub const ALL: [Self; 9] = [
        Self::Language,
        Self::Display,
        Self::About,
        Self::Thresholds,
        Self::Users,
        Self::Network,
        Self::Storage,
        Self::Camera,
        Self::SelfTest,
    ];

    /// A technician sees no users: who may see patients is the supervisor's to say.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Language | Self::Display | Self::About => true,
            Self::Users => role == Role::Supervisor,
            Self::Thresholds | Self::Network | Self::Storage => role >= Role::Supervisor,
            Self::Camera | Self::SelfTest => role == Role::Technician,
        }
    }

    fn detail(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Display => "display",
            Self::About => "about",
            Self::Thresholds => "thresholds",
            Self::Users => "users",
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Camera => "camera",
            Self::SelfTest => "self-test",
        }
    }
}

/// What the pages tell, read outside.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    pub thresholds: Vec<Threshold>,
    /// Names as [`super::Effect::SetCamera`] takes them, and whether each answers.
    pub cameras: Vec<(String, bool)>,
    pub camera: String,
    /// Address and state of each destination.
    pub destinations: Vec<(String, bool)>,
    pub network_name: String,
    pub free_bytes: u64,
    pub total_bytes: u64,
    pub encounters: u64,
    /// In the order of the test.
    pub checks: Vec<(String, Check)>,
    pub software: String,
    /// `id version` of each model and rule pack.
    pub packs: Vec<String>,
    /// Name and licence of each part.
    pub licences: Vec<(String, String)>,
}

/// Where the support file lies, and what it tells in one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub file: String,
    pub on_stick: bool,
    pub essentials: String,
}

/// Read-only, with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// `id version` of the model that it is bound to.
    pub model: String,
    pub camera_class: String,
    pub value: f32,
    pub source: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    Running,
    Passed,
    Failed,
    NotThere,
}

impl Settings {
    pub(super) fn detail(&self) -> &'static str {
        match (self.page, &self.editor) {
            _ if self.exported.is_some() => "support",
            (Some(Page::Users), Some(_)) => "user",
            (Some(page), _) => page.detail(),
            (None, _) => "",
        }
    }

    pub(super) fn wait_for(&mut self, request: u32) {
        self.waiting = Some(request);
    }

    pub(super) fn enter(&mut self, desk: &mut Desk, out: &mut Vec<Effect>) {
        self.waiting = None;
        if let Some(page) = self.page {
            let request = desk.request();
            self.waiting = Some(request);
            out.push(Effect::LoadFacts { request, page });
        }
    }

    pub(super) fn act(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) -> Option<Screen> {
        if let Some(editor) = &mut self.editor {
            match action {
                Action::Back | Action::Cancel => self.editor = None,
                Action::SaveUser => self.waiting = editor.save(desk, out).or(self.waiting),
                action => editor.act(&action),
            }
            return None;
        }
        if self.exported.is_some() {
            if matches!(action, Action::Back | Action::Next) {
                self.exported = None;
                self.enter(desk, out);
            }
            return None;
        }
        let role = desk.user().map_or(Role::Operator, |user| user.role);
        match action {
            Action::Back if self.page.is_none() => return Some(Screen::Home),
            Action::Back => *self = Self::default(),
            Action::OpenPage(page) if page.is_for(role) => {
                *self = Self { page: Some(page), ..Self::default() };
                self.enter(desk, out);
            }
            Action::Restart => desk.ask = Some(Question::Restart),
            Action::ShutDown => desk.ask = Some(Question::ShutDown),
            action => self.act_on_page(action, desk, out),
        }
        None
    }

    fn act_on_page(&mut self, action: Action, desk: &mut Desk, out: &mut Vec<Effect>) {
        let wishes = &mut desk.preferences;
        match (self.page, action) {
            (Some(Page::Language), Action::ChooseLanguage(language)) => wishes.language = language,
            (Some(Page::Language), Action::LatinDigits(on)) => wishes.latin_digits = on,
            (Some(Page::Display), Action::DarkTheme(on)) => wishes.dark = on,
            (Some(Page::Display), Action::LargeText(on)) => wishes.large_text = on,
            (Some(Page::Display), Action::Sound(on)) => wishes.sound = on,
            (Some(Page::Display), Action::AutoShutter(on)) => wishes.auto_shutter = on,
            (Some(Page::Camera), Action::ChooseCamera(name)) => {
                if self
                    .facts
                    .as_ref()
                    .is_some_and(|facts| facts.cameras.iter().any(|(known, _)| *known == name))
                {
                    out.push(Effect::SetCamera(name));
                    self.enter(desk, out);
                }
                return;
            }
            (Some(Page::SelfTest), Action::RunSelfTest) => {
                let request = desk.request();
                self.waiting = Some(request);
                out.push(Effect::RunSelfTest { request });
                return;
            }
            (Some(Page::Network), Action::SendNow) => {
                out.push(Effect::Sync);
                desk.notice = Some(Notice::Sending);
                return;
            }
            (Some(Page::About | Page::SelfTest | Page::Storage), Action::ExportSupport) => {
                let request = desk.request();
                self.waiting = Some(request);
                out.push(Effect::ExportSupport { request });
                desk.notice = Some(Notice::SupportUnderWay);
                return;
            }
            (Some(_), Action::Page(part)) => {
                self.part = part;
                return;
            }
            (Some(Page::Users), Action::AddUser) => return self.editor = Some(Editor::new()),
            (Some(Page::Users), Action::EditUser(id)) => {
                return self.editor = desk.user_by_id(id).map(Editor::of);
            }
            // Nobody removes the account that they work with.
            (Some(Page::Users), Action::RemoveUser(id)) => {
                if desk.user != Some(id) && desk.user_by_id(id).is_some() {
                    desk.ask = Some(Question::RemoveUser(id));
                }
                return;
            }
            _ => return,
        }
        out.push(Effect::SavePreferences(desk.preferences.clone()));
    }

    pub(super) fn hear(&mut self, event: Event, desk: &mut Desk) {
        match event {
            // A self-test tells its checks one after the other, under the same request.
            Event::Facts { request, facts } if self.waiting == Some(request) => self.facts = Some(facts),
            Event::SupportExported { request, exported } if self.waiting == Some(request) => {
                self.waiting = None;
                desk.notice = exported.is_none().then_some(Notice::SupportFailed);
                self.exported = exported;
            }
            Event::UserSaved { request, users } if self.waiting == Some(request) => {
                self.waiting = None;
                self.editor = None;
                desk.users = users;
                desk.notice = Some(Notice::Saved);
            }
            _ => {}
        }
    }
}
