#include <array>
#include <utility>

#include "arguments.h"
#include "load.h"
#include "makers.h"
#include "text/lines.h"
#include "text/sha256.h"
#include "text/utf8.h"
#include "tools/read_ledger.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/write.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},)"
    R"("required":["path","content"]})";

struct WriteArguments {
  std::string path, content;
};
BOOST_DESCRIBE_STRUCT(WriteArguments, (), (path, content))
// What Workspace::write expects of a file that must not be there.
const std::string k_not_there;

constexpr std::array k_aliases = {Alias{"file_path", "path"}, Alias{"contents", "content"}};

struct Replacement {
  std::string bytes;
  std::string kept;   // what of the old file was kept, for the model
};

// Models write line feeds and no byte order mark; a file that has had them otherwise keeps its ways.
Replacement in_form_of(std::string_view old_bytes, std::string content) {
  Replacement out{std::move(content), ""};
  if (text::looks_binary(old_bytes)) return out;
  if (text::line_ending(old_bytes) == text::LineEnding::crlf &&
      text::line_ending(out.bytes) == text::LineEnding::lf) {
    out.bytes = text::with_line_ending(out.bytes, text::LineEnding::crlf);
    out.kept = "; CRLF line endings kept";
  }
  if (text::has_bom(old_bytes) && !text::has_bom(out.bytes)) {
    out.bytes.insert(0, text::k_bom);
    out.kept += "; byte order mark kept";
  }
  return out;
}

class WriteTool final : public Tool {
 public:
  WriteTool(workspace::Workspace& workspace, ReadLedger& ledger)
      : workspace_(workspace), ledger_(ledger) {
    spec_.name = "write";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    TRY(const auto known, canonical_arguments(arguments, k_aliases));
    return with_plain_path(workspace_, known);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<WriteArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    auto place = locate(workspace_, read->value.path);
    if (!place) co_return failed(place.error());
    auto loaded = co_await load(*place);
    if (!loaded && loaded.error().code != base::Code::not_found) co_return failed(loaded.error());
    auto done = loaded ? replace(*place, *loaded, std::move(read->value.content), run)
                       : create(*place, std::move(read->value.content), run);
    if (!done) co_return failed(done.error());
    co_return with_note(ignored_note(read->unknown), std::move(*done));
  }

 private:
  base::Result<Output> create(const Place& place, std::string content, const Run& run) {
    const std::string change = counts(text::count_lines(content), 0);
    TRY_DO(put(place, "", content, k_not_there, run));
    return bounded("created " + place.shown + " " + change, "write " + place.shown + " " + change);
  }

  base::Result<Output> replace(const Place& place, const Loaded& loaded, std::string content,
                               const Run& run) {
    TRY_DO(ledger_.check(place.path, loaded.hash, place.shown));
    TRY_DO(check_writable(place, loaded.mode));
    const auto [bytes, kept] = in_form_of(loaded.bytes, std::move(content));
    if (bytes == loaded.bytes)
      return bounded(place.shown + " has this content already", "write " + place.shown + " (+0 -0)");
    const std::string change = counts(loaded.bytes, bytes);
    TRY_DO(put(place, loaded.bytes, bytes, loaded.hash, run));
    return bounded("replaced " + place.shown + " " + change + kept, "write " + place.shown + " " + change);
  }

  base::Result<> put(const Place& place, std::string_view before, const std::string& bytes,
                     std::string expected, const Run& run) {
    workspace::Workspace::FileWrite write{place.name, bytes, std::nullopt, std::move(expected)};
    TRY_DO(workspace_.write(run.call_id, "write " + place.shown, {std::move(write)}));
    ledger_.saw(place.path, text::sha256_hex(bytes));
    show_diff(run, {place, before, bytes});
    return {};
  }

  workspace::Workspace& workspace_;
  ReadLedger& ledger_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_write_tool(workspace::Workspace& workspace, ReadLedger& ledger) {
  return std::make_unique<WriteTool>(workspace, ledger);
}

}  // namespace tools
