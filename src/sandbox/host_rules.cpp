#include "host_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.h"
#include "sandbox/broker.h"

namespace sandbox {
namespace {

bool is_web(std::uint16_t port) { return port == 80 || port == 443; }

base::Error bad(std::string_view pattern, std::string_view why) {
  return {base::Code::invalid, fmt::format("not a rule for hosts: \"{}\": {}", shown(pattern), why)};
}

}  // namespace

base::Result<> RuleSet::add(std::string_view pattern) {
  Rule rule;
  std::string_view rest = pattern;
  if (rest == "*")
    return base::fail(bad(pattern, "one rule cannot allow every host; switch the network on instead"));
  if (rest.starts_with("*.")) {
    rule.is_below = true;
    rest.remove_prefix(2);
  }
  if (rest.find('*') != std::string_view::npos)
    return base::fail(bad(pattern, "\"*\" may only stand in front, as in \"*.example.org\""));
  if (rest.find('/') != std::string_view::npos)
    return base::fail(bad(pattern, "write a host or host:port, without https:// and without a path"));
  auto parsed = parse_host_port(rest);
  if (!parsed) return base::with(std::move(parsed).error(), fmt::format("rule \"{}\"", shown(pattern)));
  rule.host = std::move(parsed->host);
  rule.port = parsed->port;
  if (rule.is_below && rule.host.address)
    return base::fail(bad(pattern, "an address has no hosts below it"));
  rules_.push_back(std::move(rule));
  return {};
}

bool RuleSet::allows(const Host& host, std::uint16_t port) const {
  return std::any_of(rules_.begin(), rules_.end(), [&](const Rule& rule) {
    if (rule.port ? *rule.port != port : !is_web(port)) return false;
    if (rule.is_below) return !host.address && host.name.ends_with("." + rule.host.name);
    return rule.host == host;
  });
}

std::string rule_for(const Host& host, std::uint16_t port) {
  return is_web(port) ? host.name : host.with_port(port);
}

base::Result<> check_rules(const HostRules& rules) {
  RuleSet set;
  for (const auto& pattern : rules.allow) TRY_DO(set.add(pattern));
  return {};
}

bool allows(const HostRules& rules, std::string_view host, std::uint16_t port) {
  const auto parsed = parse_host(host);
  if (!parsed) return false;
  RuleSet set;
  for (const auto& pattern : rules.allow)
    if (!set.add(pattern)) return false;   // a list with a rule that is not one allows nothing
  return set.allows(*parsed, port);
}

}  // namespace sandbox
