#pragma once
// The lab for Java: one warm virtual machine in each copy of the project (java_server.java.txt), which compiles
// many versions of methods at once (schemata.h) and runs each in classes loaded anew.

#include <memory>

#include "java_project.h"
#include "lab.h"

namespace repair {

/// `sources` must outlive the lab. Compiles the server's program, about a second.
io::Task<base::Result<std::unique_ptr<Lab>>> make_java_lab(io::Launcher launcher, JavaProject project, LabPlace place,
                                                           const std::vector<Source>& sources);

}  // namespace repair
