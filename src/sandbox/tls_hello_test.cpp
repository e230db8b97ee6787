#include "tls_hello.h"

#include <gtest/gtest.h>

#include "tls_hello_world.h"

namespace sandbox {
namespace {

using State = TlsHello::State;

std::string read(std::string_view bytes) {
  const auto hello = read_tls_hello(bytes);
  switch (hello.state) {
    case State::more: return "more";
    case State::not_tls: return "not TLS";
    case State::bad: return "bad: " + std::string(hello.why);
    case State::done: return "for " + hello.server_name + (hello.hides_another ? " and another" : "");
  }
  return "";
}

TEST(TlsHello, NamesItsServer) {
  EXPECT_EQ(read(hello_for("example.org")), "for example.org");
  EXPECT_EQ(read(hello_for("example.org") + "what follows"), "for example.org");
  EXPECT_EQ(read(records(hello_message(extension(10, "groups")))), "for ");
  EXPECT_EQ(read(hello_for(std::string_view("a\0b", 3))), std::string("for a\0b", 7));
  EXPECT_EQ(read(records(hello_message(server_name("example.org") + extension(0xfe0d, "x")))), "for example.org and another");
  EXPECT_EQ(read(records(hello_message(extension(0xffce, "x")))), "for  and another");
}

TEST(TlsHello, WithoutExtensionsNamesNone) {
  const std::string body = "\x03\x01" + std::string(32, 'r') + sized(1, "") + sized(2, "\x13\x01") + sized(1, std::string(1, '\0'));
  EXPECT_EQ(read(records("\x01" + sized(3, body))), "for ");
}

TEST(TlsHello, ComesInAnyPieces) {
  for (const std::size_t piece : {1, 2, 3, 7, 50, 1000}) {
    const auto bytes = records(hello_message(server_name("example.org")), piece);
    for (std::size_t i = 0; i < bytes.size(); ++i) ASSERT_EQ(read(bytes.substr(0, i)), "more") << i;
    EXPECT_EQ(read(bytes), "for example.org") << piece;
  }
}

TEST(TlsHello, OtherProtocolsAreSeenByTheirFirstByte) {
  EXPECT_EQ(read(""), "more");
  EXPECT_EQ(read("G"), "not TLS");
  EXPECT_EQ(read("SSH-2.0-x"), "not TLS");
  EXPECT_EQ(read(std::string("\x80\x2e\x01", 3)), "not TLS");
}

TEST(TlsHello, WhatIsOddIsBad) {
  const auto good = hello_message(server_name("example.org"));
  const auto two_in_list = extension(0, sized(2, std::string(1, '\0') + sized(2, "a.org") + std::string(1, '\0') + sized(2, "b.org")));
  const std::string bad_tables[] = {
      records(hello_message(server_name("a.org") + server_name("b.org"))),
      records(hello_message(two_in_list)),
      records(hello_message(server_name(""))),
      records(hello_message(extension(0, ""))),
      records(hello_message(extension(0, sized(2, "\x01" + sized(2, "a.org"))))),      // a type of name that is none
      records(hello_message(extension(0, sized(2, std::string(1, '\0') + sized(2, "a.org")) + "x"))),
      records(hello_message(server_name("a.org").substr(0, 12))),                      // an extension that is cut off
      records(hello_message(server_name("a.org") + "\x01")),
      records("\x01" + sized(3, "short")),
      records(good + "x"),                                                             // and something more in the record
      records("\x02" + sized(3, "server hello")),
      "\x16\x03\x01" + sized(2, ""),                                                   // an empty record
      std::string("\x16\x03\x01\xff\xff", 5),
      "\x16\x02",
      std::string("\x16\x00", 2),
      records(good.substr(0, 20)) + "\x15\x03\x01" + sized(2, "\x02\x28"),             // an alert in between
      records(std::string("\x01\xff\xff\xff", 4)),
      records(std::string("\x01\x00\x40\x01", 4)),
  };
  for (const auto& bytes : bad_tables) EXPECT_EQ(read(bytes).substr(0, 4), "bad:") << testing::PrintToString(bytes);
}

TEST(TlsHello, HasABound) {
  const auto message = hello_message(extension(21, std::string(16200, '\0')));
  EXPECT_EQ(read(records(message)), "for ");
  const auto crumbs = records(message, 1);   // six bytes for each
  ASSERT_GT(crumbs.size(), k_tls_hello_max);
  EXPECT_EQ(read(crumbs), "bad: its ClientHello is too long");
  EXPECT_EQ(read(crumbs.substr(0, k_tls_hello_max)), "bad: its ClientHello is too long");
  EXPECT_EQ(read(crumbs.substr(0, k_tls_hello_max - 1)), "more");
}

}  // namespace
}  // namespace sandbox
