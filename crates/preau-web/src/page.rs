//! What a template is given.

use askama::filters::Safe;
use preau_kernel::{Actor, FieldProblem, Problem, SignedIn, Timestamp, Word};

use crate::{MANY, Said, Shell, Texts, assets, texts};

/// What every template is given, in its field `view`.
pub struct View {
    /// The language of the page, as a tag.
    pub lang: String,
    /// Who looks.
    pub actor: Actor,
    /// What stands around the page.
    pub shell: Shell,
    /// The path of the page, to mark it in the rail.
    pub path: String,
    /// What was just done, to say on this page.
    pub said: Option<Said>,
    /// The moment of this page, written out, if a browser may keep it for when there is no line.
    pub as_of: Option<String>,
    pub(crate) texts: Texts,
}

impl View {
    /// The sentence of `key`.
    pub fn t(&self, key: &str) -> String {
        self.texts.say(&self.lang, key, &fluent_bundle::FluentArgs::new())
    }

    /// The sentence of `key` with one argument.
    pub fn t1(&self, key: &str, name: &str, value: impl ToString) -> String {
        self.say(key, &[(name, value.to_string())])
    }

    /// The sentence of `key` with two arguments.
    pub fn t2(&self, key: &str, name: &str, value: impl ToString, name2: &str, value2: impl ToString) -> String {
        self.say(key, &[(name, value.to_string()), (name2, value2.to_string())])
    }

    /// The sentence of `key` with any arguments.
    pub fn say(&self, key: &str, args: &[(impl AsRef<str>, String)]) -> String {
        let pairs = args.iter().map(|(name, value)| (name.as_ref(), value.as_str()));
        self.texts.say(&self.lang, key, &texts::arguments(pairs))
    }

    /// What a word is called: `view.word("role", role)` says `role-owner`.
    pub fn word(&self, list: &str, word: &impl Word) -> String {
        self.t(&texts::word_key(list, *word))
    }

    /// The sentence of a problem.
    pub fn problem(&self, problem: &Problem) -> String {
        self.say(&format!("problem-{}", problem.code), &problem.args)
    }

    /// A moment in the institution's zone, written out.
    pub fn moment(&self, moment: &Timestamp) -> String {
        self.texts.moment(&self.lang, *moment)
    }

    /// A day, written out.
    pub fn day(&self, day: &time::Date) -> String {
        self.texts.day(&self.lang, *day)
    }

    /// A day of the weeks around, written out with its name.
    pub fn weekday_day(&self, day: &time::Date) -> String {
        self.texts.weekday_day(&self.lang, *day)
    }

    /// A day of the week.
    pub fn weekday(&self, day: &time::Date) -> String {
        self.texts.weekday(&self.lang, *day)
    }

    /// A month, short enough for a tile.
    pub fn month_short(&self, day: &time::Date) -> String {
        self.texts.month_short(&self.lang, *day)
    }

    /// The hour of a moment in the institution's zone.
    pub fn hour(&self, moment: &Timestamp) -> String {
        self.texts.hour(&self.lang, *moment)
    }

    /// Writing direction.
    pub fn dir(&self) -> &'static str {
        Texts::direction(&self.lang)
    }

    /// The sentence that was said, written out.
    pub fn said_text(&self, said: &Said) -> String {
        self.say(&said.key, &said.args)
    }

    /// The languages to choose from, but this one: tag and own name.
    pub fn other_languages(&self) -> Vec<(String, String)> {
        let own_name = |lang: &str| self.texts.say(lang, "language-name", &fluent_bundle::FluentArgs::new());
        let others = self.texts.languages().filter(|lang| *lang != self.lang);
        others.map(|lang| (lang.to_owned(), own_name(lang))).collect()
    }

    /// The sentence of `key` in another language than the page's.
    pub fn t_in(&self, lang: &str, key: &str) -> String {
        self.texts.say(lang, key, &fluent_bundle::FluentArgs::new())
    }

    /// Writing direction of another language.
    pub fn dir_of(&self, lang: &str) -> &'static str {
        Texts::direction(lang)
    }

    /// For whom this page is, to the browser alone: what it keeps of one person is not shown to the next. Empty for
    /// nobody.
    pub fn reader(&self) -> String {
        let hash = self.me().map(|me| blake3::hash(me.person.uuid().as_bytes()).to_hex());
        hash.map(|hash| hash.chars().take(16).collect()).unwrap_or_default()
    }

    /// The person who looks, if signed in.
    pub fn me(&self) -> Option<&SignedIn> {
        match &self.actor {
            Actor::Person(me) => Some(me),
            Actor::Nobody | Actor::System => None,
        }
    }

    /// `page` if this page is at `path` or below it, for `aria-current`.
    pub fn is_at(&self, path: &str) -> bool {
        self.path == path || (path != "/" && self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// A count for a small round mark: `99+` beyond that.
    pub fn few(&self, count: &u32) -> String {
        if *count < MANY { count.to_string() } else { format!("{}+", MANY - 1) }
    }

    /// The address of a file of the pages, by its name in `web/`: `style/app.css`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// An icon of the sprite, decorative.
    pub fn icon(&self, name: &str) -> Safe<String> {
        let sprite = assets::address("icons/sprite.svg");
        Safe(format!(r#"<svg class="icon" aria-hidden="true"><use href="{sprite}#{name}"></use></svg>"#))
    }

    /// The letters and colour of somebody's round picture.
    pub fn avatar(&self, name: &str) -> Safe<String> {
        let letters: String = name.split_whitespace().filter_map(|part| part.chars().next()).take(2).collect();
        let letters: String = letters.to_uppercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
        Safe(format!(r#"<span class="avatar hue-{}" aria-hidden="true">{letters}</span>"#, hue(name)))
    }
}

/// A colour from 1 to 8 that stays with a name.
fn hue(name: &str) -> u8 {
    blake3::hash(name.as_bytes()).as_bytes()[0] % 8 + 1
}

/// What is wrong with the fields of a form, for its template.
#[derive(Debug, Default)]
pub struct Errors {
    fields: Vec<FieldProblem>,
    /// What is wrong with the form as a whole.
    pub whole: Option<Problem>,
}

impl Errors {
    /// Nothing wrong yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// The code of what is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.fields.iter().find(|problem| problem.field == field).map(|problem| problem.code)
    }

    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        self.whole.is_some() || !self.fields.is_empty()
    }
}

impl From<Problem> for Errors {
    fn from(mut problem: Problem) -> Self {
        let fields = std::mem::take(&mut problem.fields);
        let whole = fields.is_empty().then_some(problem);
        Self { fields, whole }
    }
}
