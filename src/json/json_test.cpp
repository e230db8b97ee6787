#include "json/json.h"

#include <gtest/gtest.h>

#include "json/read.h"

struct Edit { std::string path; std::int64_t line = 0; };
BOOST_DESCRIBE_STRUCT(Edit, (), (path, line))
struct Args { std::vector<Edit> edits; std::optional<bool> all; std::map<std::string, int> counts; };
BOOST_DESCRIBE_STRUCT(Args, (), (edits, all, counts))

TEST(Json, ReadsDescribedStructsAndIgnoresUnknownMembers) {
  const auto args = json::read_text<Args>(
      R"({"edits":[{"path":"a","line":5.0,"x":1}],"counts":{"k":2},"new":[]})");
  ASSERT_TRUE(args) << args.error().what;
  EXPECT_EQ(args->edits[0].line, 5);
  EXPECT_EQ(args->counts.at("k"), 2);
  EXPECT_FALSE(args->all);
}

TEST(Json, ErrorsCarryThePath) {
  EXPECT_EQ(json::read_text<Args>(R"({"edits":[{"path":"a","line":"5"}]})").error().what,
            "/edits/0/line: expected an integer, got a string");
  EXPECT_EQ(json::read_text<Args>(R"({"edits":[{"line":5}]})").error().what, "/edits/0/path: missing");
  EXPECT_EQ(json::read_text<Args>("[]").error().what, "the value: expected an object, got an array");
}

TEST(Json, SaysWhereTheTextIsBroken) {
  for (const char* text : {"{\"a\":", "", "{}x", "[1,]", "nul", "\"\xff\""})
    EXPECT_FALSE(json::parse(text)) << text;
  EXPECT_EQ(json::dump(json::parse(" 12 ").value()), "12");
  EXPECT_FALSE(json::parse(std::string(1000, '[')));
}

TEST(Json, RoundTripsAndNeverWritesBrokenUtf8) {
  const Args args{{{"a\xff", 1}}, true, {{"k", 2}}};
  EXPECT_EQ(json::dump(json::write(args)),
            "{\"edits\":[{\"path\":\"a\xEF\xBF\xBD\",\"line\":1}],\"all\":true,\"counts\":{\"k\":2}}");
  EXPECT_TRUE(json::parse(json::pretty(json::write(args))));
}
