// What versions leave behind in modules and classes: versions that are tried after them must not find it.

#include <gtest/gtest.h>

#include "fake_project.h"
#include "io/loop.h"

namespace repair {
namespace {

/// The fault itself spoils what the right version would find: every run of it adds to the defaults that all share.
TEST(State, OfModulesIsPutBackBetweenVersionsInPython) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("settings.py",
              "import collections\nimport copy\n\nDEFAULTS = {'tab': {'size': 4}, 'paths': ['src']}\nCALLS = collections.Counter()\n\n\n"
              "class Settings:\n    made = []\n\n    def __init__(self, size):\n        self.values = copy.copy(DEFAULTS)\n"
              "        self.values['tab']['size'] = size\n        self.values['paths'].append(str(size))\n        self.made.append(size)\n"
              "        CALLS[size] += 1\n");
  project.put("test_settings.py",
              "import settings\nfrom settings import Settings\n\n\ndef test_defaults_stay():\n    Settings(8)\n"
              "    assert settings.DEFAULTS == {'tab': {'size': 4}, 'paths': ['src']}\n    assert len(Settings.made) == 1\n"
              "    assert settings.CALLS == {8: 1}\n\n\ndef test_size():\n    assert Settings(3).values['tab']['size'] == 3\n");
  const Repaired done = repaired(loop, project, 60);
  ASSERT_TRUE(done.outcome.proposal) << done.error << done.outcome.why_not;
  EXPECT_NE(done.outcome.proposal->diff.find("+        self.values = copy.deepcopy(DEFAULTS)"), std::string::npos) << done.outcome.proposal->diff;
}

TEST(State, OfModulesIsPutBackBetweenVersionsInJavaScript) {
  if (::system("node --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "node is not installed";
  io::Loop loop;
  FakeProject project(loop);
  project.put("package.json", "{\"name\": \"s\", \"scripts\": {\"test\": \"node --test\"}}\n");
  project.put("settings.js",
              "const DEFAULTS = { tab: 4, paths: ['src'], seen: new Map() };\nlet made = 0;\nclass Settings {\n  static all = new Set();\n"
              "  constructor(path) {\n    made += 1;\n    Settings.all.add(path);\n    this.tab = DEFAULTS.tab;\n    this.paths = DEFAULTS.paths;\n"
              "    this.paths.push(path);\n    DEFAULTS.seen.set(path, made);\n  }\n}\n"
              "module.exports = { DEFAULTS, Settings, count: () => made };\n");
  project.put("settings.test.js",
              "const test = require('node:test');\nconst assert = require('node:assert');\nconst { DEFAULTS, Settings, count } = require('./settings');\n"
              "test('defaults stay', () => {\n  new Settings('lib');\n  assert.deepStrictEqual(DEFAULTS.paths, ['src']);\n  assert.strictEqual(count(), 1);\n"
              "  assert.strictEqual(Settings.all.size, 1);\n  assert.deepStrictEqual([...DEFAULTS.seen], [['lib', 1]]);\n});\n"
              "test('paths', () => { assert.ok(new Settings('x').paths.includes('x')); });\n");
  const Repaired done = repaired(loop, project, 60);
  ASSERT_TRUE(done.outcome.proposal) << done.error << done.outcome.why_not;
  EXPECT_TRUE(done.outcome.proposal->diff.find("[...DEFAULTS.paths]") != std::string::npos ||
              done.outcome.proposal->diff.find("DEFAULTS.paths.slice()") != std::string::npos)
      << done.outcome.proposal->diff;
}

}  // namespace
}  // namespace repair
