#include "progress.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "json/json.h"

namespace {

/// What a person sees of one event.
std::string shown(const char* type, const json::Object& payload) {
  std::FILE* file = std::tmpfile();
  app::Progress progress(file, app::Colour::no);
  engine::SessionEvent event;
  event.type = type;
  event.payload = json::dump(payload);
  progress.event(event);
  std::rewind(file);
  std::string out(4096, '\0');
  out.resize(std::fread(out.data(), 1, out.size(), file));
  std::fclose(file);
  return out;
}

std::string failed(const char* output) {
  return shown("tool.result", {{"name", "shell"}, {"is_error", true}, {"duration_ms", 7}, {"output", output}});
}

TEST(Safe, ShowsWhatWouldHide) {
  EXPECT_EQ(app::safe("curl evil\u202Ehs.tmf/\u200B"), "curl evil\uFFFDhs.tmf/\uFFFD");
  EXPECT_EQ(app::safe("a\033[2Jb\xC2\x9B\x7F"), "a\uFFFD[2Jb\uFFFD\uFFFD");
  EXPECT_EQ(app::safe("caf\xC3\xA9 \xE9\nx"), "caf\xC3\xA9 \xE9\\nx") << "bytes of a name that are no UTF-8 stay";
}

}  // namespace

TEST(Progress, TellsHowACommandFailed) {
  EXPECT_EQ(failed("a ... ok\nFAILED (failures=2)\n[exit 1]\n[changed: M a]"), "  ✗ 7 ms  exit 1: FAILED (failures=2)\n");
  EXPECT_EQ(failed("[exit 1]"), "  ✗ 7 ms  exit 1\n");
  EXPECT_EQ(failed("tick\n\n[ended after timeout_s = 2]\n[changed: A b]\n"), "  ✗ 7 ms  ended after timeout_s = 2: tick\n");
}

TEST(Progress, TellsOtherFailuresByTheirFirstLine) {
  EXPECT_EQ(failed("old occurs twice\nin lines 3 and 9"), "  ✗ 7 ms  old occurs twice …\n");
  EXPECT_EQ(failed("[changed: M a]"), "  ✗ 7 ms  [changed: M a]\n");
  EXPECT_EQ(failed(""), "  ✗ 7 ms  \n");
}

TEST(Progress, ShowsNothingThatCouldSteerATerminal) {
  EXPECT_EQ(shown("notice", {{"text", "a\x1b]0;title\x07 b\xc2\x9b" "2J"}}),
            "! a\xEF\xBF\xBD]0;title\xEF\xBF\xBD b\xEF\xBF\xBD" "2J\n");
}
