#include "rule_paths.h"

namespace agent {

namespace {

constexpr std::array k_extensions = {
    std::string_view("py"), std::string_view("js"), std::string_view("mjs"), std::string_view("cjs"), std::string_view("ts"),
    std::string_view("tsx"), std::string_view("jsx"), std::string_view("json"), std::string_view("json5"), std::string_view("lock"),
    std::string_view("lockb"), std::string_view("md"), std::string_view("yml"), std::string_view("yaml"), std::string_view("toml"),
    std::string_view("xml"), std::string_view("c"), std::string_view("cc"), std::string_view("cpp"), std::string_view("cxx"),
    std::string_view("h"), std::string_view("hpp"), std::string_view("rs"), std::string_view("go"), std::string_view("java"),
    std::string_view("kt"), std::string_view("kts"), std::string_view("gradle"), std::string_view("rb"), std::string_view("php"),
    std::string_view("cs"), std::string_view("swift"), std::string_view("sql"), std::string_view("txt"), std::string_view("cfg"),
    std::string_view("ini"), std::string_view("env"), std::string_view("csv"), std::string_view("html"), std::string_view("css"),
    std::string_view("scss"), std::string_view("sh"), std::string_view("sum"), std::string_view("mod"), std::string_view("proto"),
    std::string_view("snap"), std::string_view("cmake"), std::string_view("in"), std::string_view("svg"), std::string_view("png"),
    std::string_view("pem"), std::string_view("key"), std::string_view("pdf"), std::string_view("rst"), std::string_view("graphql"),
    std::string_view("prisma"), std::string_view("tf"), std::string_view("tfvars"), std::string_view("pyi"), std::string_view("vue")};

constexpr std::array k_nouns_of_one = {std::string_view("file"), std::string_view("files"), std::string_view("folder"),
                                       std::string_view("folders"), std::string_view("directory"), std::string_view("directories"),
                                       std::string_view("dir"), std::string_view("tree"), std::string_view("lockfile"),
                                       std::string_view("itself"), std::string_view("contents"), std::string_view("subtree")};

bool could_be_path(std::string_view raw) {
  if (raw.empty() || raw.size() > 200 || raw.find("://") != std::string_view::npos || raw.find("..") != std::string_view::npos) return false;
  if (raw.front() == '/' || raw.front() == '~' || raw.front() == '-' || raw.front() == '!' || raw.front() == '@' || raw.front() == '$') return false;
  for (const char c : raw) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80);
    if (!is_plain && std::string_view("._-/*?+@[]").find(c) == std::string_view::npos) return false;
  }
  // A star alone would forbid everything.
  return std::any_of(raw.begin(), raw.end(), [](char c) { return c != '*' && c != '/' && c != '?' && c != '.'; });
}

}  // namespace

bool has_known_extension(std::string_view raw) {
  const auto name = raw.substr(raw.find_last_of('/') == std::string_view::npos ? 0 : raw.find_last_of('/') + 1);
  const auto dot = name.find_last_of('.');
  return dot != std::string_view::npos && dot + 1 < name.size() && is_in(k_extensions, small_letters(name.substr(dot + 1)));
}

bool is_path(const Word& word, bool named, const HasPath& has) {
  if (word.kind == Word::Kind::mark || !could_be_path(word.raw)) return false;
  if (has_known_extension(word.raw)) {
    static constexpr std::array k_names = {std::string_view("node.js"), std::string_view("vue.js"), std::string_view("next.js"),
                                           std::string_view("d3.js"), std::string_view("react.js"), std::string_view("express.js"),
                                           std::string_view("three.js")};   // products
    return word.kind == Word::Kind::code || !is_in(k_names, word.low) || has(word.raw);
  }
  const bool looks = word.raw.ends_with('/') || word.raw.find('*') != std::string::npos || word.raw.starts_with("./");
  const bool is_dotfile = word.raw.size() > 2 && word.raw.front() == '.';
  if (word.kind == Word::Kind::word) return looks || is_dotfile || (named && word.raw.find('/') != std::string::npos) || (word.raw.find('/') != std::string::npos && has(word.raw));
  return looks || is_dotfile || named || word.raw.find('/') != std::string::npos || has(word.raw);
}

bool names_one(const Word* word) { return word != nullptr && word->kind == Word::Kind::word && is_in(k_nouns_of_one, word->low); }

std::vector<std::string> take_paths(Cursor& at, bool named, const HasPath& has) {
  std::vector<std::string> paths;
  for (;;) {
    const std::size_t start = at.place();
    if (!paths.empty()) {
      bool joined = at.take(",");
      joined = at.take_one_of({"and", "or", "nor", "&"}) || joined;
      if (!joined) return paths;
      at.take("the");
      while (names_one(at.peek()) && at.peek(1) != nullptr && at.peek(1)->kind == Word::Kind::code) {
        named = true;
        at.next();
      }
      at.take_one_of({"in", "under"});
    }
    const bool quoted = at.take("\"");
    const Word* word = at.peek();
    if (word == nullptr || !is_path(*word, named || quoted || names_one(at.peek(1)), has)) {
      at.go_to(start);
      return paths;
    }
    paths.push_back(word->raw);
    at.next();
    if (quoted) at.take("\"");
    while (names_one(at.peek())) at.next();
  }
}

}  // namespace agent
