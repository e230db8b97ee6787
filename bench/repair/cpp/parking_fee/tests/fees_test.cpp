#include "fees.h"

#include <cstdio>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static const Tariff kTariff;

static void short_stays() {
  CHECK(fee(kTariff, 0) == 0);
  CHECK(fee(kTariff, 15) == 0);
  CHECK(fee(kTariff, 60) == 200);
}

static void hours_begun() {
  CHECK(fee(kTariff, 120) == 350);
  CHECK(fee(kTariff, 61) == 350);
  CHECK(fee(kTariff, 150) == 500);
}

static void days() {
  CHECK(fee(kTariff, 23 * 60) == 1200);
  CHECK(fee(kTariff, 24 * 60) == 1200);
  CHECK(fee(kTariff, 25 * 60) == 1400);
}

static void full() {
  Garage garage(1, kTariff);
  const auto ticket = garage.enter("AB 1", 0);
  CHECK(ticket.has_value());
  CHECK(!garage.enter("AB 2", 1));
  CHECK(garage.leave(*ticket, 10));
  CHECK(garage.free_places() == 1);
}

static void pay_and_leave() {
  Garage garage(2, kTariff);
  const int ticket = *garage.enter("AB 1", 100);
  CHECK(!garage.leave(ticket, 220));
  garage.pay(ticket, 220);
  CHECK(garage.income() == 350);
  CHECK(garage.leave(ticket, 230));
}

static void lost() {
  Garage garage(2, kTariff);
  garage.enter("AB 1", 100);
  CHECK(garage.leave_without_ticket("AB 1") == 2000);
  CHECK(garage.free_places() == 2);
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "short_stays") short_stays();
  if (name == "hours_begun") hours_begun();
  if (name == "days") days();
  if (name == "full") full();
  if (name == "pay_and_leave") pay_and_leave();
  if (name == "lost") lost();
  return failures == 0 ? 0 : 1;
}
