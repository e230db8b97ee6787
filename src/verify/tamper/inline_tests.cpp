// Tests inside of the code that they test: Rust's modules, which can be taken out and put into
// another version of the file.
#include <algorithm>
#include <vector>

#include "code/language.h"
#include "code/parse.h"
#include "tamper/words.h"
#include "verify/tamper.h"

namespace verify {
namespace {

using code::Node;

struct Module {
  std::string name;
  std::size_t begin = 0, end = 0;
};

bool is_for_tests(Node attribute, std::string_view text) {
  const std::string flat = tamper::squeeze(attribute.text(text));
  return flat.starts_with("#[cfg(") && tamper::has_word(flat, "test");
}

/// The modules at the top of the file that are built for tests only, with their attributes.
std::vector<Module> modules_of(Node root, std::string_view text) {
  std::vector<Module> out;
  std::size_t begin = 0;
  bool tests = false, attributes = false;
  for (const Node child : root.named_children()) {
    if (child.type() == "attribute_item") {
      if (!attributes) begin = child.begin();
      attributes = true;
      tests = tests || is_for_tests(child, text);
      continue;
    }
    if (child.type() == "mod_item" && tests && child.field("body"))
      out.push_back({std::string(child.field("name").text(text)), begin, child.end()});
    tests = attributes = false;
  }
  return out;
}

}  // namespace

std::optional<std::string> with_tests_of(std::string_view path, std::string_view code,
                                         std::string_view tests) {
  if (code::language_of(path) != code::Language::rust) return std::nullopt;
  const auto code_tree = code::Tree::parse(code::Language::rust, code);
  const auto test_tree = code::Tree::parse(code::Language::rust, tests);
  if (!code_tree || !test_tree || code_tree->has_error() || test_tree->has_error())
    return std::nullopt;
  const auto wanted = modules_of(test_tree->root(), tests);
  if (wanted.empty()) return std::nullopt;
  std::string out(code);
  const auto there = modules_of(code_tree->root(), code);
  // From the end, so that the offsets in front stay right.
  for (auto module = there.rbegin(); module != there.rend(); ++module) {
    const auto found = std::find_if(wanted.begin(), wanted.end(),
                                    [&](const Module& one) { return one.name == module->name; });
    const std::string_view text = found == wanted.end()
                                      ? std::string_view()
                                      : tests.substr(found->begin, found->end - found->begin);
    out.replace(module->begin, module->end - module->begin, text);
  }
  for (const Module& one : wanted) {
    const bool replaced = std::any_of(there.begin(), there.end(),
                                      [&](const Module& old) { return old.name == one.name; });
    if (replaced) continue;
    if (!out.empty() && out.back() != '\n') out += '\n';
    out += "\n" + std::string(tests.substr(one.begin, one.end - one.begin)) + "\n";
  }
  return out;
}

}  // namespace verify
