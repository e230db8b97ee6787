#include "arguments.h"

#include <gtest/gtest.h>

namespace tools {
namespace {

struct Sample {
  std::string name;
  std::optional<std::int64_t> number;
  bool flag = false;
  std::vector<std::string> list;
};
BOOST_DESCRIBE_STRUCT(Sample, (), (name, number, flag, list))
constexpr std::array k_aliases = {Alias{"title", "name"}};

base::Result<Arguments<Sample>> read(std::string_view text) {
  return read_arguments<Sample>(text, k_aliases);
}

TEST(Arguments, AreReadAsTheyAreMeant) {
  for (const std::string_view text :
       {R"({"name":"x","number":5,"flag":true,"list":["a"]})",
        R"({"name":"x","number":"5","flag":"true","list":"[\"a\"]"})",
        R"({"title":"x","number":5.0,"flag":true,"list":["a"]})",
        R"("{\"name\":\"x\",\"number\":5,\"flag\":true,\"list\":[\"a\"]}")",
        "  {\"name\":\"x\",\"number\":\" 5 \",\"flag\":\"True\",\"list\":[\"a\"]}\n"}) {
    const auto got = read(text);
    ASSERT_TRUE(got) << text << got.error().what;
    EXPECT_EQ(got->value.name, "x");
    EXPECT_EQ(got->value.number, 5);
    EXPECT_TRUE(got->value.flag);
    EXPECT_EQ(got->value.list, std::vector<std::string>{"a"});
    EXPECT_TRUE(got->unknown.empty());
  }
}

TEST(Arguments, SayWhatIsWrongAndWhere) {
  struct Row {
    std::string_view text, error;
  };
  for (const auto& [text, error] :
       {Row{R"({"name":"x","number":"five"})", "/number: expected an integer, got a string"},
        Row{R"({"name":7})", "/name: expected a string, got a number"},
        Row{"", "/name: missing"},
        Row{"null", "/name: missing"},
        Row{"[1]", "must be a JSON object, not an array"},
        Row{R"({"name":"x","flag":"maybe"})", "/flag: expected true or false, got a string"},
        Row{R"({"name":"x" "flag":true})", "at byte 12 of 24: `{\"name\":\"x\" ` <here> `\"flag\":true}`"},
        Row{R"({"name":"x)", "at byte 10 of 10, the end: they are cut off after `{\"name\":\"x`"},
        Row{R"({"name":"\q"})", "not valid JSON"},
        Row{"{\"name\":\"\xFF\"}", "not valid JSON"}}) {
    const auto got = read(text);
    ASSERT_FALSE(got) << text;
    EXPECT_NE(got.error().what.find(error), std::string::npos) << got.error().what;
  }
}

TEST(Arguments, AreTheSameHoweverTheyWereSpelled) {
  for (const std::string_view text : {R"({"name":"x","z":1})", R"({"title":"x","z":1})", R"({"title":"y","name":"x","z":1})",
                                      R"({"name":"y","name":"x","z":1})", R"("{\"title\":\"x\",\"z\":1}")"}) {
    const auto got = canonical_arguments(text, k_aliases);
    ASSERT_TRUE(got) << text << got.error().what;
    EXPECT_EQ(*json::parse(*got), *json::parse(R"({"name":"x","z":1})")) << text;
  }
  EXPECT_EQ(*canonical_arguments("", k_aliases), "{}");
  EXPECT_FALSE(canonical_arguments("rm", k_aliases));
}

TEST(Arguments, NameThoseThatHadNoEffect) {
  const auto got = read(R"({"name":"x","nmae":"y","z":1})");
  ASSERT_TRUE(got);
  EXPECT_EQ(ignored_note(got->unknown), "(no such argument, ignored: nmae, z)\n");
  EXPECT_EQ(ignored_note({}), "");
}

TEST(Arguments, AnAliasNeverOverridesTheName) {
  const auto got = read(R"({"name":"x","title":"y"})");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->value.name, "x");
  EXPECT_EQ(got->unknown, std::vector<std::string>{"title"});
}

TEST(Arguments, OfGreatDepthAreRefused) {
  EXPECT_FALSE(read(std::string(100'000, '[')));
  EXPECT_FALSE(read("{\"name\":" + std::string(1000, '[') + std::string(1000, ']') + "}"));
}

}  // namespace
}  // namespace tools
