// Replaces one passage, exactly. Only the bytes of the passage change: it is found modulo line
// endings, and what comes in its place gets the endings that the file has there, so that a model,
// which never sees a carriage return, can edit a CRLF file.

#include <array>
#include <utility>

#include "arguments.h"
#include "load.h"
#include "makers.h"
#include "passage.h"
#include "text/lines.h"
#include "text/sha256.h"
#include "text/utf8.h"
#include "tools/read_ledger.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/edit.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"path":{"type":"string"},"old":{"type":"string"},)"
    R"("new":{"type":"string"},"all":{"type":"boolean"}},"required":["path","old","new"]})";

constexpr std::size_t k_places_max = 100'000;
constexpr std::size_t k_lines_told_max = 10;
constexpr std::size_t k_result_max = std::size_t{64} << 20;   // `all` may make a small file large

// "new" is a word of C++, so the members have longer names than the arguments.
struct EditArguments {
  std::string path, old_text, new_text;
  bool all = false;
};
BOOST_DESCRIBE_STRUCT(EditArguments, (), (path, old_text, new_text, all))
constexpr std::array k_aliases = {
    Alias{"old", "old_text"},        Alias{"new", "new_text"},        Alias{"file_path", "path"},
    Alias{"old_string", "old_text"}, Alias{"new_string", "new_text"}, Alias{"replace_all", "all"}};

constexpr std::array k_schema_names = {Alias{"old_text", "old"}, Alias{"new_text", "new"}};

base::Error in_words_of_the_schema(base::Error error) {
  for (const std::string_view name : {"/old_text", "/new_text"})
    if (const auto at = error.what.find(name); at != std::string::npos)
      error.what.replace(at, name.size(), name.substr(0, 4));
  return error;
}

std::string lines_of(std::string_view file, const std::vector<Passage>& places) {
  const text::LineIndex index(file);
  std::string out = places.size() == 1 ? "line " : "lines ";
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i == k_lines_told_max) return out + ", ...";
    if (i > 0) out += ", ";
    out += std::to_string(index.line_of(places[i].begin));
  }
  return out;
}

struct Edited {
  std::string bytes;
  std::string where;   // "line 12"
};

base::Result<Edited> edit(const std::string& shown, std::string_view file, const EditArguments& asked) {
  using base::Code;
  if (asked.old_text.empty())
    return base::fail(Code::invalid, "`old` is empty: give the text to replace, or use write");
  if (text::to_lf(asked.old_text) == text::to_lf(asked.new_text))
    return base::fail(Code::invalid, "`old` and `new` are the same: nothing to do");
  const auto overlap = asked.all ? Overlap::no : Overlap::yes;
  const auto places = find_passages(file, asked.old_text, overlap, k_places_max);
  if (places.empty()) {
    const auto near = nearest(text::without_bom(file), asked.old_text);
    return base::fail(Code::not_found, "`old` was not found in " + shown + (near.empty() ? "" : ". ") + near);
  }
  if (places.size() > 1 && !asked.all)
    return base::fail(Code::ambiguous, "`old` occurs " + std::to_string(places.size()) + " times in " +
                                           shown + ", at " + lines_of(file, places) +
                                           ": add lines around it until it is the only one, or set `all`");
  if (asked.new_text.size() > k_result_max / places.size())
    return base::fail(Code::too_big, shown + " would become too large");
  Edited out;
  std::size_t at = 0;
  for (const auto& place : places) {
    out.bytes += file.substr(at, place.begin - at);
    out.bytes += with_endings_of(file, place.begin, asked.new_text);
    at = place.end;
  }
  out.bytes += file.substr(at);
  out.where = lines_of(file, places);
  return out;
}

class EditTool final : public Tool {
 public:
  EditTool(workspace::Workspace& workspace, ReadLedger& ledger)
      : workspace_(workspace), ledger_(ledger) {
    spec_.name = "edit";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    TRY(const auto known, canonical_arguments(arguments, k_aliases));
    TRY(const auto named, canonical_arguments(known, k_schema_names));
    return with_plain_path(workspace_, named);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<EditArguments>(arguments, k_aliases);
    if (!read) co_return failed(in_words_of_the_schema(read.error()));
    auto place = locate(workspace_, read->value.path);
    if (!place) co_return failed(place.error());
    auto loaded = co_await load(*place);
    if (!loaded) co_return failed(vanished(*place, loaded.error()));
    auto done = apply(*place, *loaded, read->value, run);
    if (!done) co_return failed(done.error());
    co_return with_note(ignored_note(read->unknown), std::move(*done));
  }

 private:
  [[nodiscard]] base::Error vanished(const Place& place, base::Error error) const {
    if (error.code == base::Code::not_found && ledger_.knows(place.path))
      error.what = place.shown + " is gone: somebody removed it since it was read";
    return error;
  }

  base::Result<Output> apply(const Place& place, const Loaded& loaded, const EditArguments& asked,
                             const Run& run) {
    TRY_DO(ledger_.check(place.path, loaded.hash, place.shown));
    TRY_DO(check_writable(place, loaded.mode));
    if (text::looks_binary(loaded.bytes))
      return base::fail(base::Code::unsupported, place.shown + " is a binary file");
    TRY(auto edited, edit(place.shown, loaded.bytes, asked));
    const std::string change = counts(loaded.bytes, edited.bytes);
    workspace::Workspace::FileWrite write{place.name, edited.bytes, std::nullopt, loaded.hash};
    TRY_DO(workspace_.write(run.call_id, "edit " + place.shown, {std::move(write)}));
    ledger_.saw(place.path, text::sha256_hex(edited.bytes));
    show_diff(run, {place, loaded.bytes, edited.bytes});
    return bounded("edited " + place.shown + ", " + edited.where + " " + change,
                   "edit " + place.shown + " " + change);
  }

  workspace::Workspace& workspace_;
  ReadLedger& ledger_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_edit_tool(workspace::Workspace& workspace, ReadLedger& ledger) {
  return std::make_unique<EditTool>(workspace, ledger);
}

}  // namespace tools
