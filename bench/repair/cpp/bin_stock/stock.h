#pragma once
#include <stdexcept>
#include <string>
#include <vector>

struct Bin {
  std::string place;
  std::string item;
  int count = 0;
  int room = 0;
};

struct Pick {
  std::string place;
  int count = 0;
  bool operator==(const Pick&) const = default;
};

/// Bins of a warehouse; each holds one kind of item.
class Stock {
 public:
  void add_bin(const std::string& place, int room);

  /// Puts items away: into bins that have the same ones, then into empty ones. Returns what found no room.
  int store(const std::string& item, int count);
  /// Takes items from the bins with the fewest of them first. Throws if there are too few.
  std::vector<Pick> pick(const std::string& item, int count);

  int count(const std::string& item) const;
  int free_room(const std::string& item) const;
  const Bin& bin(const std::string& place) const;

 private:
  static int fill(Bin& bin, const std::string& item, int count);

  std::vector<Bin> bins_;
};
