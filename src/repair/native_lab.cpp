#include "native_lab.h"
namespace repair {
bool is_native_project(const std::string&) {
  return false;
}
base::Result<std::unique_ptr<Lab>> make_native_lab(io::Loop&, verify::Check, LabPlace,
                                                   const std::vector<Source>&,
                                                   const verify::CheckRun&) {
  return base::fail(base::Code::unsupported, "not yet");
}
}  // namespace repair
