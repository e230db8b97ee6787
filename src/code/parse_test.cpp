#include "code/parse.h"

#include <gtest/gtest.h>

using namespace code;

TEST(Parse, EveryGrammarLoadsAndReadsItsLanguage) {
  struct Row {
    Language language;
    std::string_view text, expected;
  };
  for (const auto& [language, text, expected] :
       {Row{Language::c, "int f(void) { return 1; }", "function_definition"},
        Row{Language::cpp, "template <class T> T f() { return {}; }", "template_declaration"},
        Row{Language::go, "package p\nfunc f() {}", "function_declaration"},
        Row{Language::java, "class A { void f() {} }", "method_declaration"},
        Row{Language::javascript, "const f = () => <a/>;", "arrow_function"},
        Row{Language::python, "def f():\n    pass\n", "function_definition"},
        Row{Language::rust, "fn f() -> u8 { 1 }", "function_item"},
        Row{Language::tsx, "const a: B = <A/>;", "jsx_self_closing_element"},
        Row{Language::typescript, "let a = <T>b;", "type_assertion"}}) {
    const auto tree = Tree::parse(language, text);
    ASSERT_TRUE(tree) << tree.error().what;
    EXPECT_FALSE(tree->has_error()) << tree->dump();
    EXPECT_NE(tree->dump().find(expected), std::string::npos) << tree->dump();
  }
}

TEST(Parse, NodesTellTypeRangeAndFields) {
  const std::string_view source = "def f(a):\n    return a + 1\n";
  const auto tree = Tree::parse(Language::python, source);
  ASSERT_TRUE(tree);
  const Node function = tree->root().child(0);
  EXPECT_EQ(function.type(), "function_definition");
  EXPECT_EQ(function.field("name").text(source), "f");
  EXPECT_EQ(function.line(), 1U);
  EXPECT_EQ(function.end_line(), 2U);
  const Node plus = tree->root().smallest_covering(23, 24);
  EXPECT_EQ(plus.type(), "+");
  EXPECT_FALSE(plus.named());
  EXPECT_EQ(plus.parent().type(), "binary_operator");
  EXPECT_EQ(plus.parent().named_children().size(), 2U);
  EXPECT_EQ(plus.previous_sibling().text(source), "a");
  EXPECT_FALSE(tree->root().child(9));
  EXPECT_EQ(Node().type(), "");
  EXPECT_EQ(Node().parent(), Node());
}

TEST(Parse, CursorSeesEveryNodeOnceParentsFirst) {
  const auto tree = Tree::parse(Language::c, "int a; int b(void) { return a; }");
  ASSERT_TRUE(tree);
  std::string types;
  for (Cursor at(tree->root()); at.next();)
    if (at.node().named())
      types += std::string(at.depth(), ' ') + std::string(at.node().type()) + "\n";
  EXPECT_TRUE(types.starts_with(
      "translation_unit\n declaration\n  primitive_type\n  identifier\n function_definition\n"))
      << types;
  Cursor at(tree->root());
  ASSERT_TRUE(at.next());
  ASSERT_TRUE(at.next());
  EXPECT_EQ(at.node().type(), "declaration");
  ASSERT_TRUE(at.skip());
  EXPECT_EQ(at.node().type(), "function_definition");
  EXPECT_FALSE(at.skip());
  EXPECT_FALSE(at.next());
  EXPECT_FALSE(Cursor(Node()).next());
}

TEST(Parse, WrongTextStillGivesATree) {
  const auto tree = Tree::parse(Language::python, "def f(:\n  ]]\n");
  ASSERT_TRUE(tree);
  EXPECT_TRUE(tree->has_error());
  EXPECT_EQ(Tree::parse(Language::c, std::string(k_parse_max + 1, ' ')).error().code,
            base::Code::too_big);
}

// tree-sitter 0.20.7 freed wild pointers from 65,536 children on.
TEST(Parse, ManyChildrenAndDeepNestingDoNoHarm) {
  const auto repeated = [](std::string_view unit, std::size_t times) {
    std::string out;
    while (times-- > 0) out += unit;
    return out;
  };
  for (const std::size_t times : {65'535U, 65'536U, 70'000U}) {
    for (const std::string& text :
         {"int a = " + repeated("(", times) + ";", repeated("//\n", times) + "int a;"}) {
      const auto tree = Tree::parse(Language::cpp, text);
      if (!tree) continue;  // the time bound
      std::size_t count = 0;
      for (Cursor at(tree->root()); at.next();) ++count;
      EXPECT_GT(count, times);
      EXPECT_GT(tree->root().children().size(), times);
    }
  }
}

TEST(Language, IsToldByNameOrFirstLine) {
  EXPECT_EQ(language_of("a/b.py"), Language::python);
  EXPECT_EQ(language_of("run", "#!/usr/bin/env -S python3.11 -u\n"), Language::python);
  EXPECT_EQ(language_of("run", "#!/bin/sh\n"), std::nullopt);
  EXPECT_EQ(language_of("x.tsx"), Language::tsx);
  EXPECT_EQ(language_of("x.h", "struct a;\n/* a class apart: namespace */\n"), Language::c);
  EXPECT_EQ(language_of("x.h", "#pragma once\nnamespace a {}\n"), Language::cpp);
  EXPECT_EQ(language_of("x.h", "void f(const std::string&);\n"), Language::cpp);
  EXPECT_EQ(language_of("x.md"), std::nullopt);
  EXPECT_EQ(language_name("CMakeLists.txt"), "CMake");
  EXPECT_EQ(language_name("x.zzz"), "");
}
