#pragma once
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

struct BankError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Account {
  std::string owner;
  std::int64_t cents = 0;
  std::int64_t overdraft = 0;
  bool frozen = false;
};

struct Movement {
  int from = 0;  // 0: from outside
  int to = 0;    // 0: to outside
  std::int64_t cents = 0;
};

class Bank {
 public:
  int open(const std::string& owner, std::int64_t overdraft = 0);
  void deposit(int id, std::int64_t amount);
  void withdraw(int id, std::int64_t amount);
  /// Moves money from one account to another, all of it or nothing.
  void transfer(int from, int to, std::int64_t amount);
  void freeze(int id, bool frozen);
  /// Closes an account that is empty.
  void close(int id);

  std::int64_t balance(int id) const;
  std::int64_t total() const;
  std::vector<Movement> movements(int id) const;

 private:
  Account& account(int id);
  void take(Account& account, std::int64_t amount);

  std::map<int, Account> accounts_;
  std::vector<Movement> movements_;
  int next_id_ = 1;
};
