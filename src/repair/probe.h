#pragma once
// Requests by which the servers in Python and Node call functions (probe.py, node_probe.js.txt), and what they
// answer. Which values are tried is theirs; here is what they need to know.

#include <boost/json/fwd.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "lab.h"

namespace repair {

boost::json::object python_probe(const ObserveOrder& order);
boost::json::object node_probe(const ObserveOrder& order);

/// A JavaScript file in which each function of the order tells the server about its calls; the lines stay
/// where they are. Left out: constructors, generators, functions that have no name to call them by. Fails if
/// the text does not parse.
base::Result<std::string> with_spies(const std::string& path, const std::string& text, const ObserveOrder& order);

Observations observations_of(const std::vector<boost::json::value>& answers);

}  // namespace repair
