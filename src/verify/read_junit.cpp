// JUnit XML: no two writers agree on it. What all of them have: <testcase> elements with name, mostly
// classname and time, and a child <failure>, <error> or <skipped>. The rest is dialect.
//
// pugixml neither loads nor expands entities of a document's own, so that a report cannot make itself
// larger than it is; the number of elements is bounded before it is parsed (a node costs some 20 times
// the 4 bytes of "<a/>"), and the walk has no recursion.

#include <pugixml.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "output_lines.h"
#include "report_readers.h"
#include "report_script.h"
#include "text/utf8.h"

namespace verify {
namespace {

std::string attribute(const pugi::xml_node& node, const char* name) {
  return node.attribute(name).as_string();
}

/// Seconds, perhaps with commas between thousands.
std::int64_t milliseconds(std::string text) {
  std::erase(text, ',');
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || !std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return -1;
  return std::llround(seconds * 1000);
}

/// What a <failure> says: its text, with its message before it if that is not a part of it.
std::string told(const pugi::xml_node& node) {
  const std::string message = attribute(node, "message");
  const std::string text = node.child_value();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return message;
  if (message.empty() || text.find(message) != std::string::npos) return text;
  return message + "\n" + text;
}

/// Of pytest: "tests/test_a.py::A::test_x[1]" out of classname "tests.test_a.A" and file
/// "tests/test_a.py". The file is where the function was written, which for an inherited test is
/// another one than the test's: then a file of the report that fits the class name, else its shape.
class NodeIds {
 public:
  explicit NodeIds(const pugi::xml_node& root) {
    for (const auto& suite : root.child("testsuites").children("testsuite"))
      for (const auto& test : suite.children("testcase")) {
        const std::string file = attribute(test, "file");
        if (fits(attribute(test, "classname"), file)) files_.insert(file);
      }
  }

  [[nodiscard]] std::string id(const pugi::xml_node& test) const {
    const std::string owner = attribute(test, "classname");
    const std::string name = attribute(test, "name");
    std::string file = attribute(test, "file");
    if (owner.empty()) return file.empty() ? name : file;   // a file that could not be collected
    if (!fits(owner, file)) file = file_of(owner);
    if (file.empty()) return owner + "." + name;
    std::string out = file;
    const std::string inner = owner.substr(std::min(owner.size(), dotted(file).size()));
    for (const char c : inner) out += c == '.' ? std::string("::") : std::string(1, c);
    return out + "::" + name;
  }

 private:
  static std::string dotted(std::string file) {
    if (file.ends_with(".py")) file.resize(file.size() - 3);
    std::replace(file.begin(), file.end(), '/', '.');
    return file;
  }
  static bool fits(const std::string& owner, const std::string& file) {
    if (file.empty()) return false;
    const std::string module = dotted(file);
    return owner.starts_with(module) && (owner.size() == module.size() || owner[module.size()] == '.');
  }
  [[nodiscard]] std::string file_of(const std::string& owner) const {
    for (std::size_t end = owner.size(); end != std::string::npos && end > 0; end = owner.rfind('.', end - 1)) {
      std::string file = owner.substr(0, end);
      std::replace(file.begin(), file.end(), '.', '/');
      file += ".py";
      if (files_.contains(file)) return file;
    }
    // Classes begin with a capital letter, modules do not.
    std::size_t end = 0;
    while (end < owner.size()) {
      const std::size_t dot = std::min(owner.find('.', end + (end == 0 ? 0 : 1)), owner.size());
      const std::size_t start = end == 0 ? 0 : end + 1;
      if (owner[start] >= 'A' && owner[start] <= 'Z') break;
      end = dot;
    }
    std::string file = owner.substr(0, end);
    std::replace(file.begin(), file.end(), '.', '/');
    return file.empty() ? file : file + ".py";
  }
  std::set<std::string> files_;
};

class JunitReader {
 public:
  JunitReader(const pugi::xml_document& document, Dialect dialect)
      : document_(document), dialect_(dialect) {
    if (dialect == Dialect::pytest) ids_.emplace(document);
  }

  base::Result<std::vector<TestResult>> read() {
    pugi::xml_node at = document_.document_element();
    const std::string_view top = at.name();
    if (top != "testsuites" && top != "testsuite")
      return base::fail(base::Code::invalid, "no JUnit XML: it begins with <" + name_of(top) + ">");
    std::size_t depth = 1;
    while (at) {
      const bool is_test = std::string_view(at.name()) == "testcase";
      if (is_test && results_.size() < k_tests_max) add(at);
      if (!is_test && at.first_child() && depth < k_xml_depth_max) {
        enter(at);
        at = at.first_child();
        ++depth;
        continue;
      }
      while (at && !at.next_sibling()) {
        at = at.parent();
        --depth;
        if (at == document_.document_element() || !at) return std::move(results_);
        leave(at);
      }
      at = at.next_sibling();
    }
    return std::move(results_);
  }

 private:
  void enter(const pugi::xml_node& node) {
    if (dialect_ == Dialect::node && std::string_view(node.name()) == "testsuite")
      suites_.push_back(attribute(node, "name"));
  }
  void leave(const pugi::xml_node& node) {
    if (dialect_ == Dialect::node && std::string_view(node.name()) == "testsuite" && !suites_.empty())
      suites_.pop_back();
  }

  [[nodiscard]] std::string full_name(const pugi::xml_node& test) const {
    const std::string name = attribute(test, "name");
    const std::string owner = attribute(test, "classname");
    switch (dialect_) {
      case Dialect::pytest:
        return ids_->id(test);
      case Dialect::ctest:
        return name;
      case Dialect::node: {
        std::string out;
        for (const auto& suite : suites_) out += suite + " > ";
        return out + name;
      }
      case Dialect::plain:
      case Dialect::gtest:
        break;
    }
    return owner.empty() ? name : owner + "." + name;
  }

  void add(const pugi::xml_node& test) {
    TestResult result;
    result.name = name_of(full_name(test));
    if (result.name.empty()) return;
    result.outcome = Outcome::passed;
    result.duration_ms = milliseconds(attribute(test, "time"));
    const pugi::xml_node failure = test.child("failure");
    const pugi::xml_node error = test.child("error");
    const pugi::xml_node skipped = test.child("skipped");
    const std::string status = attribute(test, "status");
    if (skipped) {
      // What was expected to fail and did: it ran.
      const bool ran = dialect_ == Dialect::pytest && attribute(skipped, "type") == "pytest.xfail";
      result.outcome = ran ? Outcome::passed : Outcome::skipped;
      result.message = message_of(told(skipped));
      if (dialect_ == Dialect::ctest && !result.message.starts_with("SKIP_")) result.outcome = Outcome::error;
    } else if (error) {
      result.outcome = Outcome::error;
      result.message = message_of(told(error));
    } else if (failure) {
      result.outcome = Outcome::failed;
      result.message = message_of(all_failures(test));
    } else if (status == "notrun" || status == "disabled" || attribute(test, "result") == "skipped") {
      result.outcome = Outcome::skipped;
    }
    if (dialect_ == Dialect::ctest && result.outcome == Outcome::failed)
      result.message = message_of(result.message + "\n" + test.child("system-out").child_value());
    if (result.outcome == Outcome::passed) result.message.clear();
    results_.push_back(std::move(result));
  }

  /// GoogleTest has one element for each assertion that failed.
  static std::string all_failures(const pugi::xml_node& test) {
    std::string out;
    for (const auto& failure : test.children("failure")) {
      if (out.size() > 4 * k_message_max) break;
      out += (out.empty() ? "" : "\n") + told(failure);
    }
    return out;
  }

  const pugi::xml_document& document_;
  Dialect dialect_;
  std::optional<NodeIds> ids_;
  std::vector<std::string> suites_;
  std::vector<TestResult> results_;
};

}  // namespace

base::Result<std::vector<TestResult>> read_junit(std::string_view xml, Dialect dialect) {
  if (xml.size() > k_report_max) return base::fail(base::Code::too_big, "it is larger than 16 MiB");
  if (static_cast<std::size_t>(std::count(xml.begin(), xml.end(), '<')) > 2 * k_xml_elements_max)
    return base::fail(base::Code::too_big, "it has more than a million elements");
  pugi::xml_document document;
  // Whatever its head claims: another encoding than UTF-8 is converted only where a byte order mark
  // or a declaration says so.
  const auto parsed = document.load_buffer(xml.data(), xml.size(),
                                           pugi::parse_cdata | pugi::parse_escapes | pugi::parse_wconv_attribute |
                                               pugi::parse_eol);
  if (!parsed)
    return base::fail(base::Code::invalid, std::string("no whole XML: ") + parsed.description() +
                                               " (at byte " + std::to_string(parsed.offset) + ")");
  return JunitReader(document, dialect).read();
}

}  // namespace verify
