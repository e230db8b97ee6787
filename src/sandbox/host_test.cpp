#include "host.h"

#include <gtest/gtest.h>

#include "sandbox/broker.h"

namespace sandbox {
namespace {

std::string parsed(std::string_view bytes) {
  const auto host = parse_host(bytes);
  if (!host) return "refused";
  return (host->address ? "address " : "name ") + host->name;
}

TEST(Host, IsANameOrAnAddressOrNothing) {
  const std::string label63(63, 'a'), label64(64, 'a');
  std::string name253;
  for (int i = 0; i < 84; ++i) name253 += "ab.";
  name253 += "c";
  ASSERT_EQ(name253.size(), 253U);
  const struct {
    std::string bytes, expected;
  } table[] = {
      {"example.org", "name example.org"},
      {"EXAMPLE.Org", "name example.org"},
      {"example.org.", "name example.org"},
      {"localhost", "name localhost"},
      {"xn--bcher-kva.example", "name xn--bcher-kva.example"},
      {"_service.r3---sn-x.example", "name _service.r3---sn-x.example"},
      {label63 + ".org", "name " + label63 + ".org"},
      {name253, "name " + name253},
      {name253 + ".", "name " + name253},
      {"1.example", "name 1.example"},
      {"0x7f.example", "name 0x7f.example"},
      {"deadbeef", "name deadbeef"},
      // nothing
      {"", "refused"},
      {".", "refused"},
      {".org", "refused"},
      {"example..org", "refused"},
      {"example.org..", "refused"},
      {label64 + ".org", "refused"},
      {"d" + name253, "refused"},
      {"-a.org", "refused"},
      {"a-.org", "refused"},
      {std::string("evil.org\0.example.org", 21), "refused"},
      {std::string("\0", 1), "refused"},
      {"b\xc3\xbc" "cher.example", "refused"},
      {"example\xe3\x80\x82org", "refused"},          // the ideographic full stop that IDNA takes for a dot
      {"example.org\n", "refused"},
      {"example.org ", "refused"},
      {" example.org", "refused"},
      {"exam%70le.org", "refused"},
      {"a@b.org", "refused"},
      {"a/b.org", "refused"},
      {"a\\b.org", "refused"},
      {"*.example.org", "refused"},
      // addresses, however they are written
      {"10.1.2.3", "address 10.1.2.3"},
      {"127.0.0.1", "address 127.0.0.1"},
      {"127.0.0.1.", "address 127.0.0.1"},
      {"127.1", "address 127.0.0.1"},
      {"127.0.1", "address 127.0.0.1"},
      {"2130706433", "address 127.0.0.1"},
      {"0x7f.1", "address 127.0.0.1"},
      {"0X7F000001", "address 127.0.0.1"},
      {"0x7f.0.0.0x1", "address 127.0.0.1"},
      {"0177.0.0.01", "address 127.0.0.1"},
      {"017700000001", "address 127.0.0.1"},
      {"0", "address 0.0.0.0"},
      {"4294967295", "address 255.255.255.255"},
      {"1.65535", "address 1.0.255.255"},
      {"::1", "address ::1"},
      {"[::1]", "address ::1"},
      {"[0:0:0:0:0:0:0:1]", "address ::1"},
      {"FE80::1", "address fe80::1"},
      {"::ffff:127.0.0.1", "address 127.0.0.1"},
      {"[::ffff:127.0.0.1]", "address 127.0.0.1"},
      {"[::ffff:7f00:1]", "address 127.0.0.1"},
      // numbers that are no addresses
      {"4294967296", "refused"},
      {"256.1.1.1", "refused"},
      {"1.2.3.256", "refused"},
      {"1.16777216", "refused"},
      {"1.2.3.4.5", "refused"},
      {"1.2.3.08", "refused"},
      {"1.2.3.0x", "refused"},
      {"example.0x1f", "refused"},
      {"example.1", "refused"},
      {"1..2", "refused"},
      {"+1.2.3.4", "refused"},
      {"[::1", "refused"},
      {"[]", "refused"},
      {"[127.0.0.1]", "refused"},
      {"fe80::1%eth0", "refused"},
      {"::ffff:1.2.3", "refused"},
      {"example.org:80", "refused"},
      {std::string("::1\0", 4), "refused"},
  };
  for (const auto& row : table) EXPECT_EQ(parsed(row.bytes), row.expected) << shown(row.bytes);
}

TEST(Host, WithAPort) {
  const struct {
    std::string_view text;
    std::string expected;
  } table[] = {
      {"example.org:8443", "example.org 8443"}, {"example.org", "example.org 0"},
      {"[::1]:80", "::1 80"},                   {"[::1]", "::1 0"},
      {"::1", "::1 0"},                         {"10.1.2.3:1", "10.1.2.3 1"},
      {"example.org:", "refused"},              {"example.org:0", "refused"},
      {"example.org:65536", "refused"},         {"example.org:+1", "refused"},
      {"example.org:1 ", "refused"},            {"example.org:80:80", "refused"},
      {"[::1]80", "refused"},                   {":80", "refused"},
      {"user@example.org:80", "refused"},       {"example.org:080", "example.org 80"},
  };
  for (const auto& row : table) {
    const auto result = parse_host_port(row.text);
    EXPECT_EQ(result ? result->host.name + " " + std::to_string(result->port.value_or(0)) : "refused", row.expected)
        << row.text;
  }
}

TEST(Host, WhatIsShownOfItIsPrintableAndBounded) {
  EXPECT_EQ(shown(std::string("a\0\n\"\\\x1b[m", 8)), "a\\x00\\x0a\\x22\\x5c\\x1b[m");
  EXPECT_LE(shown(std::string(100000, '\x01')).size(), k_host_max + 3);
}

TEST(Address, OnlyThoseOfThePublicInternetMayBeDialled) {
  const struct {
    std::string_view address, expected;
  } table[] = {
      {"93.184.216.34", ""}, {"1.1.1.1", ""}, {"100.63.255.255", ""}, {"100.128.0.0", ""}, {"172.15.255.255", ""},
      {"172.32.0.0", ""}, {"192.167.255.255", ""}, {"192.169.0.0", ""}, {"223.255.255.255", ""}, {"169.253.255.255", ""},
      {"11.0.0.0", ""}, {"9.255.255.255", ""}, {"126.255.255.255", ""}, {"128.0.0.0", ""}, {"168.63.129.15", ""},
      {"2606:2800:220:1:248:1893:25c8:1946", ""}, {"2001:4860:4860::8888", ""}, {"2a00::1", ""},
      {"0.0.0.0", "the unspecified address"}, {"0.1.2.3", "a reserved address"},
      {"10.0.0.0", "a private network"}, {"10.255.255.255", "a private network"},
      {"172.16.0.1", "a private network"}, {"172.31.255.255", "a private network"},
      {"192.168.1.1", "a private network"},
      {"100.64.0.0", "a carrier's private network"}, {"100.127.255.255", "a carrier's private network"},
      {"127.0.0.1", "loopback"}, {"127.255.255.255", "loopback"},
      {"169.254.0.1", "link-local"}, {"169.254.169.253", "link-local"},
      {"169.254.169.254", "a cloud metadata service"}, {"169.254.170.2", "a cloud metadata service"},
      {"100.100.100.200", "a cloud metadata service"}, {"168.63.129.16", "a cloud metadata service"},
      {"192.0.0.192", "a cloud metadata service"}, {"192.0.0.1", "a reserved address"},
      {"198.18.0.1", "a reserved address"}, {"224.0.0.1", "multicast"}, {"239.255.255.255", "multicast"},
      {"240.0.0.1", "a reserved address"}, {"255.255.255.255", "broadcast"},
      {"::", "the unspecified address"}, {"::1", "loopback"}, {"::2", "a reserved address"},
      {"::127.0.0.1", "a reserved address"}, {"::ffff:10.0.0.1", "a private network"},
      {"::ffff:169.254.169.254", "a cloud metadata service"}, {"::ffff:0:127.0.0.1", "a reserved address"},
      {"fe80::1", "link-local"}, {"febf::1", "link-local"}, {"fec0::1", "a private network"},
      {"fc00::1", "a private network"}, {"fd12:3456::1", "a private network"},
      {"fd00:ec2::254", "a cloud metadata service"}, {"fd20:ce::254", "a cloud metadata service"},
      {"ff02::1", "multicast"}, {"2001::1", "a tunnel (Teredo)"}, {"2001:db8::1", "a reserved address"},
      {"64:ff9b::127.0.0.1", "loopback"}, {"64:ff9b::169.254.169.254", "a cloud metadata service"},
      {"64:ff9b::8.8.8.8", ""}, {"64:ff9b:1::1", "a private network"},
      {"2002:7f00:1::1", "loopback"}, {"2002:a9fe:a9fe::", "a cloud metadata service"}, {"2002:808:808::1", ""},
      {"4000::1", "a reserved address"}, {"100::1", "a reserved address"},
  };
  for (const auto& row : table) {
    const auto host = parse_host(row.address);
    ASSERT_TRUE(host && host->address) << row.address;
    EXPECT_EQ(not_public(*host->address), row.expected) << row.address;
  }
}

TEST(HostRules, Allow) {
  const HostRules rules{{"example.org", "*.pkg.example", "api.example:8443", "10.1.2.3", "[fd12::1]:8080", "Upper.Example.", "127.0.0.1:3000"}};
  ASSERT_TRUE(check_rules(rules)) << check_rules(rules).error().what;
  const struct {
    std::string host;
    std::uint16_t port;
    bool expected;
  } table[] = {
      {"example.org", 443, true}, {"example.org", 80, true}, {"EXAMPLE.ORG.", 443, true},
      {"example.org", 22, false}, {"example.org", 8443, false}, {"example.org", 0, false},
      {"www.example.org", 443, false}, {"notexample.org", 443, false}, {"example.org.evil.test", 443, false},
      {"a.pkg.example", 443, true}, {"a.b.pkg.example", 443, true}, {"pkg.example", 443, false},
      {"apkg.example", 443, false}, {".pkg.example", 443, false},
      {"api.example", 8443, true}, {"api.example", 443, false},
      {"upper.example", 443, true},
      {"10.1.2.3", 80, true}, {"10.1.2.3", 81, false}, {"10.1.2.4", 80, false}, {"0xa010203", 80, true},
      {"fd12::1", 8080, true}, {"[fd12::1]", 8080, true}, {"fd12::1", 80, false},
      {"127.0.0.1", 3000, true}, {"2130706433", 3000, true}, {"127.0.0.1", 80, false}, {"localhost", 3000, false},
      {std::string("evil.test\0.pkg.example", 22), 443, false},
      {std::string("example.org\0", 12), 443, false}, {"evil.test#.pkg.example", 443, false},
      {"evil.test/.pkg.example", 443, false}, {"evil.test\n.pkg.example", 443, false},
      {"evil.test\xc2\xad.pkg.example", 443, false}, {"169.254.169.254", 80, false}, {"1.1.1.1", 443, false}, {"", 443, false},
  };
  for (const auto& row : table) EXPECT_EQ(allows(rules, row.host, row.port), row.expected) << shown(row.host) << " " << row.port;
}

TEST(HostRules, AnAddressIsNeverAllowedByAWildcard) {
  EXPECT_FALSE(allows(HostRules{{"*.1"}}, "127.1", 80));
  EXPECT_FALSE(allows(HostRules{{"*.0x1"}}, "127.0x1", 80));
}

TEST(HostRules, WhatIsNoneIsNamed) {
  const struct {
    std::string pattern;
    std::string_view part;
  } table[] = {
      {"*", "every host"}, {"", "empty"}, {"*.", "empty"}, {"*.10.1.2.3", "below"}, {"a.*.org", "front"},
      {"*example.org", "front"}, {"https://example.org", "https://"}, {"example.org/path", "path"},
      {"example.org:", "port"}, {"example.org:99999", "port"}, {"ex ample.org", "ex\\x20ample.org"},
      {"b\xc3\xbc" "cher.example", "xn--"}, {"a..b", "a..b"}, {"1.2.3.4.5", "no IPv4 address"},
      {std::string("a\0b", 3), "a\\x00b"},
  };
  for (const auto& row : table) {
    const auto checked = check_rules(HostRules{{"fine.example", row.pattern}});
    ASSERT_FALSE(checked) << row.pattern;
    EXPECT_EQ(checked.error().code, base::Code::invalid);
    EXPECT_NE(checked.error().what.find(row.part), std::string::npos) << checked.error().what;
    EXPECT_FALSE(allows(HostRules{{"fine.example", row.pattern}}, "fine.example", 443)) << "it must fail closed";
  }
}

}  // namespace
}  // namespace sandbox
