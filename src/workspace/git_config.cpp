// The parser takes git's own steps, character by character: what git understands and we do not would be
// a way around the policy. The judgement of settings names what is known to be harmless; in a section
// that git or its friends read, everything else counts as dangerous, so that a key which a later git
// learns to execute is held rather than missed.

#include "git_config.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/paths.h"
#include "base/try.h"

namespace workspace {
namespace {

using base::Code;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_key(char c) { return is_alpha(c) || (c >= '0' && c <= '9') || c == '-'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  base::Result<std::vector<GitSetting>> run() {
    bool in_comment = false;
    for (;;) {
      const char c = next();
      if (c == '\n') {
        if (at_end_) return std::move(out_);
        in_comment = false;
      } else if (in_comment || is_space(c)) {
      } else if (c == '#' || c == ';') {
        in_comment = true;
      } else if (c == '[') {
        if (!section()) return wrong();
      } else if (!is_alpha(c) || !setting(c)) {
        return wrong();
      }
    }
  }

 private:
  // A newline at the end of the text, as git has it.
  char next() {
    if (pos_ >= text_.size()) {
      at_end_ = true;
      return '\n';
    }
    char c = text_[pos_++];
    if (c == '\r' && pos_ < text_.size() && text_[pos_] == '\n') c = text_[pos_++];
    if (c == '\n') ++line_;
    return c;
  }

  tl::unexpected<base::Error> wrong() const {
    return base::fail(Code::invalid, "line " + std::to_string(line_) + " is not git configuration");
  }

  bool section() {
    section_.clear();
    for (;;) {
      const char c = next();
      if (at_end_) return false;
      if (c == ']') break;
      if (is_space(c)) {
        if (!subsection(c)) return false;
        break;
      }
      if (!is_key(c) && c != '.') return false;
      section_.push_back(lower(c));
    }
    section_.push_back('.');
    return true;
  }

  bool subsection(char c) {
    do {
      if (c == '\n') return false;
      c = next();
    } while (is_space(c));
    if (c != '"') return false;
    section_.push_back('.');
    for (;;) {
      c = next();
      if (c == '\n') return false;
      if (c == '"') break;
      if (c == '\\' && (c = next()) == '\n') return false;
      section_.push_back(c);
    }
    return next() == ']';
  }

  bool setting(char first) {
    GitSetting made{section_, "true"};
    made.key.push_back(lower(first));
    char c = next();
    for (; !at_end_ && is_key(c); c = next()) made.key.push_back(lower(c));
    while (c == ' ' || c == '\t') c = next();
    if (c != '\n') {
      if (c != '=') return false;
      auto read = value();
      if (!read) return false;
      made.value = *std::move(read);
    }
    out_.push_back(std::move(made));
    return true;
  }

  std::optional<std::string> value() {
    std::string out;
    std::size_t kept = 0;  // without the blanks at the end
    bool is_quoted = false;
    bool in_comment = false;
    for (;;) {
      char c = next();
      if (c == '\n') {
        if (is_quoted) return std::nullopt;
        out.resize(kept);
        return out;
      }
      if (in_comment) continue;
      if (!is_quoted && is_space(c)) {
        if (!out.empty()) out.push_back(c);
        continue;
      }
      if (!is_quoted && (c == ';' || c == '#')) {
        in_comment = true;
        continue;
      }
      if (c == '"') {
        is_quoted = !is_quoted;
        kept = out.size();
        continue;
      }
      if (c == '\\') {
        c = next();
        if (c == '\n') continue;
        if (c == 't') c = '\t';
        else if (c == 'b') c = '\b';
        else if (c == 'n') c = '\n';
        else if (c != '\\' && c != '"') return std::nullopt;
      }
      out.push_back(c);
      kept = out.size();
    }
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  std::size_t line_ = 1;
  bool at_end_ = false;
  std::string section_;
  std::vector<GitSetting> out_;
};

// ---- which settings are dangerous ----

template <std::size_t N>
bool is_among(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Sections in which nothing runs anything, but for the keys of k_exceptions.
constexpr std::array<std::string_view, 50> k_quiet_sections = {
    "add",       "advice",   "am",       "apply",    "attr",     "author",     "blame",
    "branch",    "checkout", "clean",    "clone",    "color",    "column",     "commit",
    "committer", "core",     "diff",     "extensions", "feature", "fetch",     "format",
    "fsck",      "gc",       "grep",     "i18n",     "index",    "init",       "log",
    "mailmap",   "maintenance", "merge", "notes",    "pack",     "pretty",     "pull",
    "push",      "rebase",   "receive",  "repack",   "rerere",   "revert",     "showbranch",
    "splitindex", "stash",   "status",   "tag",      "transfer", "user",       "versionsort",
    "worktree"};

// "section.name", whatever stands between them.
constexpr std::array<std::string_view, 21> k_exceptions = {
    "branch.mergeoptions",      "core.alternaterefscommand",
    "core.askpass",         "core.editor",              "core.gitproxy",
    "core.hookspath",       "core.pager",               "core.sshcommand",
    "core.attributesfile",  "diff.command",             "diff.external",
    "diff.guitool",         "diff.textconv",            "diff.tool",
    "gc.recentobjectshook", "init.templatedir",         "maintenance.command",
    "merge.driver",         "merge.guitool",            "merge.tool",
    "receive.procreceivehook"};

constexpr std::array<std::string_view, 14> k_quiet_remote = {
    "fetch",        "url",     "pushurl",   "push",     "tagopt",          "mirror",
    "prune",        "prunetags", "promisor", "partialclonefilter", "skipdefaultupdate",
    "skipfetchall", "serveroption", "followremotehead"};
constexpr std::array<std::string_view, 7> k_quiet_http = {
    "postbuffer", "lowspeedlimit", "lowspeedtime", "maxrequests", "minsessions", "version",
    "useragent"};
constexpr std::array<std::string_view, 10> k_booleans = {"true", "false", "yes", "no", "on",
                                                         "off",  "1",     "0",   "",   "auto"};

bool is_boolean(std::string_view value) {
  std::string word(value);
  std::transform(word.begin(), word.end(), word.begin(), lower);
  return is_among(word, k_booleans);
}

// "ext::sh -c ..." runs a program; "-u..." would be taken for an option.
bool is_odd_url(std::string_view url) {
  if (url.starts_with('-')) return true;
  std::size_t scheme = 0;
  while (scheme < url.size() && (is_key(url[scheme]) || url[scheme] == '+')) ++scheme;
  return scheme > 0 && url.substr(scheme).starts_with("::");
}

// "!command", "-c core.pager=..." and the options of git's commands that run others.
bool is_running_alias(std::string_view value) {
  if (value.starts_with('!') || value.starts_with('-')) return true;
  for (const std::string_view word : {"exec", " -x", " -c", " -O", "pager", "-pack", "ext-diff", "run "})
    if (value.find(word) != std::string_view::npos) return true;
  return false;
}

bool leads_out(std::string_view git_dir, std::string_view worktree) {
  if (worktree.starts_with('/')) return true;
  const std::string place = base::normalize(base::join(git_dir, worktree)) + "/";
  return place.starts_with("../") || place.starts_with(".git/") ||
         place.find("/.git/") != std::string::npos;
}

}  // namespace

base::Result<std::vector<GitSetting>> parse_git_config(std::string_view text) {
  if (text.size() > k_git_config_max)
    return base::fail(Code::too_big, "git configuration of more than 1 MiB");
  if (text.find('\0') != std::string_view::npos)
    return base::fail(Code::invalid, "git configuration with a NUL byte");
  return Parser(text).run();
}

bool is_dangerous(const GitSetting& setting, std::string_view git_dir) {
  const std::string_view key = setting.key;
  const std::size_t dot = key.find('.');
  if (dot == std::string_view::npos) return true;
  const std::string_view section = key.substr(0, dot);
  const std::string_view name = key.substr(key.rfind('.') + 1);
  if (section == "remote")
    return !is_among(name, k_quiet_remote) && name != "pushdefault"
               ? true
               : (name == "url" || name == "pushurl") && is_odd_url(setting.value);
  if (section == "submodule") {
    if (name == "update") return setting.value.starts_with('!');
    return name == "url" && is_odd_url(setting.value);
  }
  if (section == "alias") return is_running_alias(setting.value);
  if (section == "http") return !is_among(name, k_quiet_http);
  if (section == "pager") return !is_boolean(setting.value);
  if (section == "lfs") return name != "repositoryformatversion";
  if (section == "help") return name != "autocorrect";
  if (section == "interactive") return name != "singlekey";
  if (key == "core.fsmonitor") return !is_boolean(setting.value);
  if (key == "core.worktree") return leads_out(git_dir, setting.value);
  if (!is_among(section, k_quiet_sections)) return true;
  return is_among(std::string(section) + "." + std::string(name), k_exceptions);
}

std::vector<std::string> dangerous_changes(const std::vector<GitSetting>& before,
                                           const std::vector<GitSetting>& after,
                                           std::string_view git_dir) {
  const auto pick = [&](const std::vector<GitSetting>& all) {
    std::vector<GitSetting> out;
    for (const GitSetting& setting : all)
      if (is_dangerous(setting, git_dir)) out.push_back(setting);
    return out;
  };
  const auto old_ones = pick(before);
  const auto new_ones = pick(after);
  std::vector<std::string> out;
  if (old_ones == new_ones) return out;
  const auto add = [&](const std::vector<GitSetting>& some, const std::vector<GitSetting>& others) {
    for (const GitSetting& setting : some)
      if (std::find(others.begin(), others.end(), setting) == others.end() &&
          std::find(out.begin(), out.end(), setting.key) == out.end())
        out.push_back(setting.key);
  };
  add(new_ones, old_ones);
  add(old_ones, new_ones);
  if (out.empty()) out.push_back(new_ones.empty() ? old_ones[0].key : new_ones[0].key);
  return out;
}

std::string last_value(const std::vector<GitSetting>& settings, std::string_view key) {
  for (auto it = settings.rbegin(); it != settings.rend(); ++it)
    if (it->key == key) return it->value;
  return "";
}

}  // namespace workspace
