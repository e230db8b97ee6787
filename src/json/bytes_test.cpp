#include "json/bytes.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace json {
namespace {

TEST(Bytes, SurviveAsTextOrAsHexadecimal) {
  const struct {
    std::string bytes;
    bool is_text;
  } cases[] = {
      {"", true},          {"a/b c", true},      {"gr\xc3\xbc\xc3\x9f", true},
      {"a\xff", false},    {"\xc0\xaf", false},  {"\xed\xa0\x80", false},
      {"\xf4\x90\x80\x80", false}, {"\xe2\x82", false}, {"\xf0\x9f\x98\x80", true},
      {std::string("\x00\x01", 2), true},
  };
  for (const auto& [bytes, is_text] : cases) {
    Object object;
    put_bytes(object, "path", bytes);
    EXPECT_EQ(object.contains("path"), is_text);
    const auto back = parse(dump(Value(object)));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(take_bytes(*back, "path").value_or("?"), bytes);
  }
}

TEST(Bytes, RefuseWhatIsNotHexadecimal) {
  for (const char* text : {R"({"p_hex":"0g"})", R"({"p_hex":"0"})"})
    EXPECT_FALSE(take_bytes(parse(text).value(), "p").has_value());
}

}  // namespace
}  // namespace json
