#include "origins.h"

#include <gtest/gtest.h>

namespace server {
namespace {

TEST(Origins, OnlyNamesOfLoopbackAndGivenOnesAreOurs) {
  const Origins origins({"box.example", "10.1.2.3", "[fd00::1]"}, true);
  struct Row {
    const char* host;
    bool ours;
  };
  for (const auto& [host, ours] : std::initializer_list<Row>{
           {"127.0.0.1:7586", true},       {"127.0.0.1", true},           {"localhost:9", true},
           {"LocalHost:9", true},          {"[::1]:7586", true},          {"[::1]", true},
           {"box.example", true},          {"BOX.example:443", true},     {"10.1.2.3:1", true},
           {"[fd00::1]:1", true},          {"evil.example:7586", false},  {"127.0.0.1.evil.example", false},
           {"localhost.evil", false},      {"evil.example#localhost", false}, {"127.0.0.1:", false},
           {"127.0.0.1:80:80", false},     {"127.0.0.1:port", false},     {"127.0.0.1@evil:1", false},
           {"", false},                    {"[::1", false},               {"::1", false},
           {"127.0.0.1:999999", false},    {" 127.0.0.1", false},         {"127.0.0.2", false},
           {"0x7f000001", false},          {"0.0.0.0", false}})
    EXPECT_EQ(origins.is_ours(host), ours) << host;
}

TEST(Origins, APageIsOursIfItCameFromTheHostThatItAsks) {
  const Origins plain({}, false), tls({}, true);
  EXPECT_TRUE(plain.is_same("http://127.0.0.1:7586", "127.0.0.1:7586"));
  EXPECT_TRUE(plain.is_same("https://box.example", "box.example"));   // a proxy in front
  EXPECT_TRUE(tls.is_same("https://BOX.example", "box.example"));
  EXPECT_FALSE(tls.is_same("http://box.example", "box.example"));
  for (const char* foreign : {"http://127.0.0.1:3000", "http://localhost:7586", "http://evil.example", "null", "", "http://127.0.0.1:75860",
                              "http://127.0.0.1", "file://", "http://127.0.0.1:7586/", "http://127.0.0.1:7586@evil.example"})
    EXPECT_FALSE(plain.is_same(foreign, "127.0.0.1:7586")) << foreign;
}

}  // namespace
}  // namespace server
