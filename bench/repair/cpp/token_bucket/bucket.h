#pragma once
#include <map>
#include <string>

/// A bucket with at most `capacity` tokens that gets one more every `period` milliseconds. Full at the start.
class Bucket {
 public:
  Bucket(long capacity, long period, long now) : capacity_(capacity), period_(period), tokens_(capacity), filled_(now) {}
  bool take(long tokens, long now);
  long tokens(long now);
  /// How long until that many tokens are there; -1 if that never is.
  long wait(long tokens, long now);

 private:
  void refill(long now);
  long capacity_;
  long period_;
  long tokens_;
  long filled_;   // the time up to which tokens have been given
};

/// A bucket for each name.
class Limiter {
 public:
  Limiter(long capacity, long period) : capacity_(capacity), period_(period) {}
  bool allow(const std::string& name, long now);
  long refused(const std::string& name) const;

 private:
  long capacity_;
  long period_;
  std::map<std::string, Bucket> buckets_;
  std::map<std::string, long> refused_;
};
