use config_value::*;

#[test]
fn more_numbers() {
    let config = Config::parse("a = 0\nb = -7\nc = 99999999999\nd = 1.5");
    assert_eq!(config.number("a", 3), 0);
    assert_eq!(config.number("b", 3), -7);
    assert_eq!(config.number("c", -3), -3);
    assert_eq!(config.number("d", i32::MAX), i32::MAX);
}
