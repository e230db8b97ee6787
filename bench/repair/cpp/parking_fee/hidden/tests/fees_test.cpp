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

static void each_minute() {
  for (int minutes = 16; minutes < 24 * 60; ++minutes) {
    int begun = 0;
    while (begun * 60 < minutes) ++begun;
    const int want = 200 + (begun - 1) * 150;
    CHECK(fee(kTariff, minutes) == (want < 1200 ? want : 1200));
    CHECK(fee(kTariff, minutes + 48 * 60) == 2400 + (want < 1200 ? want : 1200));
    if (failures > 10) return;
  }
  CHECK(fee(kTariff, 24 * 60 + 1) == 1400);
  CHECK(fee(kTariff, 48 * 60) == 2400);
}

static void too_late_at_the_gate() {
  Garage garage(2, kTariff);
  const int ticket = *garage.enter("AB 1", 0);
  garage.pay(ticket, 50);
  CHECK(garage.due(ticket, 60) == 0);
  CHECK(garage.due(ticket, 61) == 150);
  garage.pay(ticket, 61);
  CHECK(garage.income() == 350);
  CHECK(garage.leave(ticket, 65));
}

int main() {
  short_stays();
  hours_begun();
  days();
  full();
  pay_and_leave();
  lost();
  each_minute();
  too_late_at_the_gate();
  return failures == 0 ? 0 : 1;
}
