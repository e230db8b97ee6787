#pragma once
// The lab for JavaScript: a server in each copy of the project (node_server.js.txt).

#include <memory>

#include "lab.h"
#include "node_setup.h"

namespace repair {

/// `sources` must outlive the lab. Cheap: servers are started when they are needed.
base::Result<std::unique_ptr<Lab>> make_node_lab(io::Launcher launcher, NodeSetup setup, LabPlace place,
                                                 const std::vector<Source>& sources);

}  // namespace repair
