#include "ngram/model.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ngram {
namespace {

constexpr std::string_view k_long_string = "\"...\"";
constexpr double k_cache_most = 0.8;  ///< weight of the cache when it has seen the longest context
constexpr double k_cache_least = 0.1;
constexpr std::size_t k_cache_window = 20000;  ///< tokens before a place that are its cache

/// How much the cache counts: the longer the context that it knows, the more.
double cache_weight(std::size_t seen, std::size_t order) {
  if (order < 2) return k_cache_least;
  return k_cache_least + (k_cache_most - k_cache_least) * static_cast<double>(seen) / static_cast<double>(order - 1);
}

double mixed(double base, const Counts& cache, const Words& words, std::size_t at, std::size_t order,
             std::size_t words_in_all) {
  const double weight = cache_weight(cache.seen(words, at), order);
  return (1 - weight) * base + weight * cache.p(words, at, words_in_all);
}

}  // namespace

std::string_view word_text(const Lexeme& lexeme, std::string_view source) {
  const std::string_view text = source.substr(lexeme.begin, lexeme.end - lexeme.begin);
  if (lexeme.kind == Lexical::string && text.size() > k_string_max) return k_long_string;
  return text;
}

Model::Model(Options options) : options_(options), counts_(options.order) {
  options_.order = std::clamp<std::size_t>(options_.order, 1, k_order_max);
  options_.cache_order = std::clamp<std::size_t>(options_.cache_order, 1, k_order_max);
}

bool Model::learn(code::Language language, std::string_view text) {
  if (bytes() >= options_.memory_max) return false;
  const auto lexemes = lex(language, text);
  Words words;
  words.reserve(lexemes.size());
  for (const auto& lexeme : lexemes) words.push_back(vocabulary_.add(word_text(lexeme, text)));
  counts_.learn(words);
  tokens_ += words.size();
  return true;
}

Words Model::words(code::Language language, std::string_view text) const {
  return words(lex(language, text), text);
}

Words Model::words(const std::vector<Lexeme>& lexemes, std::string_view text) const {
  Words words;
  words.reserve(lexemes.size());
  for (const auto& lexeme : lexemes) words.push_back(vocabulary_.find(word_text(lexeme, text)));
  return words;
}

double Model::log_p(const Words& words, std::size_t at, const Counts* cache) const {
  double p = counts_.p(words, at, vocabulary_.size());
  if (cache != nullptr) p = mixed(p, *cache, words, at, options_.cache_order, vocabulary_.size());
  return std::log2(p);
}

std::vector<Guess> Model::next(const Words& before, std::size_t count) const {
  const std::size_t first = before.size() - std::min(before.size(), k_cache_window);
  Counts cache(options_.cache_order);
  cache.learn(before, first, before.size());
  std::map<Word, double> words;
  for (const auto& guess : counts_.next(before, vocabulary_.size(), 4 * count)) words[guess.word] = 0;
  for (const auto& guess : cache.next(before, vocabulary_.size(), 4 * count)) words[guess.word] = 0;
  Words text = before;
  text.push_back(k_unknown);
  std::vector<Guess> guesses;
  for (auto& [word, p] : words) {
    text.back() = word;
    guesses.push_back({word, std::exp2(log_p(text, before.size(), &cache))});
  }
  std::stable_sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) { return a.p > b.p; });
  if (guesses.size() > count) guesses.resize(count);
  return guesses;
}

Model::Focus::Focus(Model& model, Words file, std::size_t begin, std::size_t end, bool learned)
    : model_(model),
      file_(std::move(file)),
      begin_(std::min(begin, file_.size())),
      end_(std::min(end, file_.size())),
      learned_(learned),
      cache_(model.options_.cache_order) {
  if (learned_) model_.counts_.unlearn(file_, begin_, end_);
  const std::size_t half = k_cache_window / 2;
  cache_.learn(file_, begin_ - std::min(begin_, half), begin_);
  cache_.learn(file_, end_, std::min(file_.size(), end_ + half));
}

Model::Focus::~Focus() {
  if (learned_) model_.counts_.learn(file_, begin_, end_);
}

double Model::Focus::log_p(const Words& words, std::size_t begin, std::size_t end) const {
  double sum = 0;
  for (std::size_t i = begin; i < std::min(end, words.size()); ++i) sum += model_.log_p(words, i, &cache_);
  return sum;
}

}  // namespace ngram
