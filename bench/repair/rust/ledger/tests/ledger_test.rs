use ledger::*;

#[test]
fn within_the_limit() {
    let mut l = Ledger::new(50);
    l.deposit(10);
    assert!(l.withdraw(60));
    assert_eq!(l.balance(), -50);
}

#[test]
fn beyond() {
    let mut l = Ledger::new(50);
    assert!(!l.withdraw(51));
    assert_eq!(l.balance(), 0);
}
