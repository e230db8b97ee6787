// Lines go out as "NUMBER\tTEXT": the shortest form that models read reliably. The numbers are the
// file's, so that they fit what compilers and `search` say.

#include <algorithm>
#include <array>
#include <utility>

#include "arguments.h"
#include "load.h"
#include "makers.h"
#include "text/cut.h"
#include "text/lines.h"
#include "text/utf8.h"
#include "tools/read_ledger.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/read.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"path":{"type":"string"},)"
    R"("offset":{"type":"integer","description":"first line, from 1"},)"
    R"("limit":{"type":"integer","description":"lines"}},"required":["path"]})";

constexpr std::int64_t k_lines_default = 1000;
constexpr std::size_t k_line_max = 1000;              // bytes of one line that are shown
constexpr std::size_t k_lines_bytes_max = k_output_max - 1024;   // the rest is for notes
constexpr std::size_t k_worth_a_stub = 400;   // what is shorter is shown again
constexpr std::size_t k_image_max = 3'750'000;        // 5 MB as base64: the strictest wire's limit

struct ReadArguments {
  std::string path;
  std::optional<std::int64_t> offset, limit;
};
BOOST_DESCRIBE_STRUCT(ReadArguments, (), (path, offset, limit))
constexpr std::array k_aliases = {Alias{"file_path", "path"}, Alias{"file", "path"},
                                  Alias{"filename", "path"}};

std::string_view image_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return "image/gif";
  if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return "image/webp";
  return "";
}

std::string size_text(std::size_t size) {
  if (size < 10'000) return std::to_string(size) + " bytes";
  return std::to_string(size / 1000) + " kB";
}

// The lines that were shown, and the rest of them said.
struct Shown {
  std::string text;
  std::size_t first = 0, last = 0, total = 0;   // lines, from 1; last < first: none
};

Shown show_lines(std::string_view body, std::size_t first, std::size_t limit) {
  Shown out;
  const auto lines = text::split_lines(body);
  out.total = lines.size();
  out.first = first;
  out.last = first - 1;
  for (std::size_t i = first - 1; i < lines.size() && i - (first - 1) < limit; ++i) {
    const auto line = text::without_ending(lines[i]);
    const auto part = text::clip(line, k_line_max);
    std::string row = std::to_string(i + 1) + "\t" + text::to_valid_utf8(part);
    if (part.size() < line.size())
      row += "...[" + std::to_string(line.size() - part.size()) + " bytes more]";
    row += '\n';
    if (out.text.size() + row.size() > k_lines_bytes_max) break;
    out.text += row;
    out.last = i + 1;
  }
  return out;
}

class ReadTool final : public Tool {
 public:
  ReadTool(workspace::Workspace& workspace, ReadLedger& ledger, Images images)
      : workspace_(workspace), ledger_(ledger), images_(images) {
    spec_.name = "read";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::reads; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    TRY(const auto known, canonical_arguments(arguments, k_aliases));
    return with_plain_path(workspace_, known);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<ReadArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    auto place = locate(workspace_, read->value.path);
    if (!place) co_return failed(place.error());
    auto loaded = co_await load(*place);
    if (!loaded) co_return failed(loaded.error());
    co_return with_note(ignored_note(read->unknown), show(*place, *loaded, read->value, run.call_id));
  }

 private:
  Output show(const Place& place, const Loaded& loaded, const ReadArguments& asked, const std::string& call) {
    if (const auto type = image_type(loaded.bytes); !type.empty())
      return show_image(place, loaded, type);
    if (text::looks_binary(loaded.bytes)) return refuse_binary(place, loaded);
    const auto body = text::without_bom(loaded.bytes);
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(1, asked.offset.value_or(1)));
    const auto limit =
        static_cast<std::size_t>(std::max<std::int64_t>(1, asked.limit.value_or(k_lines_default)));
    Shown shown = show_lines(body, first, limit);
    if (shown.last < first && shown.total > 0)
      return failed(base::Error{base::Code::invalid, place.shown + " has " +
                                                         std::to_string(shown.total) + " lines"});
    ledger_.saw(place.path, loaded.hash);
    Output out;
    out.title = "read " + place.shown;
    const auto before = shown.text.size() < k_worth_a_stub
                            ? std::string()
                            : ledger_.shown_by(place.path, loaded.hash, shown.first, shown.last);
    if (!before.empty()) {
      out.title += " (unchanged)";
      out.text = "[unchanged since call " + before + " showed these lines, above]\n";
      return out;
    }
    if (!call.empty() && shown.last >= shown.first) ledger_.showed(place.path, loaded.hash, shown.first, shown.last, call);
    out.text = std::move(shown.text);
    if (shown.total == 0) out.text = "[empty file]\n";
    if (shown.first > 1 || shown.last < shown.total) {
      const std::string range = std::to_string(shown.first) + "-" + std::to_string(shown.last);
      out.title += ":" + range;
      out.text += "[lines " + range + " of " + std::to_string(shown.total) + "]\n";
    }
    if (!text::is_valid_utf8(body)) out.text += "[not UTF-8: other bytes are shown as U+FFFD]\n";
    return out;
  }

  Output show_image(const Place& place, const Loaded& loaded, std::string_view type) {
    const std::string what = place.shown + ": " + std::string(type) + ", " + size_text(loaded.bytes.size());
    if (images_ == Images::no)
      return failed({base::Code::unsupported, what + "; this model cannot see images"});
    if (loaded.bytes.size() > k_image_max)
      return failed({base::Code::too_big, what + "; too large to be shown, the limit is " +
                                              size_text(k_image_max) + ": make a smaller copy"});
    ledger_.saw(place.path, loaded.hash);
    Output out;
    out.title = "read " + place.shown;
    out.text = what;
    out.images.push_back({std::string(type), loaded.bytes});
    return out;
  }

  static Output refuse_binary(const Place& place, const Loaded& loaded) {
    const bool utf16 = loaded.bytes.starts_with("\xFF\xFE") || loaded.bytes.starts_with("\xFE\xFF");
    return failed({base::Code::unsupported,
                   place.shown + (utf16 ? " is UTF-16 text, " : " is a binary file, ") +
                       size_text(loaded.bytes.size()) + (utf16 ? ": use iconv in the shell" : "")});
  }

  workspace::Workspace& workspace_;
  ReadLedger& ledger_;
  Images images_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_read_tool(workspace::Workspace& workspace, ReadLedger& ledger, Images images) {
  return std::make_unique<ReadTool>(workspace, ledger, images);
}

}  // namespace tools
