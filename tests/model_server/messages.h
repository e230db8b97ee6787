#pragma once
#include "responses.h"

namespace model_server {

Check check_messages(const json::Object& body, const Script& script, const Memory& memory, Seen& seen);

}  // namespace model_server
