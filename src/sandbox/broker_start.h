#pragma once
// Broker::start with what tests replace.

#include <memory>

#include "broker_dial.h"
#include "sandbox/broker.h"

namespace sandbox {

base::Result<std::unique_ptr<Broker>> start_broker(io::Loop& loop, BrokerOptions options, BrokerSeams seams);

}  // namespace sandbox
