// The configuration of checks. What is not understood is an error with its line: a check that silently
// was another one would prove something else. Other tables of the file belong to others.

#include "config.h"

#include <toml++/toml.h>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "output_lines.h"

namespace verify {
namespace {

using base::Code;

constexpr std::size_t k_config_max = std::size_t{1} << 20;
constexpr std::size_t k_reports_of_a_check_max = 20;

std::string at(const toml::source_region& source) {
  return std::string(k_config_file) + ":" + std::to_string(source.begin.line) + ": ";
}
tl::unexpected<base::Error> wrong(const toml::node& node, const std::string& what) {
  return base::fail(Code::invalid, at(node.source()) + what);
}

base::Result<std::string> text_of(const toml::node& node, const std::string& key) {
  const auto value = node.value_exact<std::string>();
  if (!value || trim(*value).empty()) return wrong(node, key + " must be a string that is not empty");
  if (value->find('\0') != std::string::npos) return wrong(node, key + " must not contain a NUL character");
  return *value;
}

base::Result<std::string> report_path(const toml::node& node) {
  TRY(auto path, text_of(node, "report"));
  if (path.starts_with('/') || (path + "/").find("../") != std::string::npos || path.find('\n') != std::string::npos)
    return wrong(node, "report must be a path in the project, as \"build/junit.xml\": \"" + path + "\" is none");
  if (path.starts_with("./")) path.erase(0, 2);
  return path;
}

base::Result<std::vector<std::string>> report_paths(const toml::node& node) {
  std::vector<std::string> paths;
  if (!node.is_array()) {
    TRY(auto path, report_path(node));
    paths.push_back(std::move(path));
    return paths;
  }
  for (const auto& one : *node.as_array()) {
    if (paths.size() >= k_reports_of_a_check_max) return wrong(one, "report names too many files (at most 20)");
    TRY(auto path, report_path(one));
    paths.push_back(std::move(path));
  }
  return paths;
}

base::Result<Check> check_of(const toml::table& table, const std::string& where) {
  Check check;
  check.name = "configured";
  check.why = std::string(k_config_file) + " says so";
  for (const auto& [key, node] : table) {
    if (key == "command") {
      TRY(check.command, text_of(node, "command"));
    } else if (key == "name") {
      TRY(check.name, text_of(node, "name"));
    } else if (key == "timeout_s") {
      const auto seconds = node.value_exact<std::int64_t>();
      if (!seconds || *seconds <= 0 || *seconds > 7 * 24 * 3600)
        return wrong(node, "timeout_s must be a number of seconds, from 1 to 604800");
      check.timeout_s = *seconds;
    } else if (key == "report") {
      TRY(check.reports, report_paths(node));
    } else {
      return base::fail(Code::invalid, at(key.source()) + "there is no setting '" + std::string(key.str()) + "' in " +
                                           where + "; there are command, name, timeout_s, report");
    }
  }
  if (check.command.empty()) return wrong(table, where + " needs command = \"...\", the command that runs the tests");
  return check;
}

}  // namespace

base::Result<std::vector<Check>> configured_checks(const Project& project) {
  std::vector<Check> checks;
  const std::string path = base::join(project.root, k_config_file);
  if (!base::exists(path)) return checks;
  auto text = base::read_file(path, k_config_max);
  if (!text) return base::with(text.error(), "the configuration of checks");
  auto parsed = toml::parse(std::string_view(*text), std::string(k_config_file));
  if (!parsed)
    return base::fail(Code::invalid, at(parsed.error().source()) + std::string(parsed.error().description()));
  const toml::table& all = parsed.table();
  if (const toml::node* one = all.get("check")) {
    if (!one->is_table()) return wrong(*one, "check must be a table: [check]");
    TRY(auto check, check_of(*one->as_table(), "[check]"));
    checks.push_back(std::move(check));
  }
  if (const toml::node* list = all.get("checks")) {
    if (!list->is_array()) return wrong(*list, "checks must be a list of tables: [[checks]]");
    for (const auto& one : *list->as_array()) {
      if (!one.is_table()) return wrong(one, "checks must be a list of tables: [[checks]]");
      if (checks.size() >= k_checks_max) return wrong(one, "there are too many checks (at most 20)");
      TRY(auto check, check_of(*one.as_table(), "[[checks]]"));
      checks.push_back(std::move(check));
    }
  }
  return checks;
}

}  // namespace verify
