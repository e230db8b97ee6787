use stock_levels::*;

#[test]
fn takes_what_is_there() {
    let mut store = Store::default();
    store.add("bolt", 5);
    assert_eq!(store.take("bolt", 3), 3);
    assert_eq!(store.take("bolt", 3), 2);
    assert_eq!(store.take("nut", 1), 0);
    assert_eq!(store.empty(), vec!["bolt"]);
}

#[test]
fn some_are_missing() {
    let mut store = Store::default();
    store.add("bolt", 5);
    assert_eq!(store.missing("bolt", 8), 3);
    assert_eq!(store.missing("nut", 8), 8);
}

#[test]
fn more_than_enough() {
    let mut store = Store::default();
    store.add("bolt", 5);
    assert_eq!(store.missing("bolt", 4), 0);
}
