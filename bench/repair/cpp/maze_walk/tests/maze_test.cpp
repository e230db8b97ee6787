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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "square") square();
  if (name == "no_way") no_way();
  if (name == "wide") wide();
  if (name == "tall") tall();
  if (name == "drawing") drawing();
  if (name == "without_a_start") without_a_start();
  return failures == 0 ? 0 : 1;
}
