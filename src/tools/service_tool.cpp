// Arguments to actions.
#include <algorithm>
#include <array>
#include <utility>

#include "arguments.h"
#include "makers.h"
#include "service_state.h"
#include "tools/service.h"

namespace tools {

namespace {

constexpr std::string_view k_text =
#include "embed/service.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"action":{"enum":["start","stop","list","log"]},"name":{"type":"string"},)"
    R"("command":{"type":"string"},"cwd":{"type":"string"},"wait_for":{"type":"string"},"wait_s":{"type":"number"},)"
    R"("writable":{"type":"array","items":{"type":"string"}}},"required":["action"]})";

struct ServiceArguments {
  std::string action;
  std::optional<std::string> name, command, cwd, wait_for;
  std::optional<double> wait_s;
  std::optional<std::vector<std::string>> writable;
};
BOOST_DESCRIBE_STRUCT(ServiceArguments, (), (action, name, command, cwd, wait_for, wait_s, writable))

constexpr std::array k_aliases = {Alias{"cmd", "command"}, Alias{"workdir", "cwd"}, Alias{"timeout", "wait_s"}};
constexpr double k_seconds_max = 1e6;

class ServiceTool final : public Tool {
 public:
  explicit ServiceTool(ServiceState& services) : services_(services) {
    spec_.name = "service";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<ServiceArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    ServiceArguments& asked = read->value;
    const std::string name = asked.name.value_or("");
    Output out;
    if (asked.action == "start") {
      out = co_await services_.start(request_of(asked), std::move(run));
    } else if (asked.action == "stop") {
      out = co_await services_.stop(name);
    } else if (asked.action == "log") {
      out = services_.log(name);
    } else if (asked.action == "list") {
      out = services_.list();
    } else {
      co_return failed({base::Code::invalid, "/action: expected start, stop, list or log"});
    }
    co_return with_note(ignored_note(read->unknown), std::move(out));
  }

 private:
  static ServiceRequest request_of(ServiceArguments& asked) {
    ServiceRequest request;
    request.name = asked.name.value_or("");
    request.command = asked.command.value_or("");
    request.cwd = asked.cwd.value_or("");
    request.wait_for = asked.wait_for.value_or("");
    request.writable = asked.writable.value_or(std::vector<std::string>());
    if (asked.wait_s) {
      const double seconds = std::clamp(*asked.wait_s, 0.0, k_seconds_max);
      request.wait = io::Millis(static_cast<std::int64_t>(seconds * 1000));
    }
    return request;
  }

  ServiceState& services_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Services> add_services(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                       ShellOptions options) {
  auto services = std::make_unique<ServiceState>(loop, workspace, std::move(options));
  set.add(std::make_unique<ServiceTool>(*services));
  return services;
}

}  // namespace tools
