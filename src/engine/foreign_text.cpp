#include "foreign_text.h"

#include "text/sha256.h"

namespace engine {

std::string fenced(const std::string& text) {
  const std::string mark = "foreign-" + text::sha256_hex(text).substr(0, 12);
  return "<" + mark + ">\n" + text + (text.empty() || text.ends_with('\n') ? "" : "\n") + "</" + mark + ">";
}

}  // namespace engine
