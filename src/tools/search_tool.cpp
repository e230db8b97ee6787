// Results are grouped by file: the path on a line of its own, then NUMBER:TEXT for a match and
// NUMBER-TEXT for context. A path that is said once instead of on each line saves about a third of
// the tokens of grep's form.

#include <algorithm>
#include <array>
#include <functional>
#include <stop_token>
#include <utility>

#include "arguments.h"
#include "base/file.h"
#include "base/paths.h"
#include "code/search.h"
#include "globs.h"
#include "io/loop.h"
#include "makers.h"
#include "names.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/search.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"pattern":{"type":"string"},)"
    R"("path":{"type":"string","description":"file or folder"},)"
    R"("glob":{"type":"string","description":"*.py, src/**, !test*"},)"
    R"("literal":{"type":"boolean"},"ignore_case":{"type":"boolean"},)"
    R"("context":{"type":"integer","description":"lines around"},)"
    R"("files_only":{"type":"boolean"}},"required":["pattern"]})";

constexpr std::size_t k_matches_max = 300;
constexpr std::size_t k_files_max = 1000;          // with files_only
constexpr std::size_t k_matches_per_file_max = 50; // in a folder: one large file must not hide others
constexpr std::size_t k_line_max = 300;
constexpr std::int64_t k_context_max = 20;
constexpr std::size_t k_rows_bytes_max = k_output_max - 512;   // the rest is for the last line

struct SearchArguments {
  std::string pattern;
  std::optional<std::string> path, glob;
  bool literal = false, ignore_case = false;
  std::optional<std::int64_t> context;
  bool files_only = false;
};
BOOST_DESCRIBE_STRUCT(SearchArguments, (),
                      (pattern, path, glob, literal, ignore_case, context, files_only))
constexpr std::array k_aliases = {Alias{"query", "pattern"}, Alias{"regex", "pattern"},
                                  Alias{"include", "glob"}, Alias{"case_insensitive", "ignore_case"}};

code::SearchQuery query_of(const SearchArguments& asked, bool in_file) {
  code::SearchQuery query;
  query.pattern = asked.pattern;
  query.syntax = asked.literal ? code::Syntax::literal : code::Syntax::regex;
  query.letters = asked.ignore_case ? code::Case::insensitive : code::Case::sensitive;
  query.want = asked.files_only ? code::Want::files : code::Want::lines;
  query.before = query.after =
      static_cast<std::size_t>(std::clamp<std::int64_t>(asked.context.value_or(0), 0, k_context_max));
  query.matches_max = asked.files_only ? k_files_max : k_matches_max;
  if (!in_file) query.matches_per_file_max = k_matches_per_file_max;
  query.line_max = k_line_max;
  query.where.hidden = code::Hidden::show;
  if (asked.glob && !asked.glob->empty()) query.where.globs = expanded_globs(*asked.glob);
  return query;
}

std::string row(const code::FoundLine& line) {
  return std::to_string(line.number) + (line.is_match ? ":" : "-") + (line.cut_front ? "..." : "") +
         line.text + (line.cut_back ? "...\n" : "\n");
}

// Rows until the bound; `dropped` tells that there are more.
class Page {
 public:
  void add(const std::string& bytes) {
    all_ += bytes;
    if (!dropped_ && shown_ + bytes.size() <= k_rows_bytes_max) shown_ += bytes.size();
    else dropped_ = true;
  }
  [[nodiscard]] bool dropped() const { return dropped_; }
  [[nodiscard]] std::string_view shown() const { return std::string_view(all_).substr(0, shown_); }
  std::string all() && { return std::move(all_); }

 private:
  std::string all_;
  std::size_t shown_ = 0;
  bool dropped_ = false;
};

std::string plural(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : noun.ends_with("ch") ? "es" : "s");
}

std::string last_line(const code::SearchResult& result, const SearchArguments& asked, bool dropped) {
  if (result.files.empty()) {
    std::string out = "no match in " + plural(result.files_searched, "file");
    if (result.files_binary > 0) out += " (" + std::to_string(result.files_binary) + " binary skipped)";
    return out;
  }
  std::string out = "[" + (asked.files_only ? plural(result.files.size(), "file")
                                            : plural(result.matches, "match") + " in " +
                                                  plural(result.files.size(), "file"));
  if (result.cut || dropped) out += ", not all shown: narrow pattern, path or glob";
  if (result.walk_cut) out += ", the tree is too large to be searched whole: give a path";
  return out + "]";
}

Output report(const Place& place, const SearchArguments& asked, const code::SearchResult& result) {
  Page page;
  const bool in_folder = base::is_dir(place.path);
  for (const auto& file : result.files) {
    const std::string path = base::normalize(base::join(place.relative, file.path));
    page.add(shown_name(in_folder ? path : place.relative) + "\n");
    for (const auto& line : file.lines) page.add(row(line));
    if (file.cut && !asked.files_only) page.add("... more in this file\n");
  }
  Output out;
  const std::string end = last_line(result, asked, page.dropped());
  out.text = std::string(page.shown()) + end;
  out.title = "search " + asked.pattern + (place.relative == "." ? "" : " in " + place.shown);
  if (page.dropped()) out.full = std::move(page).all() + end;
  return out;
}

class SearchTool final : public Tool {
 public:
  explicit SearchTool(workspace::Workspace& workspace) : workspace_(workspace) {
    spec_.name = "search";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::reads; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run) override {
    auto read = read_arguments<SearchArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    const SearchArguments& asked = read->value;
    auto place = locate(workspace_, asked.path.value_or("."));
    if (!place) co_return failed(place.error());
    std::function<base::Result<code::SearchResult>(std::stop_token)> work =
        [&place, &asked](std::stop_token stop) { return search(*place, asked, std::move(stop)); };
    auto result = co_await io::offload<base::Result<code::SearchResult>>(std::move(work));
    if (!result) co_return failed(explained(*place, asked, result.error()));
    co_return with_note(ignored_note(read->unknown), report(*place, asked, *result));
  }

 private:
  static base::Result<code::SearchResult> search(const Place& place, const SearchArguments& asked,
                                                 std::stop_token stop) {
    auto query = query_of(asked, !base::is_dir(place.path));
    TRY(auto result, code::search(place.path, query, stop));
    // A folder that was asked for by its name is searched even if it is ignored.
    if (result.files_searched == 0 && place.relative != ".") {
      query.where.ignored = code::Ignored::show;
      return code::search(place.path, query, stop);
    }
    return result;
  }

  static base::Error explained(const Place& place, const SearchArguments& asked, base::Error error) {
    if (error.code == base::Code::not_found)
      error.what = "no such file or folder: " + place.shown + similar_names(place);
    if (error.code == base::Code::invalid && !asked.literal)
      error.what += " (set literal to search for the text itself)";
    return error;
  }

  workspace::Workspace& workspace_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_search_tool(workspace::Workspace& workspace) {
  return std::make_unique<SearchTool>(workspace);
}

}  // namespace tools
