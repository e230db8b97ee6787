// The patch tool of a session: paths are resolved on the loop's thread, reading and planning happen
// on the pool, and one Workspace::write makes all files new or none.

#include <sys/stat.h>

#include <array>
#include <functional>
#include <map>
#include <stop_token>
#include <utility>

#include "arguments.h"
#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "load.h"
#include "makers.h"
#include "text/sha256.h"
#include "text/utf8.h"
#include "tools/patch.h"
#include "tools/read_ledger.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/apply_patch.md.inc"
    ;
constexpr std::string_view k_freeform_text =
#include "embed/apply_patch_freeform.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";
// The format in Lark, for models that are held to it while they write.
constexpr std::string_view k_grammar = R"(start: begin_patch hunk+ end_patch
begin_patch: "*** Begin Patch" LF
end_patch: "*** End Patch" LF?
hunk: add_hunk | delete_hunk | update_hunk
add_hunk: "*** Add File: " filename LF add_line+
delete_hunk: "*** Delete File: " filename LF
update_hunk: "*** Update File: " filename LF change_move? change?
filename: /(.+)/
add_line: "+" /(.*)/ LF -> line
change_move: "*** Move to: " filename LF
change: (change_context | change_line)+ eof_line?
change_context: ("@@" | "@@ " /(.+)/) LF
change_line: ("+" | "-" | " ") /(.*)/ LF
eof_line: "*** End of File" LF
%import common.LF
)";

struct PatchArguments {
  std::string input;
};
BOOST_DESCRIBE_STRUCT(PatchArguments, (), (input))
constexpr std::array k_aliases = {Alias{"patch", "input"}, Alias{"patchText", "input"}};

// A patch never begins with a brace.
bool is_freeform(std::string_view arguments) {
  const auto first = arguments.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || (arguments[first] != '{' && arguments[first] != '"');
}

// The patch itself from a freeform call, or the argument `input`.
base::Result<std::string> patch_text(std::string arguments) {
  if (is_freeform(arguments)) return arguments;
  TRY(auto read, read_arguments<PatchArguments>(arguments, k_aliases));
  return std::move(read.value.input);
}

bool is_link(const std::string& path) {
  struct stat st {};
  return ::lstat(path.c_str(), &st) == 0 && S_ISLNK(st.st_mode);
}

using Places = std::map<std::string, base::Result<Place>>;   // by the normalized path in the patch

// A plan and what is known of the files that it was made from.
struct Planned {
  PatchPlan plan;
  std::map<std::string, Loaded> loaded;   // by the same path; without bytes
};

base::Result<Planned> plan_now(const Patch& patch, const Places& places) {
  Planned out;
  const PatchReader reader = [&](const std::string& path) -> base::Result<std::optional<std::string>> {
    const auto& place = places.at(path);
    if (!place) return base::fail(place.error());
    auto loaded = load_now(*place);
    if (!loaded && loaded.error().code == base::Code::not_found) return std::optional<std::string>{};
    if (!loaded) return base::fail(loaded.error());
    std::string bytes = std::move(loaded->bytes);
    out.loaded.emplace(path, std::move(*loaded));
    return std::optional(std::move(bytes));
  };
  TRY(out.plan, plan_patch(patch, reader));
  return out;
}

class ApplyPatchTool final : public Tool {
 public:
  ApplyPatchTool(workspace::Workspace& workspace, ReadLedger& ledger, Freeform freeform)
      : workspace_(workspace), ledger_(ledger) {
    spec_.name = "apply_patch";
    spec_.description = tool_text(freeform == Freeform::yes ? k_freeform_text : k_text);
    spec_.schema = k_schema;
    if (freeform == Freeform::yes) spec_.grammar = k_grammar;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return is_freeform(arguments) ? base::Result<std::string>(arguments) : canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto text = patch_text(std::move(arguments));
    if (!text) co_return failed(text.error());
    auto patch = parse_patch(*text);
    if (!patch) co_return failed(patch.error());
    const Places places = locate_all(*patch);
    std::function<base::Result<Planned>(std::stop_token)> work = [&patch, &places](std::stop_token) {
      return plan_now(*patch, places);
    };
    auto planned = co_await io::offload<base::Result<Planned>>(std::move(work));
    if (!planned) co_return failed(planned.error());
    auto done = write(places, *planned, run);
    if (!done) co_return failed(done.error());
    co_return std::move(*done);
  }

 private:
  [[nodiscard]] Places locate_all(const Patch& patch) const {
    Places out;
    for (const auto& hunk : patch.hunks)
      for (const auto& path : {hunk.path, hunk.move_to})
        if (!path.empty()) out.emplace(base::normalize(path), locate(workspace_, path));
    return out;
  }

  base::Result<Output> write(const Places& places, const Planned& planned, const Run& run) {
    const auto& plan = planned.plan;
    const std::string what = "patch " + title(plan);
    std::vector<workspace::Workspace::FileWrite> writes;
    for (const auto& file : plan.files) {
      TRY(auto made, one_write(*places.at(file.path), file, planned));
      writes.push_back(std::move(made));
    }
    if (!writes.empty()) TRY_DO(workspace_.write(run.call_id, what, std::move(writes)));
    for (const auto& file : plan.files) {
      const Place& place = *places.at(file.path);
      if (file.after) ledger_.saw(place.path, text::sha256_hex(*file.after));
      if (!file.after) ledger_.forget(place.path);
      show_diff(run, {place, file.before.value_or(""), file.after.value_or("")});
    }
    return bounded(plan.summary.text() + (plan.files.empty() ? "No content changed.\n" : ""), what);
  }

  [[nodiscard]] base::Result<workspace::Workspace::FileWrite> one_write(const Place& place,
                                                                        const PatchedFile& file,
                                                                        const Planned& planned) const {
    workspace::Workspace::FileWrite out{place.name, file.after, std::nullopt, ""};   // "" = not there
    if (file.before) {
      const auto& loaded = planned.loaded.at(file.path);
      TRY_DO(check_writable(place, loaded.mode));
      out.expected_hash = loaded.hash;
      // A link that is deleted is not what it leads to.
      if (!file.after && is_link(base::join(workspace_.root(), place.relative)))
        out.expected_hash.reset();
    }
    if (const auto source = planned.loaded.find(file.mode_of); source != planned.loaded.end())
      out.mode = source->second.mode;
    return out;
  }

  static std::string title(const PatchPlan& plan) {
    const auto& lines = plan.summary.lines;
    std::string out = lines.size() == 1 ? shown_name(lines[0].path)
                                        : std::to_string(lines.size()) + " files";
    return out + " " + counts(plan.summary.added, plan.summary.removed);
  }

  workspace::Workspace& workspace_;
  ReadLedger& ledger_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_apply_patch_tool(workspace::Workspace& workspace, ReadLedger& ledger,
                                            Freeform freeform) {
  return std::make_unique<ApplyPatchTool>(workspace, ledger, freeform);
}

}  // namespace tools
