#include "bucket.h"

#include <algorithm>

void Bucket::refill(long now) {
  if (now <= filled_) return;
  const long fresh = (now - filled_) / period_;
  filled_ = now;
  tokens_ = std::min(capacity_, tokens_ + fresh);
}

bool Bucket::take(long tokens, long now) {
  refill(now);
  if (tokens > tokens_) return false;
  tokens_ -= tokens;
  return true;
}

long Bucket::tokens(long now) {
  refill(now);
  return tokens_;
}

long Bucket::wait(long tokens, long now) {
  if (tokens > capacity_) return -1;
  refill(now);
  if (tokens <= tokens_) return 0;
  return (tokens - tokens_) * period_ - (now - filled_);
}

bool Limiter::allow(const std::string& name, long now) {
  const auto bucket = buckets_.emplace(name, Bucket(capacity_, period_, now)).first;
  if (bucket->second.take(1, now)) return true;
  ++refused_[name];
  return false;
}

long Limiter::refused(const std::string& name) const {
  const auto count = refused_.find(name);
  return count == refused_.end() ? 0 : count->second;
}
