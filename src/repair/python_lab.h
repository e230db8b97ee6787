#pragma once
// The lab for Python: a server in each copy of the project (zygote.py).

#include <memory>

#include "lab.h"
#include "python_setup.h"

namespace repair {

/// `sources` must outlive the lab; candidates refer to them by index. Cheap: servers are started
/// when they are needed. Removes compiled files (__pycache__) from the copies, since candidates
/// change sources faster than their time stamps tell.
base::Result<std::unique_ptr<Lab>> make_python_lab(io::Launcher launcher, PythonSetup setup, LabPlace place,
                                                   const std::vector<Source>& sources);

}  // namespace repair
