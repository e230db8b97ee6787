// `[effects]` and `[sandbox]` of config.toml and of the managed file: all of the module that knows toml++.
// Whatever is not understood is an error with its line: a rule that silently did nothing would be worse
// than none. In the managed file this goes for tables that nobody reads too; its plain values, [budget], and all of
// config.toml are checked by those who read them.

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/try.h"
#include "policy_rules.h"
#include "workspace/policy.h"
#include "workspace/sandbox_settings.h"

namespace workspace {
namespace {

using base::Code;

constexpr std::size_t k_text_max = std::size_t{1} << 20;
constexpr std::size_t k_rules_max = 1000;

enum class Owner { user, managed };

// One file, for its errors.
class Text {
 public:
  Text(std::string_view name, Owner owner) : name_(name), owner_(owner) {}

  base::Result<toml::table> parse(std::string_view text) const {
    if (text.size() > k_text_max) return base::fail(Code::too_big, name_ + " is larger than 1 MiB");
    auto parsed = toml::parse(text, name_);
    if (!parsed)
      return base::fail(Code::invalid,
                        name_ + ":" + std::to_string(parsed.error().source().begin.line) + ": " +
                            std::string(parsed.error().description()));
    if (owner_ == Owner::managed)
      for (const auto& [key, node] : parsed.table())
        if (key != "effects" && key != "sandbox" && key != "budget" && (node.is_table() || node.is_array()))
          return unknown(key, "[effects] and [sandbox]");
    return std::move(parsed).table();
  }

  /// A table of the file; null if there is none.
  base::Result<const toml::table*> table(const toml::table& all, std::string_view key) const {
    const toml::node* node = all.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) return wrong(*node, key, "a table: [" + std::string(key) + "]");
    return node->as_table();
  }

  tl::unexpected<base::Error> wrong(const toml::node& node, std::string_view key,
                                    std::string_view want) const {
    return base::fail(Code::invalid, at(node.source()) + std::string(key) + " must be " +
                                         std::string(want));
  }
  tl::unexpected<base::Error> unknown(const toml::key& key, std::string_view known) const {
    return base::fail(Code::invalid, at(key.source()) + "there is no setting '" +
                                         std::string(key.str()) + "' here; there are " +
                                         std::string(known));
  }
  [[nodiscard]] std::string at(const toml::source_region& source) const {
    return name_ + ":" + std::to_string(source.begin.line) + ": ";
  }

  base::Result<std::string> string(const toml::node& node, std::string_view key) const {
    auto value = node.value_exact<std::string>();
    if (!value) return wrong(node, key, "a string");
    return *std::move(value);
  }
  base::Result<std::uint64_t> number(const toml::node& node, std::string_view key) const {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value <= 0) return wrong(node, key, "a positive integer");
    return static_cast<std::uint64_t>(*value);
  }
  base::Result<std::vector<std::string>> strings(const toml::node& node, std::string_view key) const {
    std::vector<std::string> out;
    if (!node.is_array()) return wrong(node, key, "a list of strings");
    for (const toml::node& one : *node.as_array()) {
      TRY(auto text, string(one, "each of " + std::string(key)));
      out.push_back(std::move(text));
    }
    return out;
  }
  // 1024, or "2 GiB"
  base::Result<std::uint64_t> bytes(const toml::node& node, std::string_view key) const;

 private:
  std::string name_;
  Owner owner_;
};

base::Result<std::uint64_t> Text::bytes(const toml::node& node, std::string_view key) const {
  constexpr std::string_view k_want = "a size: a positive number of bytes, or \"512 MiB\"";
  if (node.is_integer()) return number(node, key);
  const auto text = node.value_exact<std::string>();
  if (!text) return wrong(node, key, k_want);
  std::uint64_t value = 0;
  std::size_t at = 0;
  for (; at < text->size() && (*text)[at] >= '0' && (*text)[at] <= '9' && at < 15; ++at)
    value = value * 10 + static_cast<std::uint64_t>((*text)[at] - '0');
  const std::size_t digits = at;
  while (at < text->size() && (*text)[at] == ' ') ++at;
  static constexpr std::array<std::string_view, 5> k_units = {"B", "KiB", "MiB", "GiB", "TiB"};
  const auto unit = std::find(k_units.begin(), k_units.end(), std::string_view(*text).substr(at));
  if (digits == 0 || value == 0 || unit == k_units.end()) return wrong(node, key, k_want);
  const auto shift = static_cast<unsigned>(10 * (unit - k_units.begin()));
  if (value > (std::numeric_limits<std::uint64_t>::max() >> shift)) return wrong(node, key, k_want);
  return value << shift;
}

// ---- [effects] ----

std::string all_words() {
  std::string out;
  for (int i = 0; i < k_words; ++i)
    out += (i == 0 ? "" : ", ") + std::string(name(static_cast<Word>(i)));
  return out;
}

base::Result<EffectRule> read_rule(const Text& text, const toml::table& table) {
  EffectRule rule;
  bool has_verdict = false;
  for (const auto& [key, node] : table) {
    if (key == "what") {
      TRY(rule.what, text.strings(node, "what"));
      std::vector<Word> words;
      for (std::size_t i = 0; i < rule.what.size(); ++i) {
        const auto word = word_of(rule.what[i]);
        if (!word) return text.wrong((*node.as_array())[i], "what", "of: " + all_words());
        words.push_back(*word);
      }
      if (const std::string pair = contradiction(words); !pair.empty())
        return base::fail(Code::invalid, text.at(node.source()) + "no effect is both " + pair +
                                             ": this rule would never apply");
    } else if (key == "paths") {
      TRY(rule.paths, text.strings(node, "paths"));
      for (std::size_t i = 0; i < rule.paths.size(); ++i)
        if (const std::string wrong = wrong_pattern(rule.paths[i]); !wrong.empty())
          return base::fail(Code::invalid, text.at((*node.as_array())[i].source()) + wrong);
      if (rule.paths.empty()) return text.wrong(node, "paths", "left out, or name at least one path");
    } else if (key == "verdict") {
      const auto word = node.value_exact<std::string>();
      has_verdict = true;
      if (word == "allow") rule.verdict = Verdict::apply;
      else if (word == "ask") rule.verdict = Verdict::hold;
      else if (word == "deny") rule.verdict = Verdict::refuse;
      else return text.wrong(node, "verdict", "\"allow\", \"ask\" or \"deny\"");
    } else {
      return text.unknown(key, "what, paths and verdict");
    }
  }
  if (!has_verdict)
    return base::fail(Code::invalid, text.at(table.source()) +
                                         "a rule needs verdict = \"allow\", \"ask\" or \"deny\"");
  return rule;
}

struct Effects {
  std::vector<EffectRule> rules;
  std::optional<std::uint64_t> large, many;
};

base::Result<Effects> read_effects(const Text& text, std::string_view bytes, const std::string& from) {
  Effects out;
  TRY(const toml::table all, text.parse(bytes));
  TRY(const toml::table* effects, text.table(all, "effects"));
  if (effects == nullptr) return out;
  for (const auto& [key, node] : *effects) {
    if (key == "large") {
      TRY(out.large, text.bytes(node, "large"));
    } else if (key == "many") {
      TRY(out.many, text.number(node, "many"));
    } else if (key == "rules") {
      if (!node.is_array()) return text.wrong(node, "rules", "tables: [[effects.rules]]");
      const toml::array& rules = *node.as_array();
      if (rules.size() > k_rules_max) return text.wrong(node, "rules", "at most 1000 tables");
      for (const toml::node& rule : rules) {
        if (!rule.is_table()) return text.wrong(rule, "rules", "tables: [[effects.rules]]");
        TRY(auto made, read_rule(text, *rule.as_table()));
        made.from = from + ", rule " + std::to_string(out.rules.size() + 1);
        out.rules.push_back(std::move(made));
      }
    } else {
      return text.unknown(key, "large, many and [[effects.rules]]");
    }
  }
  return out;
}

// ---- [sandbox] ----

template <class Enum, std::size_t N>
std::optional<Enum> choice(const toml::node& node, const std::array<Enum, N>& all) {
  const auto word = node.value_exact<std::string>();
  for (const Enum one : all)
    if (word && *word == name(one)) return one;
  return std::nullopt;
}

struct Sandbox {
  std::optional<SandboxMode> mode;
  std::optional<SandboxNetwork> network;
  std::optional<SandboxLevel> mode_min;
  std::optional<std::vector<std::string>> hosts, writable;
  std::uint64_t memory_mb = 0, processes = 0, file_mb = 0, cpu_s = 0;
};

std::string wrong_host(std::string_view host) {
  std::string_view rest = host;
  if (rest.starts_with("*.")) rest.remove_prefix(2);
  if (rest.empty() || rest.starts_with('.') || rest.find("..") != std::string_view::npos)
    return "a host must be like \"example.org\", \"*.example.org\" or \"example.org:8443\"";
  for (const char c : rest)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' ||
          c == '_' || c == '[' || c == ']'))
      return "a host must be written in small letters, digits, '-' and '.', after \"*.\" perhaps";
  return "";
}

base::Result<Sandbox> read_sandbox(const Text& text, std::string_view bytes) {
  Sandbox out;
  TRY(const toml::table all, text.parse(bytes));
  TRY(const toml::table* sandbox, text.table(all, "sandbox"));
  if (sandbox == nullptr) return out;
  for (const auto& [key, node] : *sandbox) {
    if (key == "mode") {
      out.mode = choice(node, std::array{SandboxMode::read_only, SandboxMode::workspace,
                                         SandboxMode::full});
      if (!out.mode) return text.wrong(node, "mode", "\"read-only\", \"workspace\" or \"full\"");
    } else if (key == "network") {
      out.network = choice(node, std::array{SandboxNetwork::off, SandboxNetwork::list,
                                            SandboxNetwork::on});
      if (!out.network) return text.wrong(node, "network", "\"off\", \"list\" or \"on\"");
    } else if (key == "mode_min") {
      out.mode_min = choice(node, std::array{SandboxLevel::none, SandboxLevel::landlock,
                                             SandboxLevel::namespaces, SandboxLevel::overlay});
      if (!out.mode_min)
        return text.wrong(node, "mode_min", "\"overlay\", \"namespaces\", \"landlock\" or \"none\"");
    } else if (key == "hosts") {
      TRY(out.hosts, text.strings(node, "hosts"));
      for (std::size_t i = 0; i < out.hosts->size(); ++i)
        if (const std::string wrong = wrong_host((*out.hosts)[i]); !wrong.empty())
          return base::fail(Code::invalid, text.at((*node.as_array())[i].source()) + wrong);
    } else if (key == "writable") {
      TRY(out.writable, text.strings(node, "writable"));
      for (std::size_t i = 0; i < out.writable->size(); ++i) {
        const std::string& folder = (*out.writable)[i];
        if (!folder.starts_with('/') && !folder.starts_with("~/"))
          return text.wrong((*node.as_array())[i], "each of writable",
                            "an absolute folder, or one that begins with ~/");
        if (("/" + folder + "/").find("/../") != std::string::npos)
          return text.wrong((*node.as_array())[i], "each of writable", "without '..'");
      }
    } else if (key == "memory_mb") {
      TRY(out.memory_mb, text.number(node, "memory_mb"));
    } else if (key == "processes") {
      TRY(out.processes, text.number(node, "processes"));
    } else if (key == "file_mb") {
      TRY(out.file_mb, text.number(node, "file_mb"));
    } else if (key == "cpu_s") {
      TRY(out.cpu_s, text.number(node, "cpu_s"));
    } else {
      return text.unknown(key,
                          "mode, mode_min, network, hosts, writable, memory_mb, processes, file_mb and cpu_s");
    }
  }
  return out;
}

}  // namespace

base::Result<Policy> read_policy(std::string_view user_text, std::string_view user_name,
                                 std::string_view managed_text, std::string_view managed_name) {
  TRY(auto managed, read_effects(Text(managed_name, Owner::managed), managed_text,
                                 "managed by " + std::string(managed_name)));
  TRY(auto user, read_effects(Text(user_name, Owner::user), user_text, std::string(user_name)));
  Policy out;
  out.managed = std::move(managed.rules);
  out.user = std::move(user.rules);
  out.large = user.large.value_or(out.large);
  out.many = user.many.value_or(out.many);
  if (managed.large) out.large = std::min(out.large, *managed.large);
  if (managed.many) out.many = std::min(out.many, *managed.many);
  return out;
}

base::Result<SandboxSettings> read_sandbox_settings(std::string_view user_text,
                                                    std::string_view user_name,
                                                    std::string_view managed_text,
                                                    std::string_view managed_name) {
  TRY(auto managed, read_sandbox(Text(managed_name, Owner::managed), managed_text));
  TRY(auto user, read_sandbox(Text(user_name, Owner::user), user_text));
  SandboxSettings out;
  out.mode = user.mode.value_or(out.mode);
  out.network = user.network.value_or(out.network);
  out.mode_min = std::max(user.mode_min.value_or(SandboxLevel::none),
                          managed.mode_min.value_or(SandboxLevel::none));
  if (user.hosts) out.hosts = *std::move(user.hosts);
  if (user.writable) out.writable = *std::move(user.writable);
  out.memory_mb = user.memory_mb;
  out.processes = user.processes;
  out.file_mb = user.file_mb;
  out.cpu_s = user.cpu_s;
  out.bounds = {managed.mode,      managed.network,   managed.hosts,
                managed.writable,  managed.memory_mb, managed.processes,
                managed.file_mb,   managed.cpu_s,
                "managed by " + std::string(managed_name)};
  // Looser choices would go around these bounds: a list of hosts is none where the network is open, and
  // mode "full" knows no bounds at all.
  if (managed.hosts && !managed.network) out.bounds.network = SandboxNetwork::list;
  if (!managed.mode && (out.bounds.network || managed.writable || managed.mode_min ||
                        managed.memory_mb != 0 || managed.processes != 0 || managed.file_mb != 0 ||
                        managed.cpu_s != 0))
    out.bounds.mode = SandboxMode::workspace;
  bound(out);
  return out;
}

}  // namespace workspace
