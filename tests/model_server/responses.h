#pragma once
#include "wire.h"

namespace model_server {

Check check_responses(const json::Object& body, const Script& script, const Memory& memory, Seen& seen);
Check check_tool_name(const std::string& name, const std::string& param);

/// What OpenAI's two endpoints have in common: Bearer keys, the error's form, the usual errors.
class OpenAiWire : public Wire {
 public:
  Check authenticate(const HttpRequest& request, const std::string& key) const override;
  std::string error_body(const Refusal& refusal) const override;
  Refusal usual(int status) const override;
  Headers headers(Memory& memory) const override;
};

}  // namespace model_server
