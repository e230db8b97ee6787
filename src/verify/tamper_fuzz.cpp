// Any change of any file: no crash, all bounds kept, all text valid UTF-8, and the same file on
// both sides gives nothing. The first byte names the file, a byte 0xFF parts before from after.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/utf8.h"
#include "verify/mutation.h"
#include "verify/tamper.h"

namespace {

constexpr const char* k_paths[] = {
    "tests/test_a.py", "calc.py",           "conftest.py",  "a.test.js",      "a.spec.ts",
    "a_test.go",       "tests/a.rs",        "src/lib.rs",   "ATest.java",     "a_test.cpp",
    "tests/test_a.c",  "Makefile",          "package.json", "CMakeLists.txt", "tox.ini",
    "run_tests.sh",    "spec/a_spec.rb",    "a.test.tsx",   "AGENTS.md",      ".plumb/config.toml",
    "meson.build",     "tests/golden/a.txt"};

void check(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t cut = text.find('\xFF');
  verify::ChangedFile file;
  file.path = k_paths[data[0] % std::size(k_paths)];
  if (cut != 0) file.before = std::string(text.substr(0, cut));
  if (cut != std::string_view::npos) file.after = std::string(text.substr(cut + 1));
  const auto findings = verify::find_tampering({file}, "make test");
  check(findings.size() <= verify::k_findings_max);
  for (const verify::Finding& finding : findings) {
    check(finding.what.size() <= verify::k_finding_what_max);
    check(finding.diff.size() <= verify::k_finding_diff_max);
    check(text::is_valid_utf8(finding.what) && text::is_valid_utf8(finding.diff));
    check(!finding.what.empty());
  }
  (void)verify::files_to_restore({file});
  for (const verify::Mutant& one : verify::mutate_changed_lines({file}, 20))
    check(file.after && one.text != *file.after && one.line > 0);
  if (file.before && file.after) (void)verify::with_tests_of(file.path, *file.before, *file.after);
  verify::ChangedFile same = file;
  same.before = same.after;
  check(verify::find_tampering({same}, "make test").empty());
  return 0;
}
