use triangle::*;

#[test]
fn more() {
    assert_eq!(triangle(100), 5050);
    assert!(is_triangular(15));
    assert!(!is_triangular(16));
}
