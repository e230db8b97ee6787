#pragma once
#include "wire.h"

namespace model_server {

struct Plain {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
};

/// Endpoints beside those that run the model: /v1/models, and what an Ollama or a llama-server
/// tells about itself. Nothing = not one of them.
std::optional<Plain> answer_about(const HttpRequest& request, const Script& script);

}  // namespace model_server
