#include "lexer.h"

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

static std::string joined(const std::string& source) {
  std::string out;
  for (const Token& token : Lexer(source).run()) out += "[" + token.text + "]";
  return out;
}

static bool fails(const std::string& source) {
  try {
    Lexer(source).run();
  } catch (const LexError&) {
    return true;
  }
  return false;
}

static void words_and_numbers() {
  CHECK(joined("price >= 12.5 and n1<7") == "[price][>=][12.5][and][n1][<][7]");
  CHECK(joined("") == "");
}

static void kinds() {
  const std::vector<Token> tokens = Lexer("a = 1").run();
  CHECK(tokens.size() == 3);
  CHECK((tokens[0] == Token{Kind::kWord, "a"}));
  CHECK((tokens[1] == Token{Kind::kSign, "="}));
  CHECK((tokens[2] == Token{Kind::kNumber, "1"}));
}

static void texts() {
  CHECK(joined("name = 'Ann Lee' or x") == "[name][=][Ann Lee][or][x]");
  CHECK(joined("'O''Brien'") == "[O'Brien]");
}

static void errors() {
  CHECK(fails("a ; b"));
  CHECK(fails("12x"));
  CHECK(fails("'open"));
}

static void many_texts() {
  CHECK(joined("'a' 'b'") == "[a][b]");
  CHECK(joined("('a','b')") == "[(][a][,][b][)]");
  CHECK(joined("''") == "[]");
  CHECK(joined("''''") == "[']");
  CHECK(joined("'a'''") == "[a']");
  CHECK(joined("x='a'and y='b'") == "[x][=][a][and][y][=][b]");
  CHECK(Lexer("'a'").run().size() == 1);
  CHECK((Lexer("'7'").run()[0] == Token{Kind::kText, "7"}));
  CHECK(fails("'a' 'b"));
  CHECK(fails("'a''"));
}

int main() {
  words_and_numbers();
  kinds();
  texts();
  errors();
  many_texts();
  return failures == 0 ? 0 : 1;
}
