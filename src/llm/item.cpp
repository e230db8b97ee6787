#include "llm/item.h"

#include "llm/model.h"

namespace llm {

// -1 means "the provider did not say". A sum in which one part is unknown keeps the known part:
// a lower bound is of more use to a budget than nothing.
static void add(std::int64_t& sum, std::int64_t more) {
  if (more < 0) return;
  sum = sum < 0 ? more : sum + more;
}

Usage& Usage::operator+=(const Usage& other) {
  add(input, other.input);
  add(cached, other.cached);
  add(cache_write, other.cache_write);
  add(output, other.output);
  add(reasoning, other.reasoning);
  return *this;
}

std::string_view name(Stop stop) {
  switch (stop) {
    case Stop::end: return "end";
    case Stop::tool_calls: return "tool_calls";
    case Stop::max_tokens: return "max_tokens";
    case Stop::refusal: return "refusal";
    case Stop::pause: return "pause";
    case Stop::overflow: return "overflow";
    case Stop::other: return "other";
  }
  return "other";
}

double cost(const ModelInfo& info, const Usage& usage) {
  if (info.price_in < 0 || info.price_out < 0 || usage.input < 0 || usage.output < 0) return -1;
  const auto cached = static_cast<double>(usage.cached > 0 ? usage.cached : 0);
  const auto written = static_cast<double>(usage.cache_write > 0 ? usage.cache_write : 0);
  const double plain = static_cast<double>(usage.input) - cached - written;
  // Without a price of their own, cached tokens cost what others cost: never less than the bill.
  const double price_cached = info.price_cached < 0 ? info.price_in : info.price_cached;
  const double price_written = info.price_cache_write < 0 ? info.price_in : info.price_cache_write;
  return ((plain > 0 ? plain : 0) * info.price_in + cached * price_cached +
          written * price_written + static_cast<double>(usage.output) * info.price_out) /
         1e6;
}

}  // namespace llm
