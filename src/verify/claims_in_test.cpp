// Sentences as models write them: those that claim success, and those that do not.
#include <gtest/gtest.h>

#include "verify/claims.h"

namespace verify {
namespace {

std::vector<std::string> texts(std::string_view prose) {
  std::vector<std::string> out;
  for (const Claim& claim : claims_in(prose)) out.push_back(claim.text);
  return out;
}

// clang-format off
constexpr const char* k_claims[] = {
    // tests
    "All tests pass.",
    "All tests pass now.",
    "All 42 tests pass.",
    "The tests pass.",
    "The full test suite passes.",
    "The test suite is green.",
    "All tests are green!",
    "42 passed, 0 failed.",
    "42 tests passed in 0.3s",
    "42/42 tests passing",
    "I ran the tests and they all passed.",
    "I ran pytest and it passes.",
    "I ran `pytest -q` and everything passes.",
    "`cargo test` passes.",
    "Ran `npm test`: 12 passed.",
    "The previously failing test now passes.",
    "The failing tests now pass.",
    "When I ran the suite, all tests passed.",
    "The change passes all existing tests.",
    "Everything passes.",
    "✅ All tests passing",
    "- [x] All tests pass",
    "**Tests:** all passing",
    "Tests: 42 passed",
    "Test suite: ✅",
    "No test failures.",
    "The suite completes with 0 failures.",
    "The unit tests and the integration tests all succeed.",
    "I've added a regression test, and all tests pass.",
    "The new test passes.",
    "`test_round_half_even` passes.",
    "Verified that all tests pass.",
    "No tests failed.",
    "The implementation is complete and all tests are passing.",
    "I updated the parser; the whole suite is green again.",
    "I could not reproduce the flake, but all tests pass.",
    "All tests pass, so you can merge this.",
    "| Tests | 42 passed |",
    // builds
    "The build succeeds.",
    "The project builds without errors.",
    "Build successful.",
    "The code compiles cleanly.",
    "It compiles.",
    "`npm run build` succeeds.",
    "`make` completes without errors.",
    // lint
    "Lint is clean.",
    "Ruff reports no issues.",
    "`mypy` passes.",
    "No lint errors.",
    "Type checks pass.",
    "ESLint: no warnings",
    "`cargo clippy` is clean.",
    // fixes
    "Fixed.",
    "Fixed the rounding bug in `calc.py`.",
    "The bug is fixed.",
    "I've fixed the issue.",
    "It works now.",
    "The parser works as expected.",
    "This fixes the crash on empty input.",
    "The program no longer crashes on empty input.",
    "The error is gone.",
    // verified
    "I verified that the output is right.",
    "Verified with `python app.py --demo` that it prints the total.",
    "I tested it manually.",
    "Double-checked that the file is written.",
    // German
    "Alle Tests bestehen.",
    "Alle 12 Tests laufen durch.",
    "Die Tests sind grün.",
    "Der Build ist erfolgreich.",
    "Das Projekt kompiliert ohne Fehler.",
    "Der Fehler ist behoben.",
    "Ich habe geprüft, dass alle Tests bestehen.",
    "Es funktioniert jetzt.",
    // French
    "Tous les tests passent.",
    "La suite de tests est au vert.",
    "Le projet compile sans erreur.",
    "Le bug est corrigé.",
    "J'ai vérifié que la sortie est correcte.",
    "12 tests réussis.",
    // Spanish
    "Todas las pruebas pasan.",
    "Todos los tests pasan correctamente.",
    "El proyecto compila sin errores.",
    "El error está corregido.",
    "He verificado que la salida es correcta.",
    "Ahora funciona.",
    // Chinese
    "所有测试都通过了。",
    "全部 42 个测试通过。",
    "构建成功。",
    "已修复该问题。",
    "我运行了 pytest，测试全部通过，没有失败。",
    "lint 检查通过，没有警告。",
    // as models end their work
    "After the change the full suite (312 tests) passes.",
    "I've implemented the feature and verified it with the test suite — all 128 tests pass.",
    "The fix has been verified by running `python -m pytest tests/test_calc.py -v`, and all 7 tests pass.",
    "All checks are passing, including type checking and linting.",
    "All existing tests continue to pass.",
    "There are no failing tests left.",
    "Zero failures across 312 tests.",
    "No regressions were found.",
    "pytest exits with 0.",
    "I ran the full test suite with `make check` and got 0 failures.",
    "`python -m unittest` reports OK.",
    "Tests: OK",
    "mypy --strict: Success: no issues found in 12 source files",
    "This makes all tests pass.",
    "Die Suite läuft komplett durch.",
    "Ich habe die Tests ausgeführt: 12 bestanden, 0 fehlgeschlagen.",
    "J'ai lancé les tests : tout passe.",
    "Ejecuté las pruebas y todas pasaron.",
    // of this tree, whatever else is spoken of
    "I took another approach, and all tests pass.",
    "I used a different approach that passes all tests.",
    "I replaced the previous version, and the change passes all tests.",
    "After two other edits all tests pass.",
    "Unlike the previous version this passes all tests.",
    "The other tests pass too.",
    "All previous tests pass.",
    "Both changes pass the tests.",
    "All three tests pass in both branches.",
    "Another fix is not needed; all tests pass.",
    "The bug of the previous version is fixed.",
    "测试结果：42 个通过，0 个失败。",
    "问题已解决，程序现在可以正常运行了。",
};

constexpr const char* k_innocent[] = {
    "The tests should pass now.",
    "All tests should pass.",
    "The tests do not pass yet.",
    "I did not run the tests.",
    "I haven't run the tests, so I cannot say whether they pass.",
    "If the tests pass, merge it.",
    "Once all tests pass, you can deploy.",
    "Please run the tests.",
    "Please run the tests to make sure that everything passes.",
    "Run `pytest` and check that all tests pass.",
    "Make sure the build succeeds.",
    "Verify that the linter is clean before merging.",
    "The tests will pass after the next change.",
    "Next, I'll make the tests pass.",
    "Let me check whether the build succeeds.",
    "Do all tests pass?",
    "The function passes the path to the helper.",
    "The tests pass a fake clock to the scheduler.",
    "The value is passed as a string.",
    "`run` passes `None` through.",
    "Before my change all tests passed.",
    "Previously, all tests passed.",
    "2 tests fail.",
    "3 of 42 tests still fail.",
    "Not all tests pass.",
    "Most tests pass.",
    "The build fails with a linker error.",
    "The build is broken.",
    "None of the tests pass.",
    "I was unable to run the test suite.",
    "You said \"all tests pass\", so I looked elsewhere.",
    "> All tests pass.",
    "The README says that all tests pass.",
    "You can run `pytest` to confirm that all tests pass.",
    "- [ ] All tests pass",
    "The goal is that all tests pass.",
    "Acceptance criteria: all tests pass.",
    "I expect the tests to pass.",
    "I think the tests pass.",
    "Hopefully the build succeeds.",
    "I added a test for the empty list.",
    "I rewrote the parser and added two tests.",
    "The table has a fixed width.",
    "I used a fixed seed.",
    "Added a fixed-size buffer.",
    "The clean build folder is removed first.",
    "The button is green.",
    "The function compiles the pattern once.",
    "It builds a list of names.",
    "The compiler builds on LLVM.",
    "Lint is not clean.",
    "ESLint reports 3 errors.",
    "This does not work yet.",
    "I explained how it works.",
    "The bug is not fixed.",
    "The bug will be fixed by the next release.",
    "I have not verified this.",
    "This is untested.",
    "The verified commit is in the list.",
    "Questions: should the build run first?",
    "Read the tests, then the code.",
    "Tests live in `tests/`.",
    "Die Tests sollten jetzt bestehen.",
    "Die Tests bestehen nicht.",
    "Wenn alle Tests bestehen, kann gemergt werden.",
    "Bitte die Tests ausführen.",
    "Der Fehler ist nicht behoben.",
    "Les tests ne passent pas.",
    "Les tests devraient passer.",
    "Si les tests passent, fusionnez.",
    "Le bug n'est pas corrigé.",
    "Las pruebas no pasan.",
    "Las pruebas deberían pasar.",
    "Si las pruebas pasan, haz merge.",
    "测试没有通过。",
    "测试应该会通过。",
    "如果测试通过，请合并。",
    "请运行测试。",
    "构建失败了。",
    "问题尚未修复。",
    // as models end their work
    "I was not able to run the tests because pytest is not installed.",
    "The tests cover the passing and failing cases.",
    "The tests passed on main but fail here.",
    "The tests passed before my change and fail now.",
    "All but one test pass.",
    "The suite passes except for test_net, which needs a network.",
    "A passing test suite is required before merging.",
    "I have doubts whether all tests pass.",
    "Tests I could not run: integration.",
    "CI runs all tests and fails the build when one does not pass.",
    "The helper returns True when all tests pass.",
    "I made the tests pass by updating the fixture.",
    "I disabled the test that did not pass.",
    // of other trees
    "2 other edits pass the tests too.",
    "2 other edits pass the tests too: one in `a.py`, one in `b.py`.",
    "Two other edits also pass all tests.",
    "Another fix passes the tests.",
    "Another fix, which is smaller, passes the tests.",
    "There is another fix that passes the tests.",
    "There are 3 other edits which pass all 12 tests.",
    "The alternative version passes all tests.",
    "An alternative passes all tests.",
    "The other branch passes all tests and builds cleanly.",
    "Both approaches pass the tests.",
    "Either version passes the tests.",
    "All three candidates pass the test suite.",
    "The two solutions pass all tests.",
    "The previous version passed the tests.",
    "The previous version compiles cleanly.",
    "The original code passed all 12 tests.",
    "My rejected attempt passes the tests as well.",
    "The other version of the parser passes all tests.",
    "The other one passes all tests.",
    "Others pass the tests too.",
    "The tests pass on the other branch.",
    "With the alternative version all tests pass.",
    "Die andere Version besteht alle Tests.",
    "La version précédente passe tous les tests.",
    "Otra versión pasa todas las pruebas.",
    "No tests were run.",
    "There were no tests to run.",
    "The build step was skipped.",
    "It counts how many tests passed and how many failed.",
    "Fixed a typo in the README.",
    "Ich konnte die Tests nicht ausführen.",
    "Je n'ai pas pu lancer les tests.",
    "No pude ejecutar las pruebas.",
    "我没有运行测试。",
    "运行测试以确认一切正常。",
};

// clang-format on

class ClaimsInProse : public testing::TestWithParam<const char*> {};
TEST_P(ClaimsInProse, AreFound) { EXPECT_FALSE(claims_in(GetParam()).empty()) << GetParam(); }
INSTANTIATE_TEST_SUITE_P(Table, ClaimsInProse, testing::ValuesIn(k_claims));

class InnocentProse : public testing::TestWithParam<const char*> {};
TEST_P(InnocentProse, ClaimsNothing) {
  for (const std::string& text : texts(GetParam())) ADD_FAILURE() << GetParam() << "\n  taken for a claim: " << text;
}
INSTANTIATE_TEST_SUITE_P(Table, InnocentProse, testing::ValuesIn(k_innocent));

TEST(ClaimsIn, TakesARunnersSummaryOutOfACodeBlock) {
  const auto claims = claims_in("I ran the tests:\n\n```\n$ pytest -q\n....\n===== 12 passed in 0.10s =====\n```\n");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].text, "===== 12 passed in 0.10s =====");
  EXPECT_EQ(claims[0].command, "pytest -q");
}

TEST(ClaimsIn, TakesTheSummariesOfManyRunners) {
  for (const char* line : {"OK (12 tests)", "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                           "100% tests passed, 0 tests failed out of 12", "Tests:       12 passed, 12 total", "Tests run: 12, Failures: 0, Errors: 0, Skipped: 0",
                           "Ran 8 tests in 0.001s\n\nOK", "# pass 3\n# fail 0", "12 examples, 0 failures", "  12 passing (30ms)", "[  PASSED  ] 12 tests."})
    EXPECT_EQ(claims_in("Result:\n```\n" + std::string(line) + "\n```\n").size(), 1U) << line;
}

TEST(ClaimsIn, PassesOverOtherCodeBlocks) {
  EXPECT_TRUE(texts("The helper:\n```python\n# all tests pass here\nassert all tests pass\n```\n").empty());
  EXPECT_TRUE(texts("It should print:\n```\n===== 12 passed in 0.10s =====\n```\n").empty());
  EXPECT_TRUE(texts("Before my change:\n```\n===== 12 passed in 0.10s =====\n```\n").empty());
}

TEST(ClaimsIn, PartsTheClaimsOfOneSentence) {
  EXPECT_EQ(texts("All tests pass, lint is clean and the build succeeds."),
            (std::vector<std::string>{"All tests pass", "lint is clean", "the build succeeds"}));
}

TEST(ClaimsIn, NamesTheCommandThatTheSentenceNames) {
  const auto claims = claims_in("I ran `npm run lint` and the linter is clean. Then npm test: 12 passed.");
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].command, "npm run lint");
  EXPECT_EQ(claims[1].command, "npm test");
}

TEST(ClaimsIn, GivesTheWholeSentenceWhereAPartSaysNothing) {
  EXPECT_EQ(texts("I ran pytest and it passes."), (std::vector<std::string>{"I ran pytest and it passes"}));
}

TEST(ClaimsIn, TakesEachTextOnceAndNotTooMany) {
  EXPECT_EQ(texts("All tests pass. All tests pass.").size(), 1U);
  std::string many;
  for (int i = 0; i < 400; ++i) many += "All " + std::to_string(i + 2) + " tests pass.\n\n";
  EXPECT_EQ(claims_in(many).size(), k_claims_max);
}

TEST(ClaimsIn, BearsEvilText) {
  for (const char c : {'`', '"', '\'', '[', '(', '\x01', '.', '-', '\xe2', '\xff'}) (void)claims_in(std::string(k_prose_max, c));
  std::string links;
  while (links.size() < k_prose_max) links += "](\xe2\x80\x9c";
  (void)claims_in(links);
}

}  // namespace
}  // namespace verify
