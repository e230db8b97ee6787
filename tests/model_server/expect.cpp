#include "expect.h"

namespace model_server {
namespace {

bool any_has(const std::vector<std::string>& texts, const std::string& part) {
  for (const auto& text : texts)
    if (text.find(part) != std::string::npos) return true;
  return false;
}

std::string shown(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : "\n---\n") + text.substr(0, 2000);
  return out.substr(0, 8000);
}

}  // namespace

std::string unmet(const Expect& expect, const HttpRequest& request, const Seen& seen,
                  const std::vector<std::string>& before, const std::string& wire) {
  std::vector<std::string> all = seen.texts;
  all.push_back(seen.system);
  for (const auto& part : expect.contains)
    if (!any_has(all, part)) return "the request does not contain: " + part + "\nits texts:\n" + shown(all);
  for (const auto& part : expect.lacks)
    if (any_has(all, part)) return "the request contains: " + part;
  for (const auto& part : expect.system_contains)
    if (seen.system.find(part) == std::string::npos)
      return "the system prompt does not contain: " + part + "\nit is:\n" + shown({seen.system});
  std::vector<std::string> results;
  for (const auto& result : seen.last_results) results.push_back(result.text);
  if (expect.results && *expect.results != results.size())
    return "expected " + std::to_string(*expect.results) + " tool results, got " + std::to_string(results.size());
  for (const auto& part : expect.result_contains)
    if (!any_has(results, part)) return "no tool result contains: " + part + "\nthey are:\n" + shown(results);
  for (const auto& part : expect.result_lacks)
    if (any_has(results, part)) return "a tool result contains: " + part;
  if (expect.result_is_error) {
    if (results.empty()) return "there is no tool result";
    // The other wires have no place for it.
    if (wire == "messages" && seen.last_results.back().is_error != *expect.result_is_error)
      return std::string("the last tool result is ") + (*expect.result_is_error ? "no error" : "an error") +
             ":\n" + shown({results.back()});
  }
  for (const auto& tool : expect.tools)
    if (!seen.tools.contains(tool)) return "the request does not offer the tool " + tool;
  for (const auto& tool : expect.no_tools)
    if (seen.tools.contains(tool)) return "the request offers the tool " + tool;
  if (expect.body_max && request.body.size() > *expect.body_max)
    return "the request has " + std::to_string(request.body.size()) + " bytes, more than " +
           std::to_string(*expect.body_max);
  for (const auto& [name, part] : expect.headers)
    if (request.header(name).find(part) == std::string_view::npos)
      return "the header " + name + " does not contain: " + part + "; it is: " + std::string(request.header(name));
  if (expect.extends) {
    if (before.empty()) return "there is no previous request";
    for (std::size_t i = 0; i < before.size(); ++i)
      if (i >= seen.parts.size() || seen.parts[i] != before[i])
        return "the previous request is not a prefix of this one: part " + std::to_string(i) + " was\n" +
               before[i].substr(0, 2000) + "\nand is\n" + (i < seen.parts.size() ? seen.parts[i].substr(0, 2000) : "gone");
  }
  return {};
}

}  // namespace model_server
