#include "bank.h"

#include <cstdio>
#include <functional>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static bool refused(const std::function<void()>& work) {
  try {
    work();
  } catch (const BankError&) {
    return true;
  }
  return false;
}

static void in_and_out() {
  Bank bank;
  const int id = bank.open("ann");
  bank.deposit(id, 1000);
  bank.withdraw(id, 300);
  CHECK(bank.balance(id) == 700);
  CHECK(refused([&] { bank.withdraw(id, 701); }));
  CHECK(refused([&] { bank.deposit(id, 0); }));
}

static void transfers() {
  Bank bank;
  const int a = bank.open("ann");
  const int b = bank.open("bob", 500);
  bank.deposit(a, 1000);
  bank.transfer(a, b, 400);
  bank.transfer(b, a, 900);
  CHECK(bank.balance(a) == 1500);
  CHECK(bank.balance(b) == -500);
  CHECK(bank.movements(b).size() == 2);
  CHECK(refused([&] { bank.transfer(b, a, 1); }));
}

static void nothing_is_lost() {
  Bank bank;
  const int a = bank.open("ann");
  bank.deposit(a, 1000);
  CHECK(refused([&] { bank.transfer(a, 99, 200); }));
  CHECK(bank.total() == 1000);
}

static void frozen() {
  Bank bank;
  const int a = bank.open("ann");
  bank.freeze(a, true);
  CHECK(refused([&] { bank.deposit(a, 1); }));
  bank.freeze(a, false);
  bank.deposit(a, 1);
  CHECK(bank.balance(a) == 1);
}

static void closing() {
  Bank bank;
  const int a = bank.open("ann");
  bank.deposit(a, 5);
  CHECK(refused([&] { bank.close(a); }));
  bank.withdraw(a, 5);
  bank.close(a);
  CHECK(refused([&] { (void)bank.balance(a); }));
}

static void all_or_nothing() {
  Bank bank;
  const int a = bank.open("ann");
  const int b = bank.open("bob", 100);
  bank.deposit(a, 1000);
  bank.freeze(b, true);
  CHECK(refused([&] { bank.transfer(a, b, 200); }));
  CHECK(bank.balance(a) == 1000 && bank.balance(b) == 0);
  CHECK(bank.movements(a).size() == 1);
  bank.freeze(b, false);
  bank.transfer(a, b, 200);
  CHECK(bank.balance(a) == 800 && bank.balance(b) == 200);
  bank.freeze(a, true);
  CHECK(refused([&] { bank.transfer(a, b, 200); }));
  CHECK(refused([&] { bank.transfer(b, a, 200); }));
  CHECK(bank.balance(a) == 800 && bank.balance(b) == 200);
  CHECK(bank.total() == 1000);
  bank.freeze(a, false);
  CHECK(refused([&] { bank.transfer(a, b, 801); }));
  CHECK(refused([&] { bank.transfer(a, a, 1); }));
  CHECK(refused([&] { bank.transfer(a, b, -5); }));
  CHECK(refused([&] { bank.transfer(99, b, 5); }));
  CHECK(bank.balance(a) == 800 && bank.balance(b) == 200);
  bank.transfer(b, a, 300);
  CHECK(bank.balance(b) == -100);
}

int main() {
  in_and_out();
  transfers();
  nothing_is_lost();
  frozen();
  closing();
  all_or_nothing();
  return failures == 0 ? 0 : 1;
}
