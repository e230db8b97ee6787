#include "params.h"

#include <boost/json.hpp>

#include "base/paths.h"

namespace acp {

const json::Value* Params::member(std::string_view key) const {
  const auto* found = json::find(value_, key);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void Params::wrong(std::string_view key, std::string_view what) {
  if (!wrong_) wrong_ = "/params/" + std::string(key) + ": " + std::string(what);
}

void Params::must(bool good, std::string message) {
  if (!good && !wrong_) wrong_ = std::move(message);
}

std::string Params::text(std::string_view key) {
  const auto* found = member(key);
  if (found == nullptr) {
    wrong(key, "missing");
    return {};
  }
  auto out = text_or(key);
  if (out.empty()) wrong(key, "must not be empty");
  return out;
}

std::string Params::text_or(std::string_view key, std::string_view fallback) {
  const auto* found = member(key);
  if (found == nullptr) return std::string(fallback);
  std::string out(json::string_or(found));
  if (!found->is_string()) wrong(key, "expected a string");
  if (out.find('\0') != std::string::npos) wrong(key, "must not contain NUL");
  return out;
}

std::int64_t Params::number_or(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const auto* found = member(key);
  if (found == nullptr) return fallback;
  boost::system::error_code error;
  const auto number = found->to_number<std::int64_t>(error);
  if (error || number < least || number > most) {
    wrong(key, "expected an integer from " + std::to_string(least) + " to " + std::to_string(most));
    return fallback;
  }
  return number;
}

double Params::real_or(std::string_view key, double fallback) {
  const auto* found = member(key);
  if (found == nullptr) return fallback;
  if (!found->is_number()) wrong(key, "expected a number");
  return json::double_or(found, fallback);
}

bool Params::flag_or(std::string_view key, bool fallback) {
  const auto* found = member(key);
  if (found != nullptr && !found->is_bool()) wrong(key, "expected true or false");
  return json::bool_or(found, fallback);
}

std::vector<std::string> Params::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* found = member(key);
  if (found == nullptr) return out;
  const auto* list = json::array_or_null(found);
  if (list == nullptr) {
    wrong(key, "expected an array of strings");
    return out;
  }
  for (const auto& one : *list) {
    if (!one.is_string()) wrong(key, "expected an array of strings");
    out.emplace_back(json::string_or(&one));
  }
  return out;
}

std::string Params::word(std::string_view key, std::string_view words, std::string_view fallback) {
  auto out = text_or(key, fallback);
  const bool known = !out.empty() && ("|" + std::string(words) + "|").find("|" + out + "|") != std::string::npos;
  if (!known && !(out.empty() && member(key) == nullptr && !fallback.empty())) wrong(key, "expected one of " + std::string(words));
  return out;
}

std::string Params::folder(std::string_view key) {
  const auto out = text(key);
  if (good() && !out.starts_with('/')) wrong(key, "expected an absolute path");
  return base::normalize(out);
}

}  // namespace acp
