#include "type_eraser.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "code/parse.h"

namespace repair {
namespace {

std::string erased(const std::string& text, EraseOptions options = {}) {
  const auto done = erase_types(code::Language::typescript, text, options);
  return done ? done->text : "(" + done.error().what + ")";
}

/// Without the blanks that types leave.
std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

TEST(TypeEraser, LeavesWhatAnEngineReads) {
  struct Case {
    const char* typed;
    const char* plain;
  };
  const Case cases[] = {
      {"let a: number = 1;", "let a = 1;"},
      {"function f(a: string, b?: number): a is T { return a!; }", "function f(a , b ) { return a ; }"},
      {"const g = <T,>(x: T): T => x;", "const g = (x ) => x;"},
      {"const y = (x as any).y satisfies Z;", "const y = (x ).y ;"},
      {"f<number>(new Map<string, T[]>());", "f (new Map ());"},
      {"interface A { b: number }\nlet c = 1;", "; \nlet c = 1;"},
      {"declare const x: number;\ntype T = 1;", "; \n;"},
      {"class A<T> extends B<T> implements C { private readonly x: number = 1; y?: string; }",
       "class A extends B { x = 1; y ; }"},
      {"abstract class A { abstract f(): void; g(this: A, n: number) {} }", "class A { ; ; g( n ) {} }"},
      {"class A { constructor(private a: number, b: string) { f(); } }", "class A { constructor( a , b ) { this.a = a; f(); } }"},
      {"class A extends B { constructor(public a: T) { super(a); f(); } }", "class A extends B { constructor( a ) { super(a); this.a = a; f(); } }"},
      {"function f(a: number): void;\nfunction f(a: any) {}", "; \nfunction f(a ) {}"},
      {"import type { T } from './t';\nimport { T, u } from './u';\nu();", "; \nimport { u } from './u';\nu();"},
      {"import { T } from './t';\nlet x: T;", "; \nlet x ;"},
      {"import './side';", "import './side';"},
      {"export type { T };\nexport interface I {}\nexport const x: I = {};", "; \n; \nexport const x = {};"},
      {"let a = b < c && d > e;", "let a = b < c && d > e;"},
  };
  for (const auto& c : cases) {
    const auto text = erased(c.typed);
    EXPECT_EQ(squeezed(text), c.plain) << c.typed;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), std::string(c.typed).find('\n') == std::string::npos ? 0 : std::count(c.typed, c.typed + std::string(c.typed).size(), '\n'));
    const auto tree = code::Tree::parse(code::Language::javascript, text);
    ASSERT_TRUE(tree);
    EXPECT_FALSE(tree->has_error()) << text;
  }
}

TEST(TypeEraser, KeepsPlaces) {
  const std::string text = "function f(a: string):\n    number {\n  return a.length as number + 1;\n}\n";
  const auto plain = erased(text);
  EXPECT_EQ(plain.size(), text.size());
  EXPECT_EQ(plain.find("a.length"), text.find("a.length"));
  EXPECT_EQ(plain.find("+ 1"), text.find("+ 1"));
}

TEST(TypeEraser, PutsEnumerationsIntoJavaScript) {
  const auto plain = erased("export enum E {\n  A,\n  B = 5,\n  C,\n  D = \"d\",\n}\n");
  EXPECT_NE(plain.find("export var E; (function (E) {"), std::string::npos) << plain;
  EXPECT_NE(plain.find("E[E[\"C\"] = E[\"B\"] + 1] = \"C\";"), std::string::npos) << plain;
  EXPECT_NE(plain.find("E[\"D\"] = \"d\";"), std::string::npos) << plain;
  EXPECT_EQ(std::count(plain.begin(), plain.end(), '\n'), 6);
}

TEST(TypeEraser, SaysWhatIsMoreThanTypes) {
  for (const char* text : {"namespace A { export const b = 1; }", "import a = require('b');", "export = f;", "@d class A {}", "let a: = 1;"})
    EXPECT_TRUE(erased(text).starts_with("(")) << text << " became " << erased(text);
  EraseOptions old;
  old.defines_fields = false;
  EXPECT_EQ(squeezed(erased("class A { x: number; y = 1; }", old)), "class A { ; ; y = 1; }");
}

}  // namespace
}  // namespace repair
