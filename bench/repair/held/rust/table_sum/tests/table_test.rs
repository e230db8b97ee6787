use table_sum::*;

#[test]
fn parses() {
    let rows = parse("a: 1 2\n\nb:\n").unwrap();
    assert_eq!(rows[0], Row { name: "a".to_string(), values: vec![1, 2] });
    assert_eq!(rows[1].values.len(), 0);
}

#[test]
fn tells_the_line() {
    assert_eq!(parse("a: 1\nb").unwrap_err(), "line 2: no colon");
    assert!(parse("a: x").unwrap_err().starts_with("line 1: "));
}

#[test]
fn sums() {
    let row = Row { name: "a".to_string(), values: vec![1, 2, 4, 8] };
    assert_eq!(sum_between(&row, 2, 3), 6);
    assert_eq!(sum_between(&row, 1, 9), 15);
}
