#include "text/sha256.h"

#include <gtest/gtest.h>
#include <sys/types.h>
// after sys/types.h: libmd's header does not stand alone
#include <sha256.h>

#include <random>

using namespace text;

TEST(Sha256, KnowsTheStandardsExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, AgreesWithLibmdWhateverTheCuts) {
  std::mt19937 random(7);
  std::string data(70000, '\0');
  for (char& c : data) c = static_cast<char>(random());
  for (std::size_t size = 0; size < 300; ++size) {
    char expected[SHA256_DIGEST_STRING_LENGTH];
    SHA256Data(reinterpret_cast<const std::uint8_t*>(data.data()), size, expected);
    ASSERT_EQ(sha256_hex({data.data(), size}), expected) << size;
  }
  char expected[SHA256_DIGEST_STRING_LENGTH];
  SHA256Data(reinterpret_cast<const std::uint8_t*>(data.data()), data.size(), expected);
  for (int round = 0; round < 50; ++round) {
    Sha256 sum;
    for (std::size_t at = 0; at < data.size();) {
      const std::size_t take = std::min<std::size_t>(data.size() - at, random() % 500);
      sum.add({data.data() + at, take});
      at += take;
    }
    ASSERT_EQ(sum.hex(), expected);
  }
}

TEST(Sha256, TellsNamesFromOtherText) {
  EXPECT_TRUE(is_sha256_hex(sha256_hex("x")));
  EXPECT_FALSE(is_sha256_hex("../" + sha256_hex("x").substr(3)));
  EXPECT_FALSE(is_sha256_hex(""));
}
