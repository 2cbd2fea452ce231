//! What the columns of an unknown table mean, as guessed from their heading and said by a person.

use serde::{Deserialize, Serialize};

use crate::{Kind, read::cells::parse_date, read::table::header_key};

/// What one column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Nothing that is wanted.
    Ignore,
    /// Family name.
    FamilyName,
    /// Used name.
    UsedName,
    /// Given name, or several separated by commas.
    GivenName,
    /// Family name in capitals, then given names: `DE LA TOUR Jean`.
    FullName,
    /// Preferred given name.
    PreferredName,
    /// Date of birth.
    Birth,
    /// Sex.
    Sex,
    /// Civilité.
    Title,
    /// E-mail address.
    Email,
    /// Telephone at home.
    HomePhone,
    /// Mobile telephone.
    MobilePhone,
    /// Telephone at work.
    WorkPhone,
    /// Street.
    Street,
    /// Postcode.
    Postcode,
    /// Town.
    Town,
    /// Country.
    Country,
    /// Class, or several separated by commas.
    Class,
    /// Groups, separated by commas.
    Group,
    /// Level.
    Level,
    /// Identifiant national élève.
    Ine,
    /// An identifier of whoever made the table.
    Identifier,
    /// General photo authorisation.
    Photo,
    /// Parents' associations authorisation.
    Associations,
    /// Family name of a guardian's child. A second such column begins a second child.
    ChildFamilyName,
    /// Given name of a guardian's child.
    ChildGivenName,
    /// Class of a guardian's child.
    ChildClass,
}

/// How to read a table: one kind of person a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Who is in the table.
    pub kind: Kind,
    /// The meaning of each column, from the first.
    pub columns: Vec<Column>,
    /// Whether somebody said that the table is a complete list of these people: who was brought by a spreadsheet and
    /// is absent then leaves.
    pub complete: bool,
}

impl Mapping {
    /// The first column with that meaning.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|one| *one == column)
    }

    /// Columns without which nobody can be recognised, that nothing is mapped to.
    pub fn missing(&self) -> Vec<Column> {
        let has = |column| self.position(column).is_some();
        if has(Column::FullName) {
            return Vec::new();
        }
        [Column::FamilyName, Column::GivenName].into_iter().filter(|column| !has(*column)).collect()
    }
}

/// A guess at a mapping, for a person to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// The guess.
    pub mapping: Mapping,
    /// What is missing from it; empty if it can be used.
    pub missing: Vec<Column>,
}

/// Aliases by column: French, English, Spanish, Portuguese, as [`header_key`] folds them.
const ALIASES: &[(Column, &[&str])] = &[
    (
        Column::ChildFamilyName,
        &[
            "nomenfant",
            "nomdefamilleenfant",
            "nomeleve",
            "nomelevelie",
            "childlastname",
            "childfamilyname",
            "studentlastname",
            "apellidodelnino",
            "apellidoalumno",
            "apellidodelalumno",
            "sobrenomedacrianca",
            "sobrenomedoaluno",
        ],
    ),
    (
        Column::ChildGivenName,
        &[
            "prenomenfant",
            "prenomeleve",
            "childfirstname",
            "childgivenname",
            "studentfirstname",
            "nombredelnino",
            "nombredelalumno",
            "nombrealumno",
            "nomedacrianca",
            "nomedoaluno",
        ],
    ),
    (
        Column::ChildClass,
        &[
            "classeenfant",
            "classesenfants",
            "classesenfant",
            "classeeleve",
            "childclass",
            "studentclass",
            "clasedelalumno",
            "turmadoaluno",
        ],
    ),
    (
        Column::FamilyName,
        &[
            "nom",
            "nomdefamille",
            "nomdenaissance",
            "nompatronymique",
            "lastname",
            "familyname",
            "surname",
            "apellido",
            "apellidos",
            "primerapellido",
            "sobrenome",
            "apelido",
            "apelidos",
            "nomeleve",
            "nomdeleleve",
            "nomresponsable",
            "nomprofesseur",
            "nomenseignant",
        ],
    ),
    (Column::UsedName, &["nomdusage", "nomusage", "nomdusageeleve", "marriedname", "nombredeuso", "nomedeuso"]),
    (
        Column::GivenName,
        &[
            "prenom",
            "prenoms",
            "firstname",
            "givenname",
            "forename",
            "forenames",
            "nombre",
            "nombres",
            "nome",
            "nomeproprio",
            "prenomeleve",
            "prenomdeleleve",
            "prenomresponsable",
            "prenomprofesseur",
            "prenomenseignant",
        ],
    ),
    (
        Column::PreferredName,
        &[
            "prenomusuel",
            "prenomdusage",
            "preferredname",
            "preferredgivenname",
            "nickname",
            "nombrepreferido",
            "nomepreferido",
        ],
    ),
    (
        Column::FullName,
        &[
            "nometprenom",
            "nomprenom",
            "nomprenoms",
            "nometprenoms",
            "nomcomplet",
            "eleve",
            "eleves",
            "fullname",
            "name",
            "nombrecompleto",
            "nombreyapellidos",
            "apellidosynombre",
            "nomecompleto",
        ],
    ),
    (
        Column::Birth,
        &[
            "datedenaissance",
            "datenaissance",
            "neele",
            "neeele",
            "naissance",
            "ddn",
            "birthdate",
            "dateofbirth",
            "birthday",
            "dob",
            "fechadenacimiento",
            "fechanacimiento",
            "datadenascimento",
            "datanascimento",
            "nascimento",
        ],
    ),
    (Column::Sex, &["sexe", "genre", "sex", "gender", "sexo", "genero"]),
    (Column::Title, &["civilite", "title", "titre", "tratamiento", "tratamento"]),
    (
        Column::Email,
        &[
            "courriel",
            "mail",
            "email",
            "adressemail",
            "adresseemail",
            "adresseelectronique",
            "adressecourriel",
            "emailaddress",
            "correo",
            "correoelectronico",
            "correio",
            "correioeletronico",
        ],
    ),
    (
        Column::HomePhone,
        &[
            "telephone",
            "telephonedomicile",
            "telephonefixe",
            "tel",
            "teldomicile",
            "telfixe",
            "phone",
            "homephone",
            "telefono",
            "telefonofijo",
            "telefone",
            "telefonefixo",
        ],
    ),
    (
        Column::MobilePhone,
        &[
            "telephoneportable",
            "telephonemobile",
            "portable",
            "mobile",
            "telportable",
            "gsm",
            "cellphone",
            "mobilephone",
            "sms",
            "movil",
            "telefonomovil",
            "celular",
            "telemovel",
        ],
    ),
    (
        Column::WorkPhone,
        &["telephonetravail", "telephoneprofessionnel", "telpro", "workphone", "telefonotrabajo", "telefonetrabalho"],
    ),
    (
        Column::Street,
        &[
            "adresse",
            "adresse1",
            "rue",
            "adressepostale",
            "address",
            "street",
            "direccion",
            "calle",
            "endereco",
            "morada",
            "rua",
        ],
    ),
    (Column::Postcode, &["cp", "codepostal", "zip", "zipcode", "postcode", "postalcode", "codigopostal", "cep"]),
    (Column::Town, &["ville", "commune", "localite", "city", "town", "ciudad", "localidad", "cidade", "localidade"]),
    (Column::Country, &["pays", "country", "pais"]),
    (
        Column::Class,
        &[
            "classe",
            "classes",
            "division",
            "divisions",
            "libelleclasse",
            "class",
            "homeroom",
            "clase",
            "clases",
            "curso",
            "turma",
            "turmas",
        ],
    ),
    (Column::Group, &["groupe", "groupes", "group", "groups", "grupo", "grupos"]),
    (Column::Level, &["niveau", "niveauscolaire", "grade", "grades", "level", "year", "nivel", "anoescolar", "serie"]),
    (Column::Ine, &["ine", "identifiantnational", "idnational", "numeroine", "nine"]),
    (
        Column::Identifier,
        &[
            "id",
            "identifiant",
            "identifiantexterne",
            "externalid",
            "identifier",
            "matricule",
            "numero",
            "studentid",
            "userid",
            "sourcedid",
            "identificador",
            "matricula",
        ],
    ),
    (
        Column::Photo,
        &[
            "autorisationphoto",
            "autorisationsphotos",
            "droitalimage",
            "photo",
            "photoconsent",
            "derechodeimagen",
            "direitodeimagem",
        ],
    ),
    (Column::Associations, &["autorisationassociations", "associations"]),
];

/// Headings that only a staff list has.
const STAFF: &[&str] = &[
    "matiere",
    "matieres",
    "discipline",
    "disciplines",
    "fonction",
    "subject",
    "subjects",
    "asignatura",
    "materia",
    "disciplina",
    "nomprofesseur",
    "nomenseignant",
    "directeur",
    "classesenseignees",
    "teaches",
];

/// Guesses what the columns mean from their heading, then from up to ten rows. Each meaning is given once, except
/// those of children, which repeat.
pub fn propose_mapping(headers: &[String], sample: &[Vec<String>]) -> Proposal {
    let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
    let kind = kind_of(&keys);
    let mut columns: Vec<Column> = Vec::with_capacity(keys.len());
    for key in &keys {
        let fits = |column: Column| is_of_child(column) || !columns.contains(&column);
        let mut candidates = ALIASES.iter().filter(|(column, aliases)| {
            aliases.contains(&key.as_str()) && fits(*column) && (kind == Kind::Guardian || !is_of_child(*column))
        });
        columns.push(candidates.next().map_or(Column::Ignore, |(column, _)| *column));
    }
    guess_from_values(&mut columns, sample);
    let mapping = Mapping { kind, columns, complete: false };
    let missing = mapping.missing();
    Proposal { mapping, missing }
}

fn is_of_child(column: Column) -> bool {
    matches!(column, Column::ChildFamilyName | Column::ChildGivenName | Column::ChildClass)
}

fn kind_of(keys: &[String]) -> Kind {
    let is_guardian = |key: &String| {
        ["enfant", "child", "responsable", "parent", "tuteur", "guardian", "padre", "madre", "filho", "hijo"]
            .iter()
            .any(|word| key.contains(word))
    };
    if keys.iter().any(is_guardian) {
        Kind::Guardian
    } else if keys.iter().any(|key| STAFF.contains(&key.as_str())) {
        Kind::Staff
    } else {
        Kind::Learner
    }
}

/// Columns whose heading says nothing, but whose values are all dates, addresses or letters of sex.
fn guess_from_values(columns: &mut [Column], sample: &[Vec<String>]) {
    type Test = fn(&str) -> bool;
    let tests: [(Column, Test); 3] = [
        (Column::Birth, |text| parse_date(text).is_some()),
        (Column::Email, |text| text.contains('@') && text.contains('.')),
        (Column::Sex, |text| matches!(text, "F" | "M" | "H" | "f" | "m" | "h")),
    ];
    for (column, is_one) in tests {
        if columns.contains(&column) {
            continue;
        }
        let fits = |at: usize| {
            let mut values = sample.iter().filter_map(|row| row.get(at)).map(|cell| cell.trim());
            let mut values = values.by_ref().filter(|cell| !cell.is_empty()).peekable();
            values.peek().is_some() && values.all(is_one)
        };
        let found = columns.iter().enumerate().position(|(at, one)| *one == Column::Ignore && fits(at));
        if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
            *slot = column;
        }
    }
}
