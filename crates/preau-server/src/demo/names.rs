//! What the demo's people are called and where they live. Nobody's data: the towns and their postcodes do not exist,
//! telephone numbers are of the ranges that Arcep keeps for fiction, and mail goes to `example.org` (RFC 2606 §3).

/// Given names of women who have children at school; the fixtures' lists are of children.
pub(super) const WOMEN: &[&str] = &[
    "Aurélie",
    "Émilie",
    "Céline",
    "Virginie",
    "Stéphanie",
    "Sandrine",
    "Delphine",
    "Sophie",
    "Élodie",
    "Audrey",
    "Laetitia",
    "Julie",
    "Karine",
    "Nathalie",
    "Caroline",
    "Mélanie",
    "Hélène",
    "Vanessa",
    "Marie-Laure",
    "Sabrina",
    "Jennifer",
    "Séverine",
    "Angélique",
    "Magali",
    "Estelle",
    "Gwenaëlle",
];

/// Given names of men who have children at school.
pub(super) const MEN: &[&str] = &[
    "Nicolas",
    "Julien",
    "Sébastien",
    "Frédéric",
    "David",
    "Christophe",
    "Guillaume",
    "Stéphane",
    "Laurent",
    "Jérôme",
    "Cédric",
    "Olivier",
    "Vincent",
    "Mathieu",
    "Benjamin",
    "Ludovic",
    "Arnaud",
    "Grégory",
    "Thierry",
    "Fabrice",
    "Damien",
    "Jean-Philippe",
    "Yoann",
    "Emmanuel",
    "Franck",
    "Mickaël",
];

/// Given names of grandparents: women, then men.
pub(super) const ELDERS: (&[&str], &[&str]) = (
    &["Françoise", "Monique", "Jacqueline", "Danielle", "Annie", "Michèle"],
    &["Gérard", "Bernard", "Alain", "Jean-Claude", "Patrick", "Daniel"],
);

pub(super) const STREETS: &[&str] = &[
    "rue des Lilas",
    "avenue Jean-Jaurès",
    "place du Marché",
    "allée des Œillets",
    "impasse du Moulin",
    "boulevard Voltaire",
    "chemin de la Forêt",
    "rue Marie-Curie",
    "quai de la Vire-Basse",
    "cité Émile-Zola",
    "rue de l’Abbé-Grégoire",
    "sentier des Vignes",
    "square Joséphine-Baker",
    "rue du Lavoir",
];

/// Postcodes and towns; the first is where the school is. No French postcode begins with 00.
pub(super) const TOWNS: &[(&str, &str)] =
    &[("00120", "Clairval-sur-Aubrelle"), ("00130", "Montferrine"), ("00140", "Saint-Orlan-des-Prés")];

/// One who works at the school.
pub(super) struct Colleague {
    pub(super) given: &'static str,
    pub(super) family: &'static str,
    pub(super) woman: bool,
    /// Subject, or function of those who do not teach.
    pub(super) work: &'static str,
    /// The login, where it is not made from the name.
    pub(super) login: Option<&'static str>,
}

const fn one(given: &'static str, family: &'static str, woman: bool, work: &'static str) -> Colleague {
    Colleague { given, family, woman, work, login: None }
}

const fn with_login(colleague: Colleague, login: &'static str) -> Colleague {
    Colleague { login: Some(login), ..colleague }
}

/// How many of [`STAFF`], the first, do not teach.
pub(super) const OFFICE: usize = 7;

/// The staff: those of the office, then teachers. Subjects stand together, in the order of a school report.
pub(super) const STAFF: &[Colleague] = &[
    with_login(one("Hélène", "Marchetti", true, "Principale"), "direction"),
    one("Olivier", "Tessier", false, "Principal adjoint"),
    with_login(one("Martine", "Lopez", true, "Secrétariat"), "secretariat"),
    one("Sonia", "Bouvier", true, "CPE"),
    one("Malik", "Traoré", false, "Assistant d’éducation"),
    one("Delphine", "Carpentier", true, "Infirmière"),
    one("Yann", "Le Goff", false, "Professeur documentaliste"),
    one("Catherine", "Duval", true, "Français"),
    one("Bruno", "Castel", false, "Français"),
    one("Leïla", "Mansouri", true, "Français"),
    one("Agnès", "Vidal", true, "Lettres classiques"),
    one("Isabelle", "Renaud", true, "Mathématiques"),
    one("Julien", "Moreau", false, "Mathématiques"),
    one("Thuy", "Nguyen", true, "Mathématiques"),
    one("Antoine", "Lacombe", false, "Histoire-géographie"),
    one("Fatou", "Diarra", true, "Histoire-géographie"),
    one("Sarah", "O’Brien", true, "Anglais"),
    one("Pierre", "Chauvin", false, "Anglais"),
    one("Mathilde", "Gros", true, "SVT"),
    one("Nadia", "Benali", true, "SVT"),
    one("Philippe", "Arnaud", false, "Physique-chimie"),
    one("Nora", "Haddouche", true, "Physique-chimie"),
    one("Karim", "Zerrouki", false, "Technologie"),
    one("Élodie", "Baron", true, "EPS"),
    one("Thomas", "Kerboul", false, "EPS"),
    one("Clara", "Jimenez", true, "Espagnol"),
    one("Ulrike", "Weber", true, "Allemand"),
    one("Marco", "Bellini", false, "Italien"),
    one("Florence", "Aubry", true, "Arts plastiques"),
    one("Samuel", "Roche", false, "Éducation musicale"),
];

/// What every class is taught together. Lettres classiques teaches French too.
pub(super) const SUBJECTS: &[&[&str]] = &[
    &["Français", "Lettres classiques"],
    &["Mathématiques"],
    &["Histoire-géographie"],
    &["Anglais"],
    &["SVT"],
    &["Physique-chimie"],
    &["Technologie"],
    &["EPS"],
    &["Arts plastiques"],
    &["Éducation musicale"],
];

/// Second languages from 5e on: subject, code, and how many of a hundred learn it.
pub(super) const LANGUAGES: &[(&str, &str, usize)] =
    &[("Espagnol", "ESP2", 50), ("Allemand", "ALL2", 28), ("Italien", "ITA2", 22)];
