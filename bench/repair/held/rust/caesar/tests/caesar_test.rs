use caesar::*;

#[test]
fn shifts() {
    assert_eq!(shift("abc", 1), "bcd");
}

#[test]
fn wraps() {
    assert_eq!(shift("xyz", 3), "abc");
}

#[test]
fn rest() {
    assert_eq!(shift("A b!", 1), "A c!");
}
