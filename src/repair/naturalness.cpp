#include "naturalness.h"

#include <algorithm>
#include <array>
#include <map>

#include "tokens.h"

namespace repair {
namespace {

constexpr std::size_t k_context = ngram::k_order_max;  ///< tokens around a unit that matter
constexpr double k_bits_most = 4;                      ///< more says no more

/// The text of a unit as words, with what stands around it.
struct Place {
  ngram::Words before, after;
};

class Judge {
 public:
  Judge(const ngram::Model& model, const ngram::Model::Focus& focus, Place place, TokenText old)
      : model_(model), focus_(focus), place_(std::move(place)), old_(std::move(old)) {
    old_words_ = words_of(old_);
    sums_.push_back(0);
    for (std::size_t i = place_.before.size(); i < old_words_.size(); ++i)
      sums_.push_back(sums_.back() + focus_.log_p(old_words_, i, i + 1));
  }

  double of(const TokenText& text) const {
    const TokenChange change = changed_tokens(old_, text);
    if (change.begin == change.end_before && change.begin == change.end_after) return 0;  // only blanks
    // The tokens behind the change have other ones before them now.
    const std::size_t tail = std::min(model_.options().order - 1, old_words_.size() - place_.before.size() - change.end_before);
    const auto words = words_of(text);
    const std::size_t from = place_.before.size() + change.begin;
    const double after = focus_.log_p(words, from, place_.before.size() + change.end_after + tail);
    const double before = sums_[change.end_before + tail] - sums_[change.begin];
    const auto mean = [&](double sum, std::size_t end) {
      const std::size_t n = end + tail - change.begin;
      return n == 0 ? 0 : sum / static_cast<double>(n);
    };
    return std::clamp(mean(after, change.end_after) - mean(before, change.end_before), -k_bits_most, k_bits_most);
  }

 private:
  ngram::Words words_of(const TokenText& text) const {
    ngram::Words words = place_.before;
    for (const auto& token : text.tokens) words.push_back(model_.vocabulary().find(ngram::word_text(token, text.text)));
    words.insert(words.end(), place_.after.begin(), place_.after.end());
    return words;
  }

  const ngram::Model& model_;
  const ngram::Model::Focus& focus_;
  Place place_;
  TokenText old_;
  ngram::Words old_words_;
  std::vector<double> sums_;  ///< of the unit's and the following tokens' log p
};

/// Comparisons are one: that a file has no `>` says nothing against it. (Other comparisons that pass are right in two of three
/// cases in the programs of bench/repair, other arithmetic in one of four.)
std::string_view kind_of_token(std::string_view token) {
  static constexpr std::array<std::string_view, 8> k_comparisons = {"<", "<=", ">", ">=", "==", "!=", "===", "!=="};
  return std::find(k_comparisons.begin(), k_comparisons.end(), token) != k_comparisons.end() ? k_comparisons[0] : token;
}

}  // namespace

Naturalness::Naturalness(const std::string& root, std::stop_token stop) {
  ngram::TrainOptions options;
  options.tokens_max = k_natural_tokens_max;
  if (auto trained = ngram::train(root, options, stop)) trained_ = *std::move(trained);
}

void judge_pairs(const Source& source, std::vector<Candidate>& candidates) {
  using Pair = std::pair<std::string_view, std::string_view>;
  std::vector<TokenText> texts;  // what the pairs look into
  for (const auto& candidate : candidates) texts.push_back(tokens_of(source, candidate));
  std::map<Pair, bool> pairs;  // what is written, and whether the file has it
  std::vector<std::vector<Pair>> written(candidates.size());
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const TokenText& after = texts[c];
    const TokenChange change = changed_tokens(tokens_of(source, source.units()[candidates[c].unit]), after);
    if (change.begin == change.end_after) continue;
    for (std::size_t i = std::max<std::size_t>(change.begin, 1); i < std::min(change.end_after + 1, after.size()); ++i)
      written[c].emplace_back(kind_of_token(after.at(i - 1)), kind_of_token(after.at(i)));
    for (const auto& pair : written[c]) pairs.emplace(pair, false);
  }
  std::string_view before;
  for (const auto& one : ngram::lex(source.language(), source.text())) {
    const std::string_view token = kind_of_token(std::string_view(source.text()).substr(one.begin, one.end - one.begin));
    if (const auto found = pairs.find({before, token}); found != pairs.end()) found->second = true;
    before = token;
  }
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    if (written[c].empty()) continue;
    const auto known = std::count_if(written[c].begin(), written[c].end(), [&](const Pair& pair) { return pairs.at(pair); });
    candidates[c].known_pairs = static_cast<double>(known) / static_cast<double>(written[c].size());
  }
}

void Naturalness::judge(const Source& source, const Unit& unit, std::vector<Candidate>& candidates) {
  const std::lock_guard lock(mutex_);
  if (!trained_ || trained_->model.tokens() == 0) return;
  auto& model = trained_->model;
  const auto lexemes = ngram::lex(source.language(), source.text());
  auto file = model.words(lexemes, source.text());
  const auto at = [&](std::size_t byte) {
    return static_cast<std::size_t>(std::lower_bound(lexemes.begin(), lexemes.end(), byte,
                                                     [](const ngram::Lexeme& one, std::size_t b) { return one.begin < b; }) -
                                    lexemes.begin());
  };
  const std::size_t begin = at(unit.begin);
  const std::size_t end = at(unit.end);
  const auto part = [&](std::size_t from, std::size_t to) {
    return ngram::Words(file.begin() + static_cast<std::ptrdiff_t>(from), file.begin() + static_cast<std::ptrdiff_t>(to));
  };
  Place place{part(begin - std::min(begin, k_context), begin), part(end, std::min(file.size(), end + k_context))};
  // A second edit is judged in a text that the model has not learned.
  const bool learned = trained_->files.contains(source.path());
  const ngram::Model::Focus focus(model, std::move(file), begin, end, learned);
  const Judge judge(model, focus, std::move(place), tokens_of(source, unit));
  for (auto& candidate : candidates) candidate.natural = judge.of(tokens_of(source, candidate));
}

}  // namespace repair
