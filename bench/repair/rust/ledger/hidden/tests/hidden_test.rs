use ledger::*;

#[test]
fn exact() {
    let mut l = Ledger::new(0);
    l.deposit(5);
    assert!(l.withdraw(5));
    assert!(!l.withdraw(1));
}
