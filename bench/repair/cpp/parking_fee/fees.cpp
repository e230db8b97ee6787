#include "fees.h"

#include <algorithm>

namespace {

constexpr int kDay = 24 * 60;
constexpr int kMinutesToLeave = 10;

// Hours that were begun.
int hours(int minutes) {
  return minutes / 60;
}

int within_a_day(const Tariff& tariff, int minutes) {
  if (minutes <= 0) return 0;
  const int sum = tariff.first_hour + (hours(minutes) - 1) * tariff.more_hour;
  return std::min(sum, tariff.day_most);
}

}  // namespace

int fee(const Tariff& tariff, int minutes) {
  if (minutes < 0) throw std::invalid_argument("negative time");
  if (minutes <= tariff.free_minutes) return 0;
  return minutes / kDay * tariff.day_most + within_a_day(tariff, minutes % kDay);
}

std::optional<int> Garage::enter(const std::string& plate, int now) {
  if (free_places() == 0) return std::nullopt;
  cars_[next_ticket_] = Car{plate, now, std::nullopt, 0};
  return next_ticket_++;
}

int Garage::due(int ticket, int now) const {
  const auto found = cars_.find(ticket);
  if (found == cars_.end()) throw std::out_of_range("no such ticket");
  const Car& car = found->second;
  if (car.paid_at && now - *car.paid_at <= kMinutesToLeave) return 0;
  return fee(tariff_, now - car.since) - car.paid;
}

void Garage::pay(int ticket, int now) {
  const int sum = due(ticket, now);
  Car& car = cars_.at(ticket);
  car.paid += sum;
  car.paid_at = now;
  income_ += sum;
}

bool Garage::leave(int ticket, int now) {
  if (due(ticket, now) > 0) return false;
  cars_.erase(ticket);
  return true;
}

int Garage::leave_without_ticket(const std::string& plate) {
  for (auto it = cars_.begin(); it != cars_.end(); ++it) {
    if (it->second.plate != plate) continue;
    cars_.erase(it);
    income_ += tariff_.lost_ticket;
    return tariff_.lost_ticket;
  }
  throw std::out_of_range("no such car");
}
