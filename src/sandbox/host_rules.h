#pragma once
// HostRules (broker.h), read once.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host.h"

namespace sandbox {

class RuleSet {
 public:
  /// Fails with invalid: names the pattern and what is wrong with it.
  base::Result<> add(std::string_view pattern);
  [[nodiscard]] bool allows(const Host& host, std::uint16_t port) const;

 private:
  struct Rule {
    bool is_below = false;   // "*." in front: the hosts below this name, not itself
    Host host;
    std::optional<std::uint16_t> port;
  };
  std::vector<Rule> rules_;
};

/// The pattern that would allow this, for messages: "example.org", "example.org:8443".
std::string rule_for(const Host& host, std::uint16_t port);

}  // namespace sandbox
