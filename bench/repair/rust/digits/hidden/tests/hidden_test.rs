use digits::*;

#[test]
fn more() {
    assert_eq!(digit_sum(9999), 36);
}
