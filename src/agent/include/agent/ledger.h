#pragma once
// The work ledger: what a session did, kept outside of the model's window. When a conversation is rebuilt
// (context.h), it stands for what was dropped: what the user asked, what the model decided, which files were read and
// changed, which commands were run and how they ended. A fold over the conversation's own items, so that it is the same
// after a resume; no model writes it.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "llm/item.h"

namespace agent {

class Ledger {
 public:
  /// Takes items that leave the conversation, in their order: every call with its result.
  void add(const std::vector<llm::Item>& items);
  [[nodiscard]] bool empty() const { return calls_ == 0 && users_.empty(); }
  /// For the model: at most `limit` bytes (at least 4,000). What the user said and what was changed comes first and is
  /// left out last; what is left out is counted.
  [[nodiscard]] std::string text(std::size_t limit) const;

 private:
  struct File {
    std::string ranges;          ///< "1-200, 340-360", "" = all of it
    std::string call;            ///< the last that read or changed it
    int reads = 0, changes = 0;
    bool was_created = false;
  };
  struct Command {
    std::string text, outcome, call;
    int times = 1;
  };
  void add_call(const llm::ToolCall& call, const llm::ToolResult& result);
  void add_command(const llm::ToolCall& call, const llm::ToolResult& result, std::string text);
  File& file(const std::string& path, const std::string& call);

  std::vector<std::string> users_, notes_;
  std::map<std::string, File> files_;
  std::vector<Command> commands_, others_;
  std::string plan_;
  std::uint64_t calls_ = 0;
};

}  // namespace agent
