//! What was said in class 4e B, in the words of those who said it. When: school days from today, and the hour.

use preau_calendar::model::AnswerWord;
use preau_class::model::{AbsenceKind, AbsenceState, Choose, Reason, WorkState};
use preau_kernel::Audience;
use time::{Time, macros::time};

/// So many school days from today (back if below zero), at that hour.
pub(super) type At = (i64, Time);

/// A post of the wall.
pub(super) struct Told {
    pub at: At,
    pub by: &'static str,
    pub to: Audience,
    pub pinned: bool,
    pub sign: bool,
    pub text: &'static str,
    pub pictures: &'static [Picture],
    /// Who signed, and when.
    pub signed: &'static [(At, &'static str)],
    /// Who said thank you, and when.
    pub thanked: &'static [(At, &'static str)],
    /// Who replied what, when; to which reply alone, counted from the first.
    pub replies: &'static [(At, &'static str, &'static str, Option<usize>)],
}

/// A picture, drawn for the demo, and what it shows.
pub(super) struct Picture {
    pub name: &'static str,
    pub bytes: &'static [u8],
    pub alt: &'static str,
}

macro_rules! picture {
    ($name:literal, $alt:literal) => {
        Picture { name: $name, bytes: include_bytes!(concat!("pictures/", $name)), alt: $alt }
    };
}

impl Told {
    const fn new(at: At, by: &'static str, to: Audience, text: &'static str) -> Self {
        let (pictures, signed, thanked, replies) = (&[], &[], &[], &[]);
        Self { at, by, to, pinned: false, sign: false, text, pictures, signed, thanked, replies }
    }
}

pub(super) const POSTS: &[Told] = &[
    Told {
        pinned: true,
        ..Told::new(
            (-21, time!(17:05)),
            "n.benali",
            Audience::Families,
            "Bonjour à tous,\n\nce mur est notre carnet de liaison : tout ce qui concerne la 4e B est ici, et nulle part ailleurs. Vous pouvez m’écrire quand vous voulez ; je réponds pendant les heures du collège.\n\nJe reçois les familles le mardi de 17 h à 18 h, salle 112, sur rendez-vous.\n\nNadia Benali, professeure principale",
        )
    },
    Told::new(
        (-18, time!(16:40)),
        "j.moreau",
        Audience::Members,
        "Évaluation sur le théorème de Pythagore jeudi prochain. À revoir : la leçon du cahier, les exercices 14 à 22. La calculatrice est permise, le téléphone non.",
    ),
    Told {
        sign: true,
        signed: &[
            ((-15, time!(19:20)), "amina.haddad"),
            ((-15, time!(20:05)), "claire.martin"),
            ((-14, time!(18:30)), "paul.martin"),
        ],
        replies: &[
            ((-14, time!(18:35)), "paul.martin", "Je peux accompagner la classe, j’ai posé ma journée.", None),
            ((-13, time!(8:10)), "n.benali", "C’est parfait, merci ! Rendez-vous à 8 h 15 devant la grille.", Some(0)),
        ],
        ..Told::new(
            (-15, time!(12:30)),
            "n.benali",
            Audience::Families,
            "Vendredi, nous passons la journée au marais de l’Aubrelle avec la guide de la réserve.\n\n- Départ à 8 h 30 devant le collège, retour à 16 h 45.\n- Prévoir des bottes, un pique-nique et un vêtement de pluie.\n- Le car et la visite sont payés par le foyer : rien à verser.\n\nIl reste deux places pour des parents qui voudraient nous accompagner.",
        )
    },
    Told {
        pictures: &[
            picture!("marais.jpg", "Le marais au petit matin, un ponton entre les roseaux"),
            picture!("heron.jpg", "Un héron cendré, immobile dans l’eau peu profonde"),
            picture!("libellule.jpg", "Une libellule bleue posée sur une tige, les ailes ouvertes"),
            picture!("grenouille.jpg", "Une grenouille verte sur une feuille de nénuphar"),
        ],
        thanked: &[
            ((-12, time!(18:40)), "claire.martin"),
            ((-12, time!(19:02)), "lea.martin"),
            ((-12, time!(19:05)), "sami.haddad"),
            ((-11, time!(12:40)), "amina.haddad"),
        ],
        replies: &[
            ((-12, time!(19:06)), "sami.haddad", "La grenouille, c’est moi qui l’ai vue en premier !", None),
            ((-12, time!(19:15)), "lea.martin", "Le héron n’a pas bougé, même quand le car a klaxonné.", None),
            ((-11, time!(8:05)), "n.benali", "Notez-le dans le compte rendu : c’est une vraie observation.", None),
        ],
        ..Told::new(
            (-12, time!(18:10)),
            "n.benali",
            Audience::Everyone,
            "Quelle journée ! Un héron qui n’a pas bougé pendant vingt minutes, trois grenouilles, et une libellule bien tardive pour la saison. Merci à tous pour votre curiosité, et aux deux accompagnateurs pour les bottes de rechange.",
        )
    },
    Told {
        pictures: &[picture!(
            "carnet.jpg",
            "Un carnet de terrain ouvert : plantes numérotées, dessin d’une grenouille"
        )],
        ..Told::new(
            (-10, time!(11:20)),
            "n.benali",
            Audience::Members,
            "Pour le compte rendu de la sortie : appuyez-vous sur vos carnets de terrain. Voici celui du groupe 3, qui a pensé à noter le ciel, la température et le vent. C’est exactement ce qu’il faut.",
        )
    },
    Told::new(
        (-8, time!(15:30)),
        "direction",
        Audience::Families,
        "Les bulletins du premier trimestre seront remis en main propre lors des rencontres parents-professeurs. Les horaires se réservent dans l’onglet « Rendez-vous » de la classe ; les familles sans téléphone peuvent appeler la vie scolaire.",
    ),
    Told::new(
        (-6, time!(16:55)),
        "j.moreau",
        Audience::Members,
        "Les copies de Pythagore sont corrigées : de très belles démonstrations, et quelques hypoténuses égarées. Je propose un rattrapage mardi à 12 h 45, salle 204, pour qui veut.",
    ),
    Told {
        pictures: &[picture!("radio.jpg", "L’affiche de Radio Michel, un grand micro : première émission, le marais")],
        thanked: &[((-3, time!(18:20)), "paul.martin"), ((-3, time!(19:30)), "amina.haddad")],
        replies: &[((-3, time!(18:45)), "lea.martin", "On cherche encore une voix pour la météo !", None)],
        ..Told::new(
            (-3, time!(13:15)),
            "n.benali",
            Audience::Everyone,
            "La première émission du club radio parle du marais : Léa et Sami ont monté le son des grenouilles eux-mêmes. Écoute collective lundi à 12 h 30 au CDI.",
        )
    },
    Told::new(
        (-1, time!(17:20)),
        "n.benali",
        Audience::Families,
        "Le goûter de la 4e B approche. Dites dans le calendrier si vous venez et ce que vous apportez : il manque encore des boissons et une nappe.",
    ),
];

/// Homework, and what pupils made of it.
pub(super) struct Given {
    pub at: At,
    pub by: &'static str,
    pub subject: &'static str,
    pub title: &'static str,
    pub body: &'static str,
    /// For how many school days from today.
    pub due: i64,
    pub minutes: i64,
    pub hand_in: bool,
    pub handed: &'static [Handed],
}

/// What one pupil made of homework, and what the teacher said to it.
pub(super) struct Handed {
    pub at: At,
    pub pupil: &'static str,
    /// The words handed in; none: it was only said to be so far.
    pub text: Option<&'static str>,
    pub state: WorkState,
    pub back: Option<(At, &'static str)>,
}

pub(super) const GIVEN: &[Given] = &[
    Given {
        at: (-18, time!(16:45)),
        by: "j.moreau",
        subject: "Mathématiques",
        title: "Réviser le théorème de Pythagore",
        body: "Leçon du cahier et exercices 14 à 22.",
        due: -13,
        minutes: 40,
        hand_in: false,
        handed: &[Handed {
            at: (-14, time!(18:30)),
            pupil: "lea.martin",
            text: None,
            state: WorkState::Done,
            back: None,
        }],
    },
    Given {
        at: (-10, time!(11:25)),
        by: "n.benali",
        subject: "SVT",
        title: "Compte rendu de la sortie au marais",
        body: "Une page : ce que vous avez observé, une hypothèse sur ce qui explique la place du héron, un dessin légendé.",
        due: -4,
        minutes: 60,
        hand_in: true,
        handed: &[
            Handed {
                at: (-5, time!(17:50)),
                pupil: "lea.martin",
                text: Some(
                    "Nous avons vu un héron cendré posé au bord de la roselière pendant vingt minutes. Mon hypothèse : il reste immobile parce que l’eau y est peu profonde et que les grenouilles viennent se chauffer au soleil de ce côté.",
                ),
                state: WorkState::HandedIn,
                back: Some((
                    (-2, time!(16:10)),
                    "Très belle hypothèse, Léa, et bien observée. Comment pourrait-on la vérifier ? Pense à la température de l’eau.",
                )),
            },
            Handed {
                at: (-4, time!(19:20)),
                pupil: "sami.haddad",
                text: Some(
                    "On a compté trois grenouilles vertes et une libellule. Je pense que le héron attend les grenouilles. J’ai fait le dessin dans le carnet du groupe 3.",
                ),
                state: WorkState::HandedIn,
                back: None,
            },
        ],
    },
    Given {
        at: (-2, time!(14:30)),
        by: "j.moreau",
        subject: "Mathématiques",
        title: "Exercices 31 et 32, page 88",
        body: "La réciproque de Pythagore. Rédiger comme en classe.",
        due: 1,
        minutes: 25,
        hand_in: false,
        handed: &[Handed {
            at: (-1, time!(18:05)),
            pupil: "sami.haddad",
            text: None,
            state: WorkState::Done,
            back: None,
        }],
    },
    Given {
        at: (-1, time!(11:25)),
        by: "n.benali",
        subject: "SVT",
        title: "Schéma de la chaîne alimentaire du marais",
        body: "Au moins cinq êtres vivants. Une photo du cahier suffit.",
        due: 4,
        minutes: 30,
        hand_in: true,
        handed: &[],
    },
];

/// Something with a date.
pub(super) struct Planned {
    pub at: At,
    pub by: &'static str,
    pub title: &'static str,
    pub place: &'static str,
    pub body: &'static str,
    pub day: i64,
    pub from: Time,
    pub to: Time,
    pub to_whom: Audience,
    pub needs: &'static [(i64, &'static str)],
    pub answers: &'static [Coming],
}

/// Who answered what when, and how many of which thing they bring.
pub(super) type Coming = (At, &'static str, AnswerWord, Option<(&'static str, i64)>);

pub(super) const EVENTS: &[Planned] = &[
    Planned {
        at: (-15, time!(12:35)),
        by: "n.benali",
        title: "Sortie au marais de l’Aubrelle",
        place: "Départ devant le collège",
        body: "Bottes, pique-nique, vêtement de pluie.",
        day: -12,
        from: time!(8:30),
        to: time!(16:45),
        to_whom: Audience::Everyone,
        needs: &[],
        answers: &[],
    },
    Planned {
        at: (-7, time!(12:40)),
        by: "n.benali",
        title: "Goûter de la 4e B",
        place: "Salle polyvalente",
        body: "Pour fêter la première émission du club radio. Les petits frères et les petites sœurs sont les bienvenus.",
        day: 8,
        from: time!(16:30),
        to: time!(18:00),
        to_whom: Audience::Everyone,
        needs: &[(4, "gâteaux"), (6, "bouteilles de jus"), (1, "nappe")],
        answers: &[
            ((-6, time!(19:45)), "amina.haddad", AnswerWord::Yes, Some(("gâteaux", 2))),
            ((-5, time!(20:10)), "claire.martin", AnswerWord::Yes, Some(("bouteilles de jus", 2))),
            ((-2, time!(18:15)), "paul.martin", AnswerWord::Maybe, None),
        ],
    },
    Planned {
        at: (-8, time!(15:35)),
        by: "direction",
        title: "Conseil de classe de la 4e B",
        place: "Salle des conseils",
        body: "",
        day: 6,
        from: time!(17:15),
        to: time!(18:30),
        to_whom: Audience::Members,
        needs: &[],
        answers: &[],
    },
];

/// The round of appointments: who opened it, on which day it is, and who took which slot, for which child.
pub(super) struct Meetings {
    pub at: At,
    pub by: &'static str,
    pub title: &'static str,
    pub place: &'static str,
    pub body: &'static str,
    pub day: i64,
    pub from: Time,
    pub to: Time,
    pub minutes: i64,
    pub taken: &'static [(At, &'static str, &'static str, usize)],
}

pub(super) const ROUND: Meetings = Meetings {
    at: (-8, time!(15:50)),
    by: "n.benali",
    title: "Remise des bulletins",
    place: "Salle 112",
    body: "Dix minutes par famille, avec ou sans votre enfant.",
    day: 7,
    from: time!(16:30),
    to: time!(19:00),
    minutes: 10,
    taken: &[
        ((-7, time!(20:05)), "claire.martin", "lea.martin", 3),
        ((-5, time!(18:40)), "paul.martin", "lea.martin", 9),
        ((-4, time!(19:30)), "amina.haddad", "sami.haddad", 5),
    ],
};

/// An absence that a guardian told, and what the school said to it.
pub(super) struct Missed {
    pub at: At,
    pub by: &'static str,
    pub child: &'static str,
    pub kind: AbsenceKind,
    pub day: i64,
    pub reason: Reason,
    pub words: &'static str,
    pub answer: Option<(At, &'static str, AbsenceState)>,
}

pub(super) const ABSENCES: &[Missed] = &[
    Missed {
        at: (-9, time!(7:40)),
        by: "amina.haddad",
        child: "sami.haddad",
        kind: AbsenceKind::Absence,
        day: -9,
        reason: Reason::Illness,
        words: "Il a de la fièvre depuis cette nuit. Il rattrapera les cours avec Léa.",
        answer: Some(((-9, time!(8:25)), "n.benali", AbsenceState::Noted)),
    },
    Missed {
        at: (-1, time!(19:10)),
        by: "claire.martin",
        child: "lea.martin",
        kind: AbsenceKind::Lateness,
        day: 1,
        reason: Reason::Appointment,
        words: "Rendez-vous chez l’orthodontiste, elle sera là vers 10 h.",
        answer: None,
    },
];

/// A form that half of the class has signed.
pub(super) struct Asked {
    pub at: At,
    pub by: &'static str,
    pub title: &'static str,
    pub body: &'static str,
    /// What is asked, and the answers to choose from.
    pub questions: &'static [(&'static str, Choose, &'static [&'static str])],
    pub due: i64,
    pub signed_at: At,
    /// The parent who has not signed yet, while the other has.
    pub unsigned_by: &'static str,
}

pub(super) const FORM: Asked = Asked {
    at: (-4, time!(17:05)),
    by: "n.benali",
    title: "Deux jours sur l’île d’Oléron",
    body: "Le jeudi et le vendredi d’avant les vacances, avec une nuit en auberge de jeunesse. Le collège paie le car, \
           restent 34 € par élève (le fonds social peut aider, dites-le-nous).\n\nComme il y a une nuit hors de la \
           maison, il nous faut l’accord de chaque responsable légal.",
    questions: &[
        ("Nous autorisons notre enfant à participer", Choose::One, &["Oui", "Non"]),
        ("Ses repas", Choose::One, &["Comme tout le monde", "Sans porc", "Sans viande"]),
    ],
    due: 6,
    signed_at: (-3, time!(19:45)),
    unsigned_by: "paul.martin",
};
