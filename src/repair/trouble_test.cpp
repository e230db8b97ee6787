#include "trouble.h"

#include <gtest/gtest.h>

namespace repair {
namespace {

TEST(FirstError, IsFoundInWhatCompilersSay) {
  EXPECT_EQ(first_error("cc -c a.c\na.c: In function 'f':\na.c:3:5: error: 'x' undeclared\n  3 | x;\nmake: *** [Makefile:2: a.o] Error 1\n"),
            "a.c:3:5: error: 'x' undeclared");
  EXPECT_EQ(first_error("\x1b[1m\x1b[31merror[E0425]\x1b[0m: cannot find value `y`\n \x1b[34m-->\x1b[0m src/lib.rs:2:5\n"),
            "src/lib.rs:2:5: error[E0425]: cannot find value `y`");
  EXPECT_EQ(first_error("# example.com/calc\n./calc.go:4:9: undefined: total\nFAIL\texample.com/calc [build failed]\n"),
            "./calc.go:4:9: undefined: total");
  EXPECT_EQ(first_error("src/a.ts(3,5): error TS2304: Cannot find name 'x'.\n"), "src/a.ts(3,5): error TS2304: Cannot find name 'x'.");
  EXPECT_EQ(first_error("A.java:3: error: ';' expected\n    int x\n"), "A.java:3: error: ';' expected");
  EXPECT_EQ(first_error("[ERROR] /p/A.java:[3,5] cannot find symbol\n"), "[ERROR] /p/A.java:[3,5] cannot find symbol");
}

TEST(FirstError, OfPythonNamesItsPlace) {
  EXPECT_EQ(first_error("Traceback (most recent call last):\n  File \"t.py\", line 1, in <module>\n    import calc\n"
                        "  File \"calc.py\", line 2\n    return a +\n              ^\nSyntaxError: invalid syntax\n"),
            "File \"calc.py\", line 2: SyntaxError: invalid syntax");
}

TEST(FirstError, HostileOutputIsMadePlainAndShort) {
  EXPECT_EQ(first_error("a.c:1:1: error: \x1b]0;owned\x07x"), "a.c:1:1: error: ]0;ownedx");
  EXPECT_LE(first_error("a.c:1:1: error: " + std::string(5000, 'x')).size(), 304U);
  EXPECT_EQ(first_error(""), "");
  EXPECT_EQ(first_error("3 tests passed\n"), "");
}

}  // namespace
}  // namespace repair
