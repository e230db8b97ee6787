use peaks::*;

#[test]
fn finds() {
    assert_eq!(peaks(&[1, 3, 2]), vec![1]);
}

#[test]
fn slope() {
    assert!(peaks(&[1, 2, 3, 4]).is_empty());
}
