#pragma once
// The arguments of a call, read one by one; what is wrong is a sentence with its path. Internal to mcp_server.

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/paths.h"
#include "json/json.h"

namespace mcp_server {

class Arguments {
 public:
  Arguments(const json::Value& value, const std::string& cwd) : value_(value), cwd_(cwd) {}

  std::string text(std::string_view key) {
    const auto* member = at(key);
    if (member == nullptr) return {};
    if (!member->is_string()) wrong(key, "a string");
    return std::string(json::string_or(member));
  }
  std::string needed(std::string_view key) {
    auto out = text(key);
    if (out.find_first_not_of(" \t\r\n") == std::string::npos) wrong(key, "a text");
    return out;
  }
  /// `cwd`, absolute.
  std::string folder() { return base::normalize(base::join(cwd_, text("cwd"))); }
  bool flag(std::string_view key) {
    const auto* member = at(key);
    if (member != nullptr && !member->is_bool()) wrong(key, "true or false");
    return json::bool_or(member);
  }
  std::int64_t number(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const auto* member = at(key);
    if (member == nullptr) return otherwise;
    boost::system::error_code error;
    const auto out = member->to_number<std::int64_t>(error);
    if (error || out < least || out > most) wrong(key, "an integer from " + std::to_string(least) + " to " + std::to_string(most));
    return out;
  }
  double dollars(std::string_view key) {
    const auto* member = at(key);
    if (member == nullptr) return -1;
    if (!member->is_number() || json::double_or(member) < 0) wrong(key, "a number of dollars");
    return json::double_or(member);
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> out;
    const auto* member = at(key);
    if (member == nullptr) return out;
    const auto* list = json::array_or_null(member);
    if (list == nullptr) wrong(key, "an array of strings");
    else
      for (const auto& one : *list) {
        if (!one.is_string()) wrong(key, "an array of strings");
        out.emplace_back(json::string_or(&one));
      }
    return out;
  }
  /// "" = all was well.
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  [[nodiscard]] const json::Value* at(std::string_view key) const {
    const auto* member = json::find(value_, key);
    return member == nullptr || member->is_null() ? nullptr : member;
  }
  void wrong(std::string_view key, const std::string& want) {
    if (problem_.empty()) problem_ = "/" + std::string(key) + ": expected " + want;
  }

  const json::Value& value_;
  const std::string& cwd_;
  std::string problem_;
};

}  // namespace mcp_server
