#pragma once
// What each tool does. Internal to mcp_server.

#include <memory>

#include "call.h"

namespace mcp_server {

void run_task(plumb::Host& host, const std::shared_ptr<Call>& call);       // run_task.cpp
void read_session(plumb::Host& host, const std::shared_ptr<Call>& call);   // read_session.cpp
void search_code(plumb::Host& host, const std::shared_ptr<Call>& call);
void check(plumb::Host& host, const std::shared_ptr<Call>& call);

}  // namespace mcp_server
