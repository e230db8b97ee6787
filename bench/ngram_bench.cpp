// ngram_bench ROOT...: how fast the language model learns, what it needs, and how well it predicts. Every tenth
// file is held out; bits are of its tokens, by a model that has seen the other nine.

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/paths.h"
#include "code/parse.h"
#include "code/walk.h"
#include "ngram/model.h"

namespace {

struct File {
  std::string path, text;
  code::Language language;
};

double cpu_s() {
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  return static_cast<double>(use.ru_utime.tv_sec) + static_cast<double>(use.ru_utime.tv_usec) / 1e6;
}

std::vector<File> files_of(const std::string& root) {
  std::vector<File> files;
  code::WalkOptions where;
  where.globs = {"!third_party"};
  const auto walk = code::walk(root, where);
  if (!walk) return files;
  for (const auto& entry : walk->entries) {
    if (entry.kind != code::Kind::file || !code::language_of(entry.path)) continue;
    auto text = base::read_file(base::join(root, entry.path));
    if (text) files.push_back({entry.path, *text, *code::language_of(entry.path, *text)});
  }
  return files;
}

void measure(const std::string& root) {
  const auto files = files_of(root);
  std::size_t bytes = 0;
  std::size_t tokens = 0;
  for (const auto& file : files) bytes += file.text.size();
  double start = cpu_s();
  for (const auto& file : files) tokens += ngram::lex(file.language, file.text).size();
  const double lexing = cpu_s() - start;
  start = cpu_s();
  std::size_t nodes = 0;  // walked
  for (const auto& file : files)
    if (auto tree = code::Tree::parse(file.language, file.text))
      for (code::Cursor at(tree->root()); at.next();) ++nodes;
  const double parsing = cpu_s() - start;
  fmt::print("{}: {} files, {:.1f} MB, {} tokens, {} nodes\n", root, files.size(), static_cast<double>(bytes) / 1e6, tokens, nodes);
  fmt::print("  lexing {:.2f} M tokens/s; parsing and walking trees {:.2f} M tokens/s\n",
             static_cast<double>(tokens) / lexing / 1e6, static_cast<double>(tokens) / parsing / 1e6);
  for (const std::size_t order : {3, 4, 5, 6}) {
    ngram::Options options;
    options.order = order;
    start = cpu_s();
    ngram::Model all(options);
    for (const auto& file : files) all.learn(file.language, file.text);
    const double learning = cpu_s() - start;
    ngram::Model model(options);
    for (std::size_t i = 0; i < files.size(); ++i)
      if (i % 10 != 5) model.learn(files[i].language, files[i].text);
    double plain = 0;
    double cached = 0;
    std::size_t count = 0;
    start = cpu_s();
    for (std::size_t i = 5; i < files.size(); i += 10) {
      const auto words = model.words(files[i].language, files[i].text);
      ngram::Counts cache(options.cache_order);
      for (std::size_t at = 0; at < words.size(); ++at) {
        plain += model.log_p(words, at, nullptr);
        cached += model.log_p(words, at, &cache);
        cache.learn(words, at, at + 1);
      }
      count += words.size();
    }
    const double scoring = cpu_s() - start;
    const double n = static_cast<double>(std::max<std::size_t>(count, 1));
    fmt::print("  order {}: learns {:.2f} M tokens/s, {:.0f} bytes a token, {:.1f} MB; {} held-out tokens: {:.2f} bits, "
               "perplexity {:.1f}; with the cache {:.2f} bits, perplexity {:.1f}; {:.2f} us a token\n",
               order, static_cast<double>(all.tokens()) / learning / 1e6,
               static_cast<double>(all.bytes()) / static_cast<double>(std::max<std::size_t>(all.tokens(), 1)),
               static_cast<double>(all.bytes()) / 1e6, count, -plain / n, std::exp2(-plain / n), -cached / n,
               std::exp2(-cached / n), scoring * 1e6 / (2 * n));
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) measure(base::absolute(argv[i]));
  return 0;
}
