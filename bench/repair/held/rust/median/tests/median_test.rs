use median::*;

#[test]
fn odd() {
    assert_eq!(median(&mut vec![3, 1, 2]), Some(2));
}

#[test]
fn one() {
    assert_eq!(median(&mut vec![9]), Some(9));
}

#[test]
fn none() {
    assert_eq!(median(&mut vec![]), None);
}
