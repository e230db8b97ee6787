use stock_levels::*;

#[test]
fn all_levels() {
    for level in 0..6 {
        let mut store = Store::default();
        store.add("x", level);
        for wanted in 0..6 {
            let missing = if wanted > level { wanted - level } else { 0 };
            assert_eq!(store.missing("x", wanted), missing);
        }
    }
}
