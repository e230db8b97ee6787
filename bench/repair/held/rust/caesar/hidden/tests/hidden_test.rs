use caesar::*;

#[test]
fn more() {
    assert_eq!(shift("z", 1), "a");
    assert_eq!(shift("hello", 13), "uryyb");
}
