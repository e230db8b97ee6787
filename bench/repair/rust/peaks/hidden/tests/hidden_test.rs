use peaks::*;

#[test]
fn more() {
    assert_eq!(peaks(&[0, 5, 1, 7, 7, 2, 9, 1]), vec![1, 6]);
}
