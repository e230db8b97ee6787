#include "runs.h"

#include <cstdio>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void plain_bytes() {
  CHECK((pack({1, 2, 3}) == Bytes{3, 1, 2, 3}));
  CHECK(pack({}).empty());
}

static void a_run() {
  CHECK((pack({7, 7, 7, 7, 7, 1}) == Bytes{0, 5, 7, 1, 1}));
  CHECK((pack({7, 7, 7}) == Bytes{3, 7, 7, 7}));
}

static void there_and_back() {
  Bytes data;
  for (int i = 0; i < 600; ++i) data.push_back(static_cast<std::uint8_t>(i / 10));
  CHECK(unpack(pack(data)) == data);
}

static void damaged() {
  CHECK(!unpack({5, 1, 2}));
  CHECK(!unpack({0, 4}));
  CHECK(!blocks({0, 0, 1}));
}

static void a_blank_page() {
  const Bytes page(1000, 32);
  const Bytes packed = pack(page);
  CHECK(unpack(packed) == page);
  CHECK(blocks(packed) == 4);
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "plain_bytes") plain_bytes();
  if (name == "a_run") a_run();
  if (name == "there_and_back") there_and_back();
  if (name == "damaged") damaged();
  if (name == "a_blank_page") a_blank_page();
  return failures == 0 ? 0 : 1;
}
