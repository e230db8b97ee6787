#include "commonjs.h"

#include <gtest/gtest.h>

namespace repair {
namespace {

/// Behind what stands at the head of every module.
std::string converted(const std::string& module) {
  const auto done = to_commonjs(module);
  if (!done) return "(" + done.error().what + ")";
  const std::string head = "'use strict'; Object.defineProperty(exports, '__esModule', { value: true }); ";
  EXPECT_EQ(done->find(head), 0U);
  return done->substr(head.size());
}

TEST(CommonJs, ImportsAndExports) {
  EXPECT_EQ(converted("import { a, b as c } from './x';\n"), "const { a, b: c } = require('./x'); \n");
  EXPECT_EQ(converted("import * as x from './x';\n"), "const x = require('./x'); \n");
  EXPECT_EQ(converted("import './x';\n"), "require('./x');\n");
  EXPECT_EQ(converted("export function f() {}\n"), "exports.f = f;        function f() {}\n");
  EXPECT_EQ(converted("export const a = 1, b = 2;\n"), "       const a = 1, b = 2;; exports.a = a; exports.b = b; \n");
  EXPECT_EQ(converted("export class A {}\n"), "       class A {}; exports.A = A; \n");
  EXPECT_EQ(converted("export default 1 + 1;\n"), "exports.default = 1 + 1;\n");
  EXPECT_EQ(converted("const a = 1;\nexport { a, a as b };\n"), "const a = 1;\n;\n\nexports.a = a; exports.b = a; ");
  EXPECT_EQ(converted("export { a } from './x';\n"), "exports.a = require('./x').a; \n");
  EXPECT_EQ(converted("export const { a } = b;\n"), "(line 1: this export is not known)");
}

TEST(CommonJs, LinesStayWhereTheyAre) {
  const std::string out = converted("import {\n  a,\n  b,\n} from './x';\nexport const c = a + b;\n");
  EXPECT_EQ(out.find("const { a, b } = require('./x'); \n\n\n\n"), 0U) << out;
}

}  // namespace
}  // namespace repair
