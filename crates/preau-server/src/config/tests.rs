use preau_kernel::Problem;

use super::*;

fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn nothing_has_to_be_said() {
    let config = Config::parse("", [], None).unwrap();
    assert_eq!(config, Config::default());
    assert_eq!(config.db(), preau_db::Config::Sqlite { path: "preau-data/preau.db".into(), durable: true });
}

#[test]
fn the_example_says_what_is_true_without_it_and_names_every_key() {
    assert_eq!(Config::parse(EXAMPLE, [], None).unwrap(), Config::default());
    let told: String = EXAMPLE
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line))
        .fold(String::new(), |all, line| all + line + "\n");
    let config = Config::parse(&told, [], None).unwrap();
    assert!(matches!(config.tls, Tls::Acme { .. }) && config.smtp.is_some() && config.address.is_some());
}

#[test]
fn a_misspelt_key_is_refused_with_its_line() {
    let error = Config::parse("listen = \"127.0.0.1:1\"\n[tls.files]\ncertificat = \"a\"\nkey = \"b\"\n", [], None);
    let said = error.unwrap_err().to_string();
    assert!(said.contains("line 3") && said.contains("certificat"), "{said}");
}

#[test]
fn variables_stand_over_the_file() {
    let variables = [
        variable("PREAU_LISTEN", "127.0.0.1:9"),
        variable("PREAU_DATABASE__POSTGRES__URL", "postgres://db/preau"),
        variable("PREAU_BACKUPS__DAILY", "3"),
        variable("PREAU_LOG", "debug"),
    ];
    let config = Config::parse("listen = \"127.0.0.1:8\"", variables, None).unwrap();
    assert_eq!(config.listen.port(), 9);
    assert_eq!(config.backups.daily, 3);
    assert_eq!(config.db(), preau_db::Config::Pg { url: "postgres://db/preau".to_owned(), connections: 16 });
}

#[test]
fn people_are_sent_to_a_name_and_not_to_a_number() {
    let acme = |domain: &str| {
        let tls = Tls::Acme { domain: domain.to_owned(), email: String::new(), directory: None, roots: None };
        Config { tls, ..Config::default() }
    };
    let told = |config: &Config, listening: &str| {
        config.public_address(listening.parse().unwrap()).map(String::from).map_err(|error| Problem::from(error).code)
    };
    assert_eq!(told(&Config::default(), "127.0.0.1:81").unwrap(), "http://localhost:81/");
    assert_eq!(told(&Config::default(), "[2001:db8::1]:81").unwrap(), "http://[2001:db8::1]:81/");
    assert_eq!(told(&acme("preau.example"), "0.0.0.0:443").unwrap(), "https://preau.example/");
    assert_eq!(told(&acme("preau example"), "0.0.0.0:443"), Err("config-domain"));
}
