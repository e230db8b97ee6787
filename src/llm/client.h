#pragma once
// A model behind a wire. make_model and make_replay make it; they differ in the HTTP client only.

#include <memory>

#include "llm/catalogue.h"
#include "wire/wire.h"

namespace llm {

std::unique_ptr<Model> make_wire_model(io::HttpClient& http, const wire::Wire& wire, const Provider& provider,
                                       ModelInfo info, WireOptions options);

}  // namespace llm
