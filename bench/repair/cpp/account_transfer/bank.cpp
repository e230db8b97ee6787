#include "bank.h"

namespace {

void check_amount(std::int64_t amount) {
  if (amount <= 0) throw BankError("an amount must be positive");
}

}  // namespace

int Bank::open(const std::string& owner, std::int64_t overdraft) {
  if (owner.empty()) throw BankError("an account needs an owner");
  accounts_[next_id_] = Account{owner, 0, overdraft, false};
  return next_id_++;
}

Account& Bank::account(int id) {
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) throw BankError("no account " + std::to_string(id));
  if (found->second.frozen) throw BankError("account " + std::to_string(id) + " is frozen");
  return found->second;
}

void Bank::take(Account& account, std::int64_t amount) {
  if (account.cents + account.overdraft < amount) throw BankError("not enough money");
  account.cents -= amount;
}

void Bank::deposit(int id, std::int64_t amount) {
  check_amount(amount);
  account(id).cents += amount;
  movements_.push_back({0, id, amount});
}

void Bank::withdraw(int id, std::int64_t amount) {
  check_amount(amount);
  take(account(id), amount);
  movements_.push_back({id, 0, amount});
}

void Bank::transfer(int from, int to, std::int64_t amount) {
  check_amount(amount);
  if (from == to) throw BankError("the same account");
  Account& source = account(from);
  take(source, amount);
  Account& target = account(to);
  target.cents += amount;
  movements_.push_back({from, to, amount});
}

void Bank::freeze(int id, bool frozen) {
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) throw BankError("no account " + std::to_string(id));
  found->second.frozen = frozen;
}

void Bank::close(int id) {
  if (account(id).cents != 0) throw BankError("the account is not empty");
  accounts_.erase(id);
}

std::int64_t Bank::balance(int id) const {
  const auto found = accounts_.find(id);
  if (found == accounts_.end()) throw BankError("no account " + std::to_string(id));
  return found->second.cents;
}

std::int64_t Bank::total() const {
  std::int64_t sum = 0;
  for (const auto& [id, account] : accounts_) sum += account.cents;
  return sum;
}

std::vector<Movement> Bank::movements(int id) const {
  std::vector<Movement> found;
  for (const Movement& movement : movements_)
    if (movement.from == id || movement.to == id) found.push_back(movement);
  return found;
}
