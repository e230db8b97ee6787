#pragma once
// The lab for Python: two copies of the project, a server in each (zygote.py).

#include <memory>

#include "lab.h"
#include "python_setup.h"

namespace repair {

struct LabPlace {
  std::vector<std::string> trees;  ///< copies of the project, one for each worker
  std::string scratch;             ///< a folder of the lab's own, outside the copies
  base::Env env;
};

/// `sources` must outlive the lab; candidates refer to them by index. Cheap: servers are started
/// when they are needed. Removes compiled files (__pycache__) from the copies, since candidates
/// change sources faster than their time stamps tell.
base::Result<std::unique_ptr<Lab>> make_python_lab(io::Launcher launcher, PythonSetup setup,
                                                   LabPlace place,
                                                   const std::vector<Source>& sources);

}  // namespace repair
