#include "wire/wire.h"

namespace llm::wire {

static constexpr Wire k_wires[] = {
    {"responses", "/responses", encode_responses, decode_responses},
    {"chat", "/chat/completions", encode_chat, decode_chat},
    {"messages", "/messages", encode_messages, decode_messages},
};

const Wire* find_wire(std::string_view name) {
  for (const auto& wire : k_wires)
    if (wire.name == name) return &wire;
  return nullptr;
}

}  // namespace llm::wire
