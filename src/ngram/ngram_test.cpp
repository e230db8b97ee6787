#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <sstream>

#include "base/file.h"
#include "base/paths.h"
#include "code/parse.h"
#include "code/walk.h"
#include "ngram/model.h"
#include "ngram/train.h"

namespace ngram {
namespace {

using code::Language;

std::string tokens(Language language, const std::string& text) {
  std::string out;
  for (const auto& lexeme : lex(language, text)) {
    const std::string token = text.substr(lexeme.begin, lexeme.end - lexeme.begin);
    out += (out.empty() ? "" : " ") + (token == "\n" ? "NL" : token);
  }
  return out;
}

TEST(Lexer, CutsTextsIntoTokens) {
  struct Case {
    Language language;
    const char *text, *tokens;
  };
  const Case cases[] = {
      {Language::cpp, "a->b<=c; // no\n", "a -> b <= c ;"},
      {Language::cpp, "x /* \n */ += 0x1F'FF + 1.5e-3f", "x += 0x1F'FF + 1.5e-3f"},
      {Language::cpp, "R\"a(x\"y)a\" \"q\\\"r\" 'c'", "R\"a(x\"y)a\" \"q\\\"r\" 'c'"},
      {Language::cpp, "\"never ends\n x", "\"never ends x"},
      {Language::python, "a = [1,\n  2]\n\n\n# no\nb // 2\n", "a = [ 1 , 2 ] NL b // 2 NL"},
      {Language::python, "f'{x}' + rb\"\\\"\" + \"\"\"a\n\"b\"\"\"", "f'{x}' + rb\"\\\"\" + \"\"\"a\n\"b\"\"\""},
      {Language::python, "a = b \\\n  + c\n", "a = b + c NL"},
      {Language::javascript, "a / b / c; x = /[/\"]\\//g; `t\n${u}`", "a / b / c ; x = /[/\"]\\// g ; `t\n${u}`"},
      {Language::javascript, "a?.b ?? c === d", "a ?. b ?? c === d"},
      {Language::rust, "fn f<'a>(x: &'a str) -> char { 'x'; r#\"a\"b\"#; 0..=9 }",
       "fn f < ' a > ( x : & ' a str ) -> char { 'x' ; r#\"a\"b\"# ; 0 ..= 9 }"},
      {Language::go, "x := `a\\`; y <- 'b'", "x := `a\\` ; y <- 'b'"},
      {Language::java, "x >>>= 2; \"\"\"\n a \" b\"\"\"", "x >>>= 2 ; \"\"\"\n a \" b\"\"\""},
      {Language::c, "", ""},
      {Language::c, "\"", "\""},
      {Language::python, "'''", "'''"},
  };
  for (const auto& c : cases) EXPECT_EQ(tokens(c.language, c.text), c.tokens) << c.text;
}

TEST(Lexer, CoversAnyBytesInOrder) {
  std::mt19937 random(7);
  const std::string letters = "ab1 \n\t'\"`\\/*#(){}[].=<>!&|\xc3\xa9_$R0x";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 60; i > 0; --i) text += letters[random() % letters.size()];
    const auto language = static_cast<Language>(random() % 9);
    std::size_t at = 0;
    for (const auto& lexeme : lex(language, text)) {
      ASSERT_GE(lexeme.begin, at) << text;
      ASSERT_GT(lexeme.end, lexeme.begin) << text;
      ASSERT_LE(lexeme.end, text.size()) << text;
      at = lexeme.end;
    }
  }
}

/// Where tokens begin by the syntax tree: its leaves, strings whole.
std::set<std::size_t> leaf_starts(const code::Tree& tree) {
  std::set<std::size_t> out;
  code::Cursor at(tree.root());
  bool more = at.next();
  while (more) {
    const code::Node node = at.node();
    const bool is_text = node.type().find("string") != std::string_view::npos ||
                         node.type().find("char_literal") != std::string_view::npos || node.type() == "regex";
    const bool is_leaf = node.child_count() == 0 || is_text;
    if (is_leaf && !node.extra() && node.end() > node.begin()) out.insert(node.begin());
    more = node.extra() || is_leaf ? at.skip() : at.next();
  }
  return out;
}

TEST(Lexer, FindsTheLeavesOfTheSyntaxTree) {
  std::size_t same = 0;
  std::size_t all = 0;
  std::map<std::string, std::pair<std::size_t, std::size_t>> of;  // a language: same, all
  code::WalkOptions where;
  where.globs = {"!third_party"};
  const auto walk = code::walk(PLUMB_SOURCE_DIR, where);
  ASSERT_TRUE(walk);
  for (const auto& entry : walk->entries) {
    const auto text = base::read_file(base::join(PLUMB_SOURCE_DIR, entry.path), 100'000);
    if (entry.kind != code::Kind::file || !text) continue;
    const auto language = code::language_of(entry.path, *text);
    if (!language) continue;
    const auto tree = code::Tree::parse(*language, *text);
    if (!tree || tree->has_error()) continue;
    const auto leaves = leaf_starts(*tree);
    std::size_t found = 0;
    for (const auto& lexeme : lex(*language, *text))
      if (leaves.contains(lexeme.begin)) ++found;
    same += found;
    all += leaves.size();
    auto& one = of[std::string(code::name(*language))];
    one.first += found;
    one.second += leaves.size();
  }
  ASSERT_GT(all, 100'000U);
  EXPECT_GT(static_cast<double>(same), 0.98 * static_cast<double>(all));
  for (const auto& [language, counts] : of)
    EXPECT_GT(static_cast<double>(counts.first), 0.95 * static_cast<double>(counts.second)) << language;
}

Words numbers(std::initializer_list<Word> list) {
  return list;
}

TEST(Counts, AreADistribution) {
  std::mt19937 random(3);
  constexpr std::size_t k_words = 12;
  for (const std::size_t order : {1, 2, 3, 5}) {
    Counts counts(order);
    for (int i = 0; i < 20; ++i) {
      Words text;
      for (std::size_t n = random() % 30; n > 0; --n) text.push_back(1 + random() % (k_words - 1));
      counts.learn(text);
    }
    for (int i = 0; i < 50; ++i) {
      Words text;
      for (std::size_t n = random() % 6; n > 0; --n) text.push_back(random() % k_words);
      text.push_back(0);
      double sum = 0;
      for (Word word = 0; word < k_words; ++word) {
        text.back() = word;
        const double p = counts.p(text, text.size() - 1, k_words);
        EXPECT_GT(p, 0);
        sum += p;
      }
      EXPECT_NEAR(sum, 1, 1e-9) << "order " << order;
    }
  }
}

/// Interpolated Kneser-Ney by its definition, from a plain list of n-grams.
class Oracle {
 public:
  Oracle(std::size_t order, std::size_t words) : order_(order), words_(words) {}
  void learn(const Words& text) {
    Words padded(order_ - 1, 1000);
    padded.insert(padded.end(), text.begin(), text.end());
    for (std::size_t at = order_ - 1; at < padded.size(); ++at) {
      for (std::size_t n = 1; n <= order_; ++n) {
        const Words gram(padded.begin() + static_cast<std::ptrdiff_t>(at + 1 - n),
                         padded.begin() + static_cast<std::ptrdiff_t>(at + 1));
        ++grams_[gram];
      }
    }
  }
  [[nodiscard]] double p(Words context, Word word) const {
    while (context.size() < order_ - 1) context.insert(context.begin(), 1000);
    context.erase(context.begin(), context.end() - static_cast<std::ptrdiff_t>(order_ - 1));
    return p(context, word, context.size());
  }

 private:
  [[nodiscard]] double value(const Words& gram) const {
    if (gram.size() == order_) {
      const auto found = grams_.find(gram);
      return found == grams_.end() ? 0 : found->second;
    }
    double n = 0;
    for (const auto& [one, count] : grams_)
      if (one.size() == gram.size() + 1 && std::equal(gram.begin(), gram.end(), one.begin() + 1)) ++n;
    return n;
  }
  [[nodiscard]] double discount(std::size_t n) const {
    double ones = 0;
    double twos = 0;
    for (const auto& [gram, count] : grams_) {
      if (gram.size() != n) continue;
      if (value(gram) == 1) ++ones;
      if (value(gram) == 2) ++twos;
    }
    return ones == 0 || twos == 0 ? 0.75 : ones / (ones + 2 * twos);
  }
  [[nodiscard]] double p(const Words& context, Word word, std::size_t length) const {
    const double lower = length == 0 ? 1 / static_cast<double>(words_) : p(context, word, length - 1);
    Words gram(context.end() - static_cast<std::ptrdiff_t>(length), context.end());
    gram.push_back(0);
    double total = 0;
    double types = 0;
    for (Word w = 0; w < words_; ++w) {
      gram.back() = w;
      const double v = value(gram);
      total += v;
      types += v > 0 ? 1 : 0;
    }
    if (total == 0) return lower;
    gram.back() = word;
    const double d = discount(length + 1);
    return (std::max(value(gram) - d, 0.0) + d * types * lower) / total;
  }
  std::size_t order_, words_;
  std::map<Words, double> grams_;
};

TEST(Counts, AreThoseOfKneserAndNey) {
  std::mt19937 random(11);
  constexpr std::size_t k_words = 6;
  for (const std::size_t order : {1, 2, 3}) {
    Counts counts(order);
    Oracle oracle(order, k_words);
    for (int i = 0; i < 5; ++i) {
      Words text;
      for (std::size_t n = 4 + random() % 20; n > 0; --n) text.push_back(1 + random() % (k_words - 1));
      counts.learn(text);
      oracle.learn(text);
    }
    for (int i = 0; i < 60; ++i) {
      Words text;
      for (std::size_t n = random() % 5; n > 0; --n) text.push_back(1 + random() % (k_words - 1));
      text.push_back(random() % k_words);
      const Words context(text.begin(), text.end() - 1);
      EXPECT_NEAR(counts.p(text, text.size() - 1, k_words), oracle.p(context, text.back()), 1e-12) << order;
    }
  }
}

TEST(Counts, UnlearnWhatTheyLearned) {
  std::mt19937 random(5);
  const auto make = [&](std::size_t n) {
    Words text;
    for (std::size_t i = 0; i < n; ++i) text.push_back(1 + random() % 9);
    return text;
  };
  const Words kept = make(200);
  const Words gone = make(100);
  Counts once(4);
  once.learn(kept);
  Counts twice(4);
  twice.learn(kept);
  twice.learn(gone);
  twice.unlearn(gone, 0, gone.size());
  for (std::size_t at = 0; at < gone.size(); ++at) EXPECT_DOUBLE_EQ(once.p(gone, at, 10), twice.p(gone, at, 10));
  // What was never learned changes nothing.
  twice.unlearn(numbers({1, 1, 1, 1, 1}), 0, 5);
  twice.learn(gone, 20, 40);
  twice.unlearn(gone, 20, 40);
  for (std::size_t at = 0; at < kept.size(); ++at) EXPECT_GT(twice.p(kept, at, 10), 0);
}

TEST(Model, PrefersWhatTheProjectWrites) {
  Model model;
  for (int i = 0; i < 10; ++i)
    model.learn(Language::python, "for i in range(len(items)):\n    total += items[i]\n");
  const std::string text = "for i in range(len(items)):\n    total += items[i]\n";
  const auto natural = model.words(Language::python, text);
  const auto odd = model.words(Language::python, "for i in range(items):\n    total += items[len]\n");
  double a = 0;
  double b = 0;
  for (std::size_t i = 0; i < natural.size(); ++i) a += model.log_p(natural, i, nullptr);
  for (std::size_t i = 0; i < odd.size(); ++i) b += model.log_p(odd, i, nullptr);
  EXPECT_GT(a / static_cast<double>(natural.size()), b / static_cast<double>(odd.size()));
}

TEST(Model, AFocusUnlearnsTheFunctionThatIsJudged) {
  Model model;
  const std::string other = "int less(int a, int b) { return a < b; }\nint f(int a, int b) { return a < b; }\n";
  const std::string file = "int bug(int a, int b) { return a > b; }\n";
  model.learn(Language::cpp, other);
  model.learn(Language::cpp, file);
  const auto wrong = model.words(Language::cpp, file);
  const auto right = model.words(Language::cpp, "int bug(int a, int b) { return a < b; }\n");
  const double before = model.log_p(wrong, 14, nullptr);
  {
    const Model::Focus focus(model, wrong, 0, wrong.size(), true);
    EXPECT_GT(focus.log_p(right, 12, 16), focus.log_p(wrong, 12, 16));
  }
  EXPECT_DOUBLE_EQ(model.log_p(wrong, 14, nullptr), before) << "it learns it again";
}

TEST(Model, GuessesTheNextTokenAndTheCacheHelps) {
  Model model;
  for (int i = 0; i < 5; ++i) model.learn(Language::javascript, "const x = require('fs');\nconst y = load(x);\n");
  const auto guesses = model.next(model.words(Language::javascript, "const y = load("), 3);
  ASSERT_FALSE(guesses.empty());
  EXPECT_EQ(model.vocabulary().text(guesses[0].word), "x");
  EXPECT_LE(guesses.size(), 3U);
  // In this file it is y.
  const auto near = model.next(model.words(Language::javascript, "load(y); load(y); load(y); const y = load("), 3);
  ASSERT_FALSE(near.empty());
  EXPECT_EQ(model.vocabulary().text(near[0].word), "y");
  EXPECT_TRUE(Model().next({}, 3).empty());
}

TEST(Model, KeepsToItsMemory) {
  Options options;
  options.memory_max = 4 << 20;
  Model model(options);
  std::mt19937 random(1);
  std::size_t files = 0;
  for (; files < 1000; ++files) {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "name" + std::to_string(random() % 5000) + " ";
    if (!model.learn(Language::c, text)) break;
  }
  EXPECT_GT(files, 2U);
  EXPECT_LT(files, 1000U);
  EXPECT_LT(model.bytes(), 3 * options.memory_max);
}

TEST(Train, ReadsAProjectByItsIgnoreRulesNearestFirst) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const auto put = [&](const std::string& name, const std::string& text) {
    ASSERT_TRUE(base::make_dirs(base::parent(base::join(dir->path(), name))));
    ASSERT_TRUE(base::write_file(base::join(dir->path(), name), text));
  };
  put(".ignore", "out\n");
  put("a/one.py", "alpha = 1\n");
  put("b/two.py", "beta = 2\n");
  put("out/made.py", "gamma = 3\n");
  put("notes.txt", "delta\n");
  const auto trained = train(dir->path());
  ASSERT_TRUE(trained) << trained.error().what;
  EXPECT_EQ(trained->files, (std::set<std::string>{"a/one.py", "b/two.py"}));
  EXPECT_EQ(trained->left_out, 0U);
  EXPECT_NE(trained->model.vocabulary().find("alpha"), k_unknown);
  EXPECT_EQ(trained->model.vocabulary().find("gamma"), k_unknown);
  TrainOptions few;
  few.tokens_max = 1;
  few.near = {"b/two.py"};
  const auto cut = train(dir->path(), few);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->files, std::set<std::string>{"b/two.py"});
  EXPECT_EQ(cut->left_out, 1U);
}

TEST(Train, LearnsAFileOfAHundredThousandLines) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "static int value_" + std::to_string(i % 300) + "(int x) { return x + " + std::to_string(i) + "; }\n";
  ASSERT_TRUE(base::write_file(base::join(dir->path(), "big.c"), text));
  const auto trained = train(dir->path());
  ASSERT_TRUE(trained);
  EXPECT_EQ(trained->left_out, 0U);
  EXPECT_EQ(trained->model.tokens(), 1'400'000U);
  EXPECT_LT(trained->model.bytes(), k_memory_max);
}

}  // namespace
}  // namespace ngram
