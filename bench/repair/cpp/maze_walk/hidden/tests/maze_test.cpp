#include "maze.h"

#include <cstdio>
#include <string>
#include <vector>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void square() {
  const Maze maze({"S #", "# #", "# E"});
  const auto way = maze.shortest();
  CHECK(way && way->size() == 5);
  CHECK(maze.reachable() == 5);
}

static void no_way() {
  const Maze maze({"S#E", " # ", " # "});
  CHECK(!maze.shortest());
  CHECK(maze.reachable() == 3);
}

static void wide() {
  const Maze maze({"S   E", "  #  ", "     ", "     ", "     "});
  CHECK(maze.shortest()->size() == 5);
}

static void tall() {
  const Maze maze({"S#", " #", " #", "  ", "#E"});
  CHECK(maze.height() == 5);
  const auto way = maze.shortest();
  CHECK(way && way->size() == 6);
}

static void drawing() {
  const Maze maze({"S##", " ##", "  E"});
  CHECK((maze.drawn() == std::vector<std::string>{"S##", ".##", "..E"}));
}

static void without_a_start() {
  bool thrown = false;
  try {
    Maze maze({"###", "##E"});
  } catch (const std::invalid_argument&) {
    thrown = true;
  }
  CHECK(thrown);
}

static void all_shapes() {
  for (int width = 1; width <= 6; ++width) {
    for (int height = 1; height <= 6; ++height) {
      if (width * height < 2) continue;
      std::vector<std::string> lines(static_cast<std::size_t>(height), std::string(static_cast<std::size_t>(width), ' '));
      lines.front().front() = 'S';
      lines.back().back() = 'E';
      const Maze maze(lines);
      try {
        CHECK(maze.reachable() == width * height);
        const auto way = maze.shortest();
        CHECK(way && static_cast<int>(way->size()) == width + height - 1);
      } catch (const std::exception&) {
        CHECK(false);
      }
      CHECK(maze.inside(width - 1, height - 1));
      CHECK(!maze.inside(width, 0));
      CHECK(!maze.inside(0, height));
      CHECK(!maze.inside(-1, 0) && !maze.inside(0, -1));
    }
  }
}

static void ragged() {
  const Maze maze({"S", "  ", "#   E"});
  CHECK(maze.width() == 5);
  CHECK(maze.shortest()->size() == 7);
}

int main() {
  square();
  no_way();
  wide();
  tall();
  drawing();
  without_a_start();
  all_shapes();
  ragged();
  return failures == 0 ? 0 : 1;
}
