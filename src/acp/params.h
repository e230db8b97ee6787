#pragma once
// Reading the parameters of a request: what is wrong first is told with its path, unknown members are ignored.

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rpc.h"

namespace acp {

class Params {
 public:
  explicit Params(const json::Value& value) : value_(value) {}

  /// A string that must be there, not empty, without NUL.
  std::string text(std::string_view key);
  /// The fallback where it is missing or null.
  std::string text_or(std::string_view key, std::string_view fallback = {});
  std::int64_t number_or(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
  double real_or(std::string_view key, double fallback);
  bool flag_or(std::string_view key, bool fallback);
  std::vector<std::string> texts(std::string_view key);
  /// One of `words`, separated by '|'; the fallback where it is missing.
  std::string word(std::string_view key, std::string_view words, std::string_view fallback = {});
  /// An absolute path without "..", a trailing slash cut off.
  std::string folder(std::string_view key);
  void must(bool good, std::string message);

  [[nodiscard]] bool good() const { return !wrong_; }
  [[nodiscard]] RpcError error() const { return {k_invalid_params, wrong_.value_or(""), nullptr}; }

 private:
  const json::Value* member(std::string_view key) const;   ///< nullptr also if null
  void wrong(std::string_view key, std::string_view what);

  const json::Value& value_;
  std::optional<std::string> wrong_;
};

}  // namespace acp
