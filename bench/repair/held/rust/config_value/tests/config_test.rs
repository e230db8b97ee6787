use config_value::*;

#[test]
fn texts() {
    let config = Config::parse("Name = web # the name\nempty=\nno line");
    assert_eq!(config.text("name", "x"), "web");
    assert_eq!(config.text("empty", "x"), "");
    assert_eq!(config.text("no line", "x"), "x");
}

#[test]
fn numbers() {
    let config = Config::parse("port = 81\nsize = big");
    assert_eq!(config.number("port", 80), 81);
    assert_eq!(config.number("other", 80), 80);
    assert_eq!(config.number("size", 5), 5);
}

#[test]
fn flags() {
    let config = Config::parse("a = yes\nb = maybe");
    assert!(config.flag("a"));
    assert!(!config.flag("b"));
    assert!(!config.flag("c"));
}
