use digits::*;

#[test]
fn sums() {
    assert_eq!(digit_sum(123), 6);
}

#[test]
fn zero() {
    assert_eq!(digit_sum(0), 0);
}
