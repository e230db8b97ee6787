#include "tools/tool.h"

#include "arguments.h"
#include "makers.h"
#include "base/error.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace tools {

Output failed(const base::Error& error) {
  Output out = bounded(error.what, "");
  out.is_error = true;
  return out;
}

base::Result<std::string> Tool::canonical(const std::string& arguments) const { return canonical_arguments(arguments, {}); }

std::string tool_text(std::string_view embedded) {
  const auto end = embedded.find_last_not_of(" \n");
  return std::string(embedded.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

Output with_note(std::string note, Output output) {
  if (!note.empty()) output.text = text::keep_ends(note + output.text, k_output_max);
  return output;
}

Output bounded(std::string text, std::string title) {
  Output out;
  out.title = std::move(title);
  if (!text::is_valid_utf8(text)) text = text::to_valid_utf8(text);
  out.text = text::keep_ends(text, k_output_max);
  if (out.text.size() != text.size()) out.full = std::move(text);
  return out;
}

}  // namespace tools
