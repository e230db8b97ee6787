use median::*;

#[test]
fn more() {
    assert_eq!(median(&mut vec![5, 4, 3, 2, 1]), Some(3));
}
