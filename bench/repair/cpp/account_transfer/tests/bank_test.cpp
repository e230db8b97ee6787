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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "in_and_out") in_and_out();
  if (name == "transfers") transfers();
  if (name == "nothing_is_lost") nothing_is_lost();
  if (name == "frozen") frozen();
  if (name == "closing") closing();
  return failures == 0 ? 0 : 1;
}
