#include "order.h"

#include <map>
#include <set>
#include <stdexcept>

namespace {

struct Node {
  int waiting = 0;
  std::vector<std::string> users;
};

}  // namespace

std::vector<std::string> build_order(const std::vector<std::pair<std::string, std::string>>& needs) {
  std::map<std::string, Node> nodes;
  for (const auto& [what, need] : needs) {
    ++nodes[what].waiting;
    nodes[need].users.push_back(what);
  }
  std::set<std::string> ready;
  for (const auto& [name, node] : nodes)
    if (node.waiting == 0) ready.insert(name);
  std::vector<std::string> order;
  while (!ready.empty()) {
    const std::string name = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(name);
    for (const auto& user : nodes[name].users) {
      Node node = nodes[user];
      --node.waiting;
      if (node.waiting == 0) ready.insert(user);
    }
  }
  if (order.size() != nodes.size()) throw std::runtime_error("circle");
  return order;
}
