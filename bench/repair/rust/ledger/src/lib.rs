pub struct Ledger {
    balance: i64,
    limit: i64,
}

impl Ledger {
    pub fn new(limit: i64) -> Self {
        Ledger { balance: 0, limit }
    }

    pub fn deposit(&mut self, amount: i64) {
        self.balance += amount;
    }

    /// False, and nothing happens, if the balance would fall below -limit.
    pub fn withdraw(&mut self, amount: i64) -> bool {
        if self.balance - amount < self.limit {
            return false;
        }
        self.balance -= amount;
        true
    }

    pub fn balance(&self) -> i64 {
        self.balance
    }
}
