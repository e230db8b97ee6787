use triangle::*;

#[test]
fn sums() {
    assert_eq!(triangle(4), 10);
}

#[test]
fn zero() {
    assert_eq!(triangle(0), 0);
}
