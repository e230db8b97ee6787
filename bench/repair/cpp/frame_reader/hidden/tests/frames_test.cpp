#include "frames.h"

#include <cstdio>
#include <stdexcept>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void bytes_of_a_frame() {
  const std::string bytes = encode({7, "ab"});
  CHECK(bytes.size() == 8);
  CHECK(bytes.substr(0, 7) == std::string("FR\x07\x00\x02" "ab", 7));
}

static void short_frames() {
  FrameReader reader;
  reader.feed(encode({1, "a"}) + encode({2, ""}));
  CHECK((reader.next() == Frame{1, "a"}));
  CHECK((reader.next() == Frame{2, ""}));
  CHECK(!reader.next());
  CHECK(reader.waiting() == 0);
}

static void in_pieces() {
  FrameReader reader;
  const std::string bytes = encode({3, "hello"});
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    reader.feed(bytes.substr(i, 1));
    CHECK(!reader.next());
  }
  reader.feed(bytes.substr(bytes.size() - 1));
  CHECK((reader.next() == Frame{3, "hello"}));
}

static void a_longer_frame() {
  FrameReader reader;
  const Frame frame{4, std::string(200, 'x')};
  reader.feed(encode(frame));
  CHECK(reader.next() == frame);
}

static void rubbish_between() {
  FrameReader reader;
  reader.feed("xxF" + encode({5, "a"}) + "F");
  CHECK((reader.next() == Frame{5, "a"}));
  CHECK(!reader.next());
  CHECK(reader.skipped() == 3);
  CHECK(reader.waiting() == 1);
}

static void too_long() {
  bool thrown = false;
  try {
    encode({1, std::string(65536, 'a')});
  } catch (const std::length_error&) {
    thrown = true;
  }
  CHECK(thrown);
}

static void all_lengths_and_types() {
  FrameReader reader;
  for (std::size_t length = 0; length < 1200; length += 7) {
    const Frame frame{static_cast<std::uint8_t>(length), std::string(length, static_cast<char>(length * 13))};
    reader.feed(encode(frame));
    CHECK(reader.next() == frame);
    CHECK(reader.waiting() == 0);
    if (failures > 10) return;
  }
  for (int type = 0; type < 256; ++type) {
    for (const char* text : {"", "a", "zz"}) {
      const Frame frame{static_cast<std::uint8_t>(type), text};
      reader.feed(encode(frame));
      CHECK(reader.next() == frame);
    }
    if (failures > 10) return;
  }
  const Frame most{9, std::string(65535, 'm')};
  reader.feed(encode(most));
  CHECK(reader.next() == most);
}

static void a_wrong_checksum() {
  std::string bytes = encode({200, "data"});
  bytes[6] = 'X';
  FrameReader reader;
  reader.feed(bytes + encode({201, "good"}));
  CHECK((reader.next() == Frame{201, "good"}));
  CHECK(reader.skipped() == bytes.size());
}

int main() {
  bytes_of_a_frame();
  short_frames();
  in_pieces();
  a_longer_frame();
  rubbish_between();
  too_long();
  all_lengths_and_types();
  a_wrong_checksum();
  return failures == 0 ? 0 : 1;
}
