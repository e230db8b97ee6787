#include "session_log.h"

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"

namespace e2e {
namespace {

/// Logs below `dir`, at most so many folders deep, sorted by path (ids sort by time).
void find_logs(const std::string& dir, int depth, std::vector<std::string>& out) {
  const auto names = base::list_dir(dir);
  if (!names) return;
  for (const auto& name : *names) {
    const auto path = base::join(dir, name);
    if (name == "log.jsonl") out.push_back(path);
    else if (depth > 0 && name != "blobs" && name != "project" && base::is_dir(path)) find_logs(path, depth - 1, out);
  }
}

std::string text_at(const json::Value* value) {
  if (value == nullptr) return {};
  return value->is_string() ? std::string(value->get_string()) : json::dump(*value);
}

const json::Value* at_path(const json::Value& value, std::string_view path) {
  const json::Value* out = &value;
  while (!path.empty() && out != nullptr) {
    const auto slash = path.find('/');
    const auto key = path.substr(0, slash);
    if (const auto* array = json::array_or_null(out)) {
      const auto index = static_cast<std::size_t>(std::atoi(std::string(key).c_str()));
      out = index < array->size() ? &(*array)[index] : nullptr;
    } else {
      out = json::find(*out, key);
    }
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return out;
}

}  // namespace

std::vector<LoggedEvent> LogReader::read() {
  std::vector<std::string> logs;
  find_logs(state_dir_, 6, logs);
  std::vector<LoggedEvent> out;
  for (const auto& log : logs) {
    const auto text = base::read_file(log);
    if (!text) continue;
    auto& seen = seen_[log];
    for (auto end = text->find('\n', seen); end != std::string::npos; end = text->find('\n', seen)) {
      const auto line = json::parse(std::string_view(*text).substr(seen, end - seen));
      seen = end + 1;
      if (!line) continue;
      const auto* payload = json::find(*line, "p");
      out.push_back({std::string(json::string_or(json::find(*line, "type"))),
                     payload == nullptr ? "{}" : json::dump(*payload), base::parent(log)});
    }
  }
  return out;
}

bool matches(const LoggedEvent& event, const std::string& condition, std::string& error) {
  std::string_view rest = condition;
  const auto blank = rest.find(' ');
  if (event.type != rest.substr(0, blank)) return false;
  rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
  const auto payload = json::parse(event.payload);
  if (!payload) return false;
  while (!rest.empty()) {
    const auto op = rest.find_first_of("=~");
    if (op == std::string_view::npos) {
      error = "expected KEY=JSON or KEY~TEXT: " + std::string(rest);
      return false;
    }
    const auto* value = at_path(*payload, rest.substr(0, op));
    if (rest[op] == '~') return text_at(value).find(rest.substr(op + 1)) != std::string::npos;
    const auto tail = rest.substr(op + 1);
    // A string may hold blanks: its end is the closing quote.
    std::size_t end = tail.find(' ');
    if (tail.starts_with('"')) {
      std::size_t quote = 1;
      while (quote < tail.size() && tail[quote] != '"') quote += tail[quote] == '\\' ? 2 : 1;
      end = quote + 1 >= tail.size() ? std::string_view::npos : quote + 1;
    }
    const auto wanted = json::parse(tail.substr(0, end));
    if (!wanted) {
      error = "not JSON: " + std::string(tail.substr(0, end));
      return false;
    }
    if (value == nullptr ? !wanted->is_null() : !(*value == *wanted)) return false;
    rest = end == std::string_view::npos ? std::string_view() : tail.substr(end + 1);
  }
  return true;
}

std::string summary(const LoggedEvent& event) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> k_keys{
      {"session.started", {"task"}},
      {"user.message", {"text"}},
      {"model.answer", {"stop"}},
      {"tool.call", {"name", "arguments"}},
      {"tool.result", {"name", "is_error"}},
      {"check.started", {"command"}},
      {"check.finished", {"command", "exit"}},
      {"verdict", {"status"}},
      {"notice", {"level", "text"}},
      {"session.ended", {"status", "exit_code"}},
  };
  std::string out = event.type;
  const auto payload = json::parse(event.payload);
  if (!payload) return out + " (broken payload)";
  if (event.type == "effects") {
    if (const auto* effects = json::array_or_null(json::find(*payload, "effects")))
      for (const auto& effect : *effects)
        out += " " + text_at(json::find(effect, "change")) + " " + text_at(json::find(effect, "path"));
    return out;
  }
  const auto found = k_keys.find(event.type);
  if (found == k_keys.end()) return out;
  for (const auto& key : found->second)
    if (const auto* value = json::find(*payload, key)) out += " " + key + "=" + json::dump(*value);
  return out;
}

}  // namespace e2e
