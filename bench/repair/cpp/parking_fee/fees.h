#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

struct Tariff {
  int free_minutes = 15;
  int first_hour = 200;  // cents
  int more_hour = 150;
  int day_most = 1200;
  int lost_ticket = 2000;
};

/// What so many minutes cost: each hour that was begun, but a day at most its limit.
int fee(const Tariff& tariff, int minutes);

class Garage {
 public:
  Garage(int places, const Tariff& tariff) : places_(places), tariff_(tariff) {}

  /// The number of a ticket, or nothing if the garage is full. Times are minutes.
  std::optional<int> enter(const std::string& plate, int now);
  int due(int ticket, int now) const;
  void pay(int ticket, int now);
  /// True if the gate opens: it was paid, and not longer ago than 10 minutes.
  bool leave(int ticket, int now);
  /// Lets a car without its ticket out; returns what it cost.
  int leave_without_ticket(const std::string& plate);

  int free_places() const { return places_ - static_cast<int>(cars_.size()); }
  std::int64_t income() const { return income_; }

 private:
  struct Car {
    std::string plate;
    int since = 0;
    std::optional<int> paid_at;
    int paid = 0;
  };

  int places_;
  Tariff tariff_;
  std::map<int, Car> cars_;
  int next_ticket_ = 1;
  std::int64_t income_ = 0;
};
