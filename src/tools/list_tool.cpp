// Without a glob the folder is a tree, a name a line, one blank for each level: the shortest form
// that still shows where things are. With a glob it is a flat list of paths that `read` takes.

#include <algorithm>
#include <array>
#include <functional>
#include <stop_token>
#include <utility>

#include "arguments.h"
#include "base/file.h"
#include "base/paths.h"
#include "code/walk.h"
#include "globs.h"
#include "io/loop.h"
#include "makers.h"
#include "names.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/list.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"path":{"type":"string"},)"
    R"("depth":{"type":"integer","description":"default 2"},"glob":{"type":"string"}}})";

constexpr std::int64_t k_depth_default = 2;
constexpr std::int64_t k_depth_max = 64;
constexpr std::size_t k_entries_shown_max = 1000;
constexpr std::size_t k_rows_bytes_max = k_output_max - 512;

struct ListArguments {
  std::optional<std::string> path, glob;
  std::optional<std::int64_t> depth;
};
BOOST_DESCRIBE_STRUCT(ListArguments, (), (path, glob, depth))
constexpr std::array k_aliases = {Alias{"pattern", "glob"}, Alias{"dir", "path"},
                                  Alias{"directory", "path"}};

code::WalkOptions options_of(const ListArguments& asked) {
  code::WalkOptions options;
  options.hidden = code::Hidden::show;
  const bool tree = !asked.glob || asked.glob->empty();
  options.folders = tree;
  if (!tree) options.globs = expanded_globs(*asked.glob);
  options.depth_max = static_cast<std::size_t>(
      std::clamp<std::int64_t>(asked.depth.value_or(tree ? k_depth_default : k_depth_max), 1, k_depth_max));
  return options;
}

std::string row(const code::WalkEntry& entry, const Place& place, bool tree) {
  std::string out;
  if (tree) {
    out.append(static_cast<std::size_t>(std::count(entry.path.begin(), entry.path.end(), '/')), ' ');
    out += shown_name(base::file_name(entry.path));
  } else {
    out += shown_name(base::normalize(base::join(place.relative, entry.path)));
  }
  if (entry.kind == code::Kind::folder) out += '/';
  if (entry.kind == code::Kind::link) out += '@';
  return out + "\n";
}

Output report(const Place& place, const ListArguments& asked, const code::Walk& walk) {
  const bool tree = !asked.glob || asked.glob->empty();
  Output out;
  out.title = "list " + place.shown + (tree ? "" : " " + *asked.glob);
  std::size_t shown = 0;
  for (const auto& entry : walk.entries) {
    const std::string text = row(entry, place, tree);
    if (shown == k_entries_shown_max || out.text.size() + text.size() > k_rows_bytes_max) break;
    out.text += text;
    ++shown;
  }
  if (walk.entries.empty()) out.text = tree ? "[empty folder]\n" : "[no file matches]\n";
  if (shown < walk.entries.size())
    out.text += "[" + std::to_string(walk.entries.size() - shown) +
                (walk.cut ? " or more" : "") + " more entries: give a path or a glob]\n";
  for (const auto& folder : walk.unreadable) out.text += "[not readable: " + shown_name(folder) + "]\n";
  return out;
}

class ListTool final : public Tool {
 public:
  explicit ListTool(workspace::Workspace& workspace) : workspace_(workspace) {
    spec_.name = "list";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::reads; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run) override {
    auto read = read_arguments<ListArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    const ListArguments& asked = read->value;
    auto place = locate(workspace_, asked.path.value_or("."));
    if (!place) co_return failed(place.error());
    std::function<base::Result<code::Walk>(std::stop_token)> work =
        [&place, &asked](std::stop_token stop) { return walk(*place, asked, std::move(stop)); };
    auto result = co_await io::offload<base::Result<code::Walk>>(std::move(work));
    if (!result) co_return failed(explained(*place, result.error()));
    co_return with_note(ignored_note(read->unknown), bounded_report(*place, asked, *result));
  }

 private:
  static base::Result<code::Walk> walk(const Place& place, const ListArguments& asked,
                                       std::stop_token stop) {
    auto options = options_of(asked);
    TRY(auto result, code::walk(place.path, options, stop));
    // A folder that was asked for by its name is listed even if it is ignored.
    if (result.entries.empty() && place.relative != ".") {
      options.ignored = code::Ignored::show;
      return code::walk(place.path, options, stop);
    }
    return result;
  }

  static Output bounded_report(const Place& place, const ListArguments& asked, const code::Walk& walk) {
    Output made = report(place, asked, walk);
    return bounded(std::move(made.text), std::move(made.title));
  }

  static base::Error explained(const Place& place, base::Error error) {
    if (!base::exists(place.path)) {
      error.what = "no such folder: " + place.shown + similar_names(place);
    } else if (!base::is_dir(place.path)) {
      error.what = place.shown + " is a file: use read";
    }
    return error;
  }

  workspace::Workspace& workspace_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_list_tool(workspace::Workspace& workspace) {
  return std::make_unique<ListTool>(workspace);
}

}  // namespace tools
