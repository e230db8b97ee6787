#include <array>
#include <functional>
#include <stop_token>
#include <utility>

#include "arguments.h"
#include "code/outline.h"
#include "io/loop.h"
#include "load.h"
#include "makers.h"
#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/outline.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"path":{"type":"string"}},"required":["path"]})";
constexpr std::size_t k_bytes_max = k_output_max - 512;   // the rest is for notes

struct OutlineArguments {
  std::string path;
};
BOOST_DESCRIBE_STRUCT(OutlineArguments, (), (path))
constexpr std::array k_aliases = {Alias{"file_path", "path"}, Alias{"file", "path"}};

base::Result<Output> outline_now(const Place& place) {
  TRY(const auto loaded, load_now(place));
  TRY(const auto outline, code::outline(place.path, loaded.bytes));
  std::string text = code::to_text(outline, k_bytes_max);
  if (outline.symbols.empty()) text = "[no declarations]\n";
  if (outline.has_error) text += "[does not parse cleanly: some may be missing]\n";
  if (outline.cut) text += "[more symbols than can be shown]\n";
  return bounded(std::move(text), "outline " + place.shown);
}

class OutlineTool final : public Tool {
 public:
  explicit OutlineTool(workspace::Workspace& workspace) : workspace_(workspace) {
    spec_.name = "outline";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::reads; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run) override {
    auto read = read_arguments<OutlineArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    auto place = locate(workspace_, read->value.path);
    if (!place) co_return failed(place.error());
    std::function<base::Result<Output>(std::stop_token)> work = [&place](std::stop_token) {
      return outline_now(*place);
    };
    auto made = co_await io::offload<base::Result<Output>>(std::move(work));
    if (!made) co_return failed(made.error());
    co_return with_note(ignored_note(read->unknown), std::move(*made));
  }

 private:
  workspace::Workspace& workspace_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_outline_tool(workspace::Workspace& workspace) {
  return std::make_unique<OutlineTool>(workspace);
}

}  // namespace tools
