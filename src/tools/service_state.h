#pragma once
// The services of a session, and what each action of the tool does.

#include <string>
#include <vector>

#include "service_process.h"
#include "tools/service.h"
#include "workspace/workspace.h"

namespace tools {

class ServiceState final : public Services {
 public:
  ServiceState(io::Loop& loop, workspace::Workspace& workspace, ShellOptions options);
  ~ServiceState() override;
  ServiceState(const ServiceState&) = delete;

  io::Task<Output> start(ServiceRequest request, Run run);
  io::Task<Output> stop(std::string name);
  Output list();
  Output log(const std::string& name);
  io::Task<> close() override;
  [[nodiscard]] std::size_t running() const override;

 private:
  io::Task<Output> start_it(ServiceRequest request, Run run);
  base::Result<io::ProcessSpec> spec_of(const ServiceRequest& request) const;
  base::Result<sandbox::View> view_of(const ServiceRequest& request) const;
  base::Result<> check(const ServiceRequest& request) const;
  base::Result<std::shared_ptr<Service>> find(const std::string& name) const;
  void make_room();
  /// "[web has ended by itself: exit 1 after 3 s]", a line each that the model was not told of yet.
  std::string news();
  [[nodiscard]] std::string printed(const Service& service, std::string& full) const;
  Output answer(const Service& service, std::string line, bool is_error);

  io::Loop& loop_;
  workspace::Workspace& workspace_;
  ShellOptions options_;
  base::Env env_;        // what services see of options_.env
  std::string mark_;     // in their environment, by which strays are found
  bool ran_any_ = false;
  std::vector<std::shared_ptr<Service>> services_;   // by the time of their start
  io::Scope tasks_;
};

}  // namespace tools
