//! Files that are wrong give a sentence, never a panic and never half a roster without saying so.

use std::io::Cursor;

use preau_roster::{
    Code, Limits, Options, Problem, Roster, Severity, csv_safe,
    fixtures::{self, Dice, Encoding, Generation},
    propose_mapping, read,
};

use super::{options, read_one};

fn refusal(bytes: &[u8]) -> Code {
    read_one(bytes).expect_err("the file is refused").code
}

fn with_limits(bytes: &[u8], limits: Limits) -> Result<Roster, Problem> {
    let mut roster = Roster::new();
    let options = Options { limits, ..options() };
    read("file", &mut Cursor::new(bytes), &options, &mut roster).map(|()| roster)
}

const HEADING: &str = "Nom élève;Prénom élève;Date naissance;Sexe;Libellé classe\n";

/// Codes, lines and columns of the problems of one row after an ONDE heading.
fn problems_of(row: &str) -> Vec<(Code, u64, u64)> {
    let text = format!("{HEADING}Petit;Rose;03/04/2018;F;CP A\n{row}\n");
    let roster = read_one(text.as_bytes()).unwrap();
    roster.problems.iter().map(|problem| (problem.code, problem.line, problem.column)).collect()
}

#[test]
fn each_mistake_is_told_with_its_line_and_column() {
    assert_eq!(problems_of("Martin;Léa;31/02/2017;F;CP A"), [(Code::BadDate, 3, 3)]);
    assert_eq!(problems_of("Martin;Léa;31/01/2097;F;CP A"), [(Code::BadDate, 3, 3)]);
    assert_eq!(problems_of("Martin;Léa;31/01/2017;Q;CP A"), [(Code::BadSex, 3, 4)]);
    assert_eq!(problems_of("Martin;;31/01/2017;F;CP A"), [(Code::MissingName, 3, 0)]);
    assert_eq!(
        problems_of("=cmd|'/C calc'!A0;Léa;31/01/2017;F;CP A"),
        [(Code::Formula, 3, 1), (Code::OddCharacters, 3, 1)]
    );
    assert_eq!(problems_of("../Martin;Léa;31/01/2017;F;CP A"), [(Code::OddCharacters, 3, 1)]);
    assert_eq!(problems_of("BÃ©nard;Léa;31/01/2017;F;CP A"), [(Code::Garbled, 3, 1)]);
    assert_eq!(problems_of("Martin,Léa,31/01/2017,F,CP A"), [(Code::MixedSeparators, 3, 1)]);
    assert_eq!(problems_of("Martin;Léa;31/01/2017;F;CP A;surplus"), [(Code::LongRow, 3, 6)]);
    assert_eq!(problems_of("Petit;Rose;03/04/2018;F;CP A"), [(Code::Duplicate, 3, 0)]);
    assert_eq!(problems_of(&format!("{};Léa;31/01/2017;F;CP A", "M".repeat(5_000)))[0], (Code::CellTooLong, 3, 1));
}

#[test]
fn a_file_that_cannot_be_used_is_refused_with_a_reason() {
    assert_eq!(refusal(b""), Code::EmptyFile);
    assert_eq!(refusal(b"  \r\n \n"), Code::EmptyFile);
    assert_eq!(refusal(HEADING.as_bytes()), Code::NoRows);
    assert_eq!(refusal(b"%PDF-1.7 ..."), Code::UnknownFormat);
    assert_eq!(refusal(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Code::OldSpreadsheet);
    assert_eq!(refusal(b"<html><body>Session expir\xE9e</body></html>"), Code::UnknownFormat);
    assert_eq!(refusal(b"a;b\0;c\n1;2;3\n"), Code::NotText);
    assert_eq!(refusal(b"Couleur;Taille\nbleu;12\n"), Code::NeedsMapping);
    let missing = read_one("Nom élève;Prénom élève;Sexe\nMartin;Léa;F\n".as_bytes()).unwrap_err();
    assert_eq!((missing.code, missing.line), (Code::MissingColumns, 1));
    assert_eq!(missing.args, [("columns", "Date naissance, Libellé classe".to_owned())]);
    let open = format!("{HEADING}\"Martin;Léa;31/01/2017;F;CP A\nPetit;Rose;03/04/2018;F;CP A\n");
    let problem = read_one(open.as_bytes()).unwrap_err();
    assert_eq!((problem.code, problem.line, problem.column), (Code::UnclosedQuote, 2, 1));
    let long = format!("{HEADING}\"{}", "Martin;Léa;31/01/2017;F;CP A ".repeat(10_000));
    assert_eq!(refusal(long.as_bytes()), Code::RowTooLong);
}

#[test]
fn xml_is_read_without_entities_and_only_so_deep() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"ha\">]><BEE_ELEVES>&b;</BEE_ELEVES>";
    assert_eq!(refusal(bomb.as_bytes()), Code::XmlDoctype);
    let deep = format!("<BEE_ELEVES>{}", "<A>".repeat(100));
    assert_eq!(refusal(deep.as_bytes()), Code::XmlTooDeep);
    assert_eq!(refusal(b"<BEE_ELEVES><ELEVES></BEE_ELEVES>"), Code::BrokenXml);
    let attribute = format!("<BEE_ELEVES><ELEVES><ELEVE ELEVE_ID=\"{}\"/></ELEVES></BEE_ELEVES>", "1".repeat(100_000));
    assert_eq!(refusal(attribute.as_bytes()), Code::RowTooLong);
    let cut = fixtures::siecle_xml(30, 1).remove(0).1;
    let problem = read_one(&cut[..cut.len() / 2]).unwrap_err();
    assert_eq!(problem.code, Code::BrokenXml);
    assert!(problem.line > 100, "the line of the cut: {problem}");
}

#[test]
fn archives_are_opened_within_limits() {
    let zip = |files: &[(&str, Vec<u8>)]| {
        let files: Vec<_> = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
        fixtures::archive(&files).unwrap()
    };
    let table = format!("{HEADING}Petit;Rose;03/04/2018;F;CP A\n").into_bytes();
    assert_eq!(refusal(&zip(&[("../../etc/passwd", table.clone())])), Code::ZipPath);
    assert_eq!(refusal(&zip(&[("/etc/passwd", table.clone())])), Code::ZipPath);
    assert_eq!(refusal(&zip(&[("photo.png", b"\x89PNG....".to_vec())])), Code::NothingInZip);
    let many: Vec<_> = (0..300).map(|at| (format!("{at}.csv"), Vec::new())).collect();
    assert_eq!(refusal(&fixtures::archive(&many).unwrap()), Code::ZipTooManyFiles);
    let inner = zip(&[("a.csv", table.clone())]);
    assert_eq!(read_one(&zip(&[("a.zip", inner.clone())])).unwrap().people.len(), 1);
    let deeper = zip(&[("b.zip", zip(&[("a.zip", inner)]))]);
    assert_eq!(refusal(&deeper), Code::ZipTooDeep);
    let whole = zip(&[("a.csv", table)]);
    assert_eq!(refusal(&whole[..whole.len() - 10]), Code::BrokenZip);
}

#[test]
fn zip_bombs_are_stopped_while_they_unpack() {
    let mut table = HEADING.as_bytes().to_vec();
    table.resize(40 << 20, b'\n');
    let bomb = fixtures::archive(&[("a.csv".to_owned(), table)]).unwrap();
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb), Code::ZipBomb);
    let limits = Limits { compression_ratio: u64::MAX, unpacked_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(with_limits(&bomb, limits).unwrap_err().code, Code::UnpackedTooBig);
}

#[test]
fn a_cell_in_the_last_corner_of_a_spreadsheet_costs_nothing() {
    let sheet = "<worksheet><sheetData><row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>x</v></c></row></sheetData></worksheet>";
    let files = [("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", sheet)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    assert_eq!(refusal(&fixtures::archive(&files).unwrap()), Code::TooManyColumns);
}

#[test]
fn limits_are_told_by_name() {
    let rows = |count: usize| HEADING.to_owned() + &"Petit;Rose;03/04/2018;F;CP A\n".repeat(count);
    let few = Limits { rows: 5, ..Limits::default() };
    let problem = with_limits(rows(10).as_bytes(), few).unwrap_err();
    assert_eq!((problem.code, problem.line), (Code::TooManyRows, 6));
    let small = Limits { file_bytes: 100, ..Limits::default() };
    assert_eq!(with_limits(rows(10).as_bytes(), small).unwrap_err().code, Code::FileTooBig);
    let narrow = Limits { columns: 3, ..Limits::default() };
    assert_eq!(with_limits(rows(1).as_bytes(), narrow).unwrap_err().code, Code::TooManyColumns);
    let quiet = Limits { problems: 3, ..Limits::default() };
    let roster = with_limits(rows(100).as_bytes(), quiet).unwrap();
    assert_eq!(roster.problems.len(), 4);
    assert_eq!(roster.problems[3].code, Code::MoreProblems);
}

#[test]
fn a_file_of_another_school_is_refused() {
    let (name, bytes) = fixtures::siecle(30, 1).unwrap().remove(0);
    let ours = Options { institution: Some("0750001A".to_owned()), ..options() };
    let problem = read(&name, &mut Cursor::new(&bytes), &ours, &mut Roster::new()).unwrap_err();
    assert_eq!(problem.code, Code::OtherInstitution);
    assert_eq!(problem.file, "ExportXML_ElevesSansAdresses.zip/ElevesSansAdresses.xml");
}

#[test]
fn exports_cannot_run_in_a_spreadsheet() {
    for bad in ["=1+1", "+33", "-1", "@SUM", "\tx", "\rx"] {
        assert_eq!(csv_safe(bad), format!("'{bad}"));
    }
    assert_eq!(csv_safe("Martin"), "Martin");
}

/// One thousand files, each spoilt in its own way.
#[test]
fn a_thousand_spoilt_files_give_records_or_a_problem() {
    let mut originals: Vec<Vec<u8>> = Vec::new();
    for generation in [Generation::Current, Generation::Older] {
        for encoding in [Encoding::Latin9, Encoding::Utf8] {
            originals.extend(fixtures::onde(30, 3, generation, encoding).into_iter().map(|(_, bytes)| bytes));
        }
    }
    originals.extend(fixtures::siecle_xml(30, 3).into_iter().map(|(_, bytes)| bytes));
    originals.extend(fixtures::siecle(30, 3).unwrap().into_iter().map(|(_, bytes)| bytes));
    let others =
        [fixtures::oneroster_1_1(30, 3), fixtures::oneroster_1_2(30, 3), fixtures::xlsx(30, 3), fixtures::ods(30, 3)];
    originals.extend(others.into_iter().map(|file| file.unwrap().1));
    originals.push(fixtures::csv(30, 3).1);
    let headers: Vec<_> =
        ["Nom", "Prénom", "Date de naissance", "Sexe", "Classe", "Remarques"].map(str::to_owned).to_vec();
    let options = Options { mapping: Some(propose_mapping(&headers, &[]).mapping), ..options() };
    let mut dice = Dice::new(20_261_124);
    let (mut read_well, mut refused) = (0, 0);
    for round in 0..1_000 {
        let mut bytes = originals[round % originals.len()].clone();
        spoil(&mut bytes, &mut dice);
        let mut roster = Roster::new();
        match read("spoilt", &mut Cursor::new(&bytes), &options, &mut roster) {
            Ok(()) => {
                read_well += 1;
                assert!(!roster.people.is_empty() || !roster.spaces.is_empty(), "round {round}");
                assert!(roster.problems.iter().all(|problem| problem.severity != Severity::Refused));
            }
            Err(problem) => {
                refused += 1;
                assert_eq!(problem.severity, Severity::Refused, "round {round}: {problem}");
                assert!(!problem.file.is_empty());
            }
        }
        let unplaced = roster.problems.iter().find(|problem| problem.severity == Severity::Row && problem.line == 0);
        assert_eq!(unplaced, None, "round {round}: a problem of a row says which");
    }
    assert!(read_well > 100 && refused > 100, "both happen: {read_well} read, {refused} refused");
}

fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(6) {
        0 => (0..=dice.below(8)).for_each(|_| {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }),
        1 => bytes.truncate(at),
        2 => {
            let junk: Vec<u8> = (0..=dice.below(40)).map(|_| dice.roll().to_le_bytes()[0]).collect();
            bytes.splice(at..at, junk);
        }
        3 => {
            let end = (at + dice.below(200)).min(bytes.len());
            bytes.drain(at..end);
        }
        4 => *bytes = bytes.iter().flat_map(|byte| char::from(*byte).to_string().into_bytes()).collect(),
        _ => {
            let sign = [b';', b'"', b'\n', b'<', b'&', 0xE9, 0xC3, 0][dice.below(8)];
            bytes.insert(at, sign);
        }
    }
}
