//! A SIECLE export of invented pupils, of any size: the two files that a school's administration software gives.
//!
//! The same number makes the same files. Element names are those of the real export (`BEE_ELEVES`, `BEE_RESPONSABLES`);
//! names, numbers and addresses are made from lists and counters, so no real person can be in them.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::Outcome;

const SURNAMES: [&str; 24] = [
    "MARTIN",
    "BENALI",
    "LEFÈVRE",
    "HADDAD",
    "MOREAU",
    "NGUYEN",
    "DA SILVA",
    "GARCIA",
    "TRAORÉ",
    "PETIT",
    "ROUX",
    "FAURE",
    "GIRARD",
    "KAYA",
    "ANDRÉ",
    "MERCIER",
    "DIALLO",
    "BLANC",
    "GUÉRIN",
    "BOYER",
    "COSTA",
    "LEGRAND",
    "ROBIN",
    "CHEVALIER",
];
const NAMES: [&str; 20] = [
    "Léa", "Sami", "Inès", "Noé", "Chloé", "Adam", "Zoé", "Yanis", "Manon", "Hugo", "Aïcha", "Louis", "Jade", "Malik",
    "Rose", "Théo", "Nour", "Élise", "Ilyès", "Alma",
];
const PUPILS_IN_A_CLASS: u32 = 26;

/// Writes `ElevesSansAdresses.xml` and `ResponsablesAvecAdresses.xml` into `folder`, which is made when missing.
pub(crate) fn write(pupils: u32, school: &str, folder: &Path) -> Outcome {
    fs::create_dir_all(folder)?;
    learners(pupils, school, &mut Latin::create(&folder.join("ElevesSansAdresses.xml"))?)?;
    guardians(pupils, school, &mut Latin::create(&folder.join("ResponsablesAvecAdresses.xml"))?)
}

/// The first name and the surname of a pupil.
pub(crate) fn names(pupil: u32) -> (&'static str, String) {
    (pick(&NAMES, pupil / 24), surname(pupil))
}

fn learners(pupils: u32, school: &str, out: &mut Latin) -> Outcome {
    out.line("<BEE_ELEVES VERSION=\"2.1\">")?;
    out.line(&parameters(school))?;
    out.line("<DONNEES><ELEVES>")?;
    for pupil in 0..pupils {
        out.line(&format!(
            "<ELEVE ELEVE_ID=\"{id}\" ELENOET=\"{pupil}\"><ID_NATIONAL>{pupil:010}A</ID_NATIONAL>\
             <INE_RNIE>{pupil:09}BB</INE_RNIE><NOM_DE_FAMILLE>{surname}</NOM_DE_FAMILLE><PRENOM>{name}</PRENOM>\
             <DATE_NAISS>{day:02}/{month:02}/{year}</DATE_NAISS><CODE_SEXE>{sex}</CODE_SEXE>\
             <CODE_MEF>10310019110</CODE_MEF><CODE_STATUT>ST</CODE_STATUT></ELEVE>",
            id = learner_id(pupil),
            surname = surname(pupil),
            name = pick(&NAMES, pupil / 24),
            day = pupil % 28 + 1,
            month = pupil / 28 % 12 + 1,
            year = 2010 + pupil / 336 % 6,
            sex = pupil % 2 + 1,
        ))?;
    }
    out.line("</ELEVES><STRUCTURES>")?;
    for pupil in 0..pupils {
        out.line(&format!(
            "<STRUCTURES_ELEVE ELEVE_ID=\"{}\"><STRUCTURE><CODE_STRUCTURE>{}</CODE_STRUCTURE>\
             <TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>",
            learner_id(pupil),
            class(pupil),
        ))?;
    }
    out.line("</STRUCTURES></DONNEES></BEE_ELEVES>")?;
    out.finish()
}

/// Two for each pupil, at one address.
fn guardians(pupils: u32, school: &str, out: &mut Latin) -> Outcome {
    out.line("<BEE_RESPONSABLES VERSION=\"2.0\">")?;
    out.line(&parameters(school))?;
    out.line("<DONNEES><RESPONSABLES>")?;
    for guardian in 0..pupils * 2 {
        out.line(&format!(
            "<RESPONSABLE_ELEVE><ELEVE_ID>{}</ELEVE_ID><PERSONNE_ID>{}</PERSONNE_ID><RESP_LEGAL>{legal}</RESP_LEGAL>\
             <CODE_PARENTE>{legal}</CODE_PARENTE><RESP_FINANCIER>{}</RESP_FINANCIER><PERS_PAIMENT>0</PERS_PAIMENT>\
             <PERS_CONTACT>1</PERS_CONTACT></RESPONSABLE_ELEVE>",
            learner_id(guardian / 2),
            guardian_id(guardian),
            1 - guardian % 2,
            legal = guardian % 2 + 1,
        ))?;
    }
    out.line("</RESPONSABLES><PERSONNES>")?;
    for guardian in 0..pupils * 2 {
        out.line(&format!(
            "<PERSONNE PERSONNE_ID=\"{id}\"><NOM>{surname}</NOM><PRENOM>{name}</PRENOM>\
             <LC_CIVILITE>{title}</LC_CIVILITE><TEL_PORTABLE>06 39 98 {a:02} {b:02}</TEL_PORTABLE>\
             <MEL>responsable{guardian}@exemple.invalid</MEL><ADRESSE_ID>{address}</ADRESSE_ID></PERSONNE>",
            id = guardian_id(guardian),
            surname = surname(guardian / 2),
            name = pick(&NAMES, guardian),
            title = if guardian % 2 == 0 { "MME" } else { "M." },
            a = guardian / 100 % 100,
            b = guardian % 100,
            address = guardian / 2,
        ))?;
    }
    out.line("</PERSONNES><ADRESSES>")?;
    for address in 0..pupils {
        out.line(&format!(
            "<ADRESSE ADRESSE_ID=\"{address}\"><LIGNE1_ADRESSE>{} rue du Préau</LIGNE1_ADRESSE>\
             <CODE_POSTAL>75020</CODE_POSTAL><LIBELLE_POSTAL>PARIS</LIBELLE_POSTAL></ADRESSE>",
            address % 300 + 1,
        ))?;
    }
    out.line("</ADRESSES></DONNEES></BEE_RESPONSABLES>")?;
    out.finish()
}

fn parameters(school: &str) -> String {
    format!("<PARAMETRES><UAJ>{school}</UAJ><ANNEE_SCOLAIRE>2026</ANNEE_SCOLAIRE></PARAMETRES>")
}

fn learner_id(pupil: u32) -> u32 {
    1_000_000 + pupil
}

fn guardian_id(guardian: u32) -> u32 {
    5_000_000 + guardian
}

/// Every pupil has a surname of its own in the end, as a large school nearly does: doubts are not what is measured.
fn surname(pupil: u32) -> String {
    let turn = pupil / (24 * 20);
    let letters: String = [turn / 676, turn / 26 % 26, turn % 26].into_iter().filter_map(letter).collect();
    format!("{}-{letters}", pick(&SURNAMES, pupil))
}

fn letter(number: u32) -> Option<char> {
    char::from_u32(u32::from(b'A') + number % 26)
}

fn class(pupil: u32) -> String {
    let number = pupil / PUPILS_IN_A_CLASS;
    format!("{}{}", 6 - number % 4, number / 4 + 1)
}

fn pick(list: &[&'static str], index: u32) -> &'static str {
    list.iter().cycle().nth(index as usize % list.len()).copied().unwrap_or_default()
}

/// A file in ISO-8859-15, the encoding of the real export.
struct Latin(BufWriter<File>);

impl Latin {
    fn create(path: &Path) -> Outcome<Self> {
        let mut file = Self(BufWriter::new(File::create(path)?));
        file.line("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>")?;
        Ok(file)
    }

    /// The letters used here have the same number in Unicode and in ISO-8859-15.
    fn line(&mut self, text: &str) -> Outcome {
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
        self.0.write_all(&bytes)?;
        Ok(self.0.write_all(b"\r\n")?)
    }

    fn finish(&mut self) -> Outcome {
        Ok(self.0.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{NAMES, class, pick, surname};

    #[test]
    fn no_two_of_forty_thousand_pupils_have_the_same_names() {
        let full = |pupil| (surname(pupil), pick(&NAMES, pupil / 24));
        assert_eq!((0..40_000).map(full).collect::<HashSet<_>>().len(), 40_000);
    }

    #[test]
    fn classes_have_the_size_of_a_class() {
        assert_eq!((0..2_000).filter(|pupil| class(*pupil) == class(0)).count(), 26);
    }
}
