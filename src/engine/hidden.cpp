// Rather a word too many is hidden than one too few: who needs it finds it in the file that is named beside it.

#include "hidden.h"

#include <algorithm>
#include <array>

#include "tools/shell.h"

namespace engine {

namespace {

constexpr std::size_t k_key_min = 20;   // bytes of what may be a key by its form alone

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "--api-key", "API_KEY", "token"
bool names_secret(std::string_view name) {
  while (name.starts_with('-')) name.remove_prefix(1);
  std::string plain(name);
  for (char& c : plain) {
    if (c == '-' || c == '.') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return !plain.empty() && (tools::looks_secret(plain) || plain == "AUTHORIZATION" || plain == "AUTH" || plain == "PAT" || plain == "COOKIE" || plain.ends_with("AUTH"));
}

bool has_form_of_key(std::string_view word) {
  static constexpr std::array<std::string_view, 12> k_begins = {"sk-", "sk_", "pk_", "rk_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xox", "AKIA", "eyJ"};
  const bool begins = std::any_of(k_begins.begin(), k_begins.end(), [&](std::string_view begin) { return word.starts_with(begin); });
  if (word.size() < (begins ? 12 : k_key_min)) return false;
  bool digit = false, letter = false, all = true;
  for (const char c : word) {
    digit = digit || is_digit(c);
    letter = letter || is_letter(c);
    all = all && (is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '+' || c == '=' || c == '.');
  }
  if (begins) return all;
  // A package's or a file's name has words in it: a key has digits among its letters all over.
  std::size_t turns = 0;
  for (std::size_t i = 1; i < word.size(); ++i) turns += is_digit(word[i]) != is_digit(word[i - 1]) ? 1 : 0;
  return all && digit && letter && turns >= 6 && word.find('.') == std::string_view::npos;
}

}  // namespace

AddressParts address_parts(std::string_view url) {
  AddressParts out;
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return out;
  for (const char c : url.substr(0, scheme))
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return out;
  out.scheme = url.substr(0, scheme);
  std::string_view rest = url.substr(scheme + 3);
  const auto end = std::min(rest.find_first_of("/?#\\"), rest.size());
  out.host = rest.substr(0, end);
  rest.remove_prefix(end);
  // The last @ of the authority, as whoever connects takes it: "https://good.org@evil.org" goes to evil.org.
  if (const auto at = out.host.rfind('@'); at != std::string_view::npos) {
    out.user = out.host.substr(0, at);
    out.host.remove_prefix(at + 1);
  }
  const auto query = std::min(rest.find('?'), rest.size());
  out.path = rest.substr(0, query);
  if (query < rest.size()) out.query = rest.substr(query + 1);
  return out;
}

std::string hidden_in_address(std::string_view url) {
  const auto parts = address_parts(url);
  if (parts.scheme.empty()) return std::string(url);
  std::string out = std::string(parts.scheme) + "://" + (parts.user.empty() ? "" : "...@") + std::string(parts.host) + std::string(parts.path);
  if (parts.query.empty()) return out;
  out += '?';
  for (std::string_view left = parts.query; !left.empty();) {
    const auto end = std::min(left.find('&'), left.size());
    const auto one = left.substr(0, end);
    const auto equals = one.find('=');
    if (!out.ends_with('?')) out += '&';
    out += equals == std::string_view::npos ? std::string(k_hidden) : std::string(one.substr(0, equals + 1)) + std::string(k_hidden);
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return out;
}

std::string hidden_in_word(std::string_view word, std::string_view before) {
  if (before.starts_with('-') && before.find('=') == std::string_view::npos && names_secret(before)) return std::string(k_hidden);
  const auto cut = word.find_first_of("=:");
  const bool is_named = cut != std::string_view::npos && cut > 0 && word.substr(cut, 3) != "://";
  if (is_named && names_secret(word.substr(0, cut))) return std::string(word.substr(0, cut + 1)) + (word[cut] == ':' ? " " : "") + std::string(k_hidden);
  if (!address_parts(word).scheme.empty()) return hidden_in_address(word);
  if (is_named && word[cut] == '=') return std::string(word.substr(0, cut + 1)) + hidden_in_word(word.substr(cut + 1), "");
  return has_form_of_key(word) ? std::string(k_hidden) : std::string(word);
}

std::vector<std::string> hidden_in_words(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  std::string_view before;
  for (const auto& word : words) {
    out.push_back(hidden_in_word(word, before));
    before = word;
  }
  return out;
}

}  // namespace engine
