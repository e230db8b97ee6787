#pragma once
// An n-gram language model of source code that is learned in one pass and can unlearn.
//
// Interpolated Kneser-Ney smoothing with one discount an order: R. Kneser and H. Ney, "Improved backing-off
// for m-gram language modeling", 1995, in the interpolated form of S. Chen and J. Goodman, "An empirical study
// of smoothing techniques for language modeling", 1998. The cache follows Z. Tu, Z. Su and P. Devanbu, "On the
// localness of software", 2014: code repeats what stands near it, so a small model of the same file is mixed
// in, the more the longer the context that it has seen. Unlearning is what makes it fit for judging edits: a
// function that the model has seen is likelier than any change of it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "code/language.h"
#include "ngram/lexer.h"

namespace ngram {

using Word = std::uint32_t;  ///< number of a token's text; 0 = unknown
using Words = std::vector<Word>;

inline constexpr Word k_unknown = 0;
inline constexpr std::size_t k_memory_max = std::size_t{192} << 20;  ///< bytes of one model
inline constexpr std::size_t k_order_max = 8;

/// Numbers for the texts of tokens. Long strings are one word, whatever is in them.
class Vocabulary {
 public:
  Vocabulary();
  ~Vocabulary();
  Vocabulary(Vocabulary&&) noexcept;
  Vocabulary& operator=(Vocabulary&&) noexcept;

  Word add(std::string_view text);                       ///< k_unknown when it is full
  [[nodiscard]] Word find(std::string_view text) const;  ///< k_unknown if it has not been seen
  [[nodiscard]] std::string_view text(Word word) const;
  [[nodiscard]] std::size_t size() const;                ///< with the unknown one
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t k_string_max = 24;            ///< longer strings are one word
inline constexpr std::size_t k_vocabulary_max = 1'000'000;

/// What is counted as one word for all such tokens.
std::string_view word_text(const Lexeme& lexeme, std::string_view source);

struct Guess {
  Word word = k_unknown;
  double p = 0;
};

/// Counts of n-grams. A value; one thread at a time.
class Counts {
 public:
  explicit Counts(std::size_t order);
  ~Counts();
  Counts(Counts&&) noexcept;
  Counts& operator=(Counts&&) noexcept;

  /// Learns `words`, a text of its own.
  void learn(const Words& words);
  /// Learns or unlearns the n-grams of `words` that end in [begin, end). Only what was learned can be
  /// unlearned; with the same text and borders nothing is left of it.
  void learn(const Words& words, std::size_t begin, std::size_t end);
  void unlearn(const Words& words, std::size_t begin, std::size_t end);

  /// Of words[at], given what stands before it; `words_in_all` is the size of the vocabulary. In (0, 1]; over
  /// all words the sum is 1.
  [[nodiscard]] double p(const Words& words, std::size_t at, std::size_t words_in_all) const;
  /// How many words before `at` have been seen together and followed by something: 0 to order - 1.
  [[nodiscard]] std::size_t seen(const Words& words, std::size_t at) const;
  /// The likeliest words after `context`, best first, found among those that followed a part of it.
  [[nodiscard]] std::vector<Guess> next(const Words& context, std::size_t words_in_all, std::size_t count) const;

  [[nodiscard]] std::size_t bytes() const;
  [[nodiscard]] std::size_t size() const;  ///< different n-grams

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Options {
  std::size_t order = 5;        ///< 1 to k_order_max
  std::size_t cache_order = 4;
  std::size_t memory_max = k_memory_max;
};

/// The model of a project. One thread at a time.
class Model {
 public:
  explicit Model(Options options = {});

  /// Learns a file. False, and nothing is learned, when the model has as much as memory_max.
  bool learn(code::Language language, std::string_view text);

  /// The tokens of a text; those of which the model knows nothing are k_unknown.
  [[nodiscard]] Words words(code::Language language, std::string_view text) const;
  [[nodiscard]] Words words(const std::vector<Lexeme>& lexemes, std::string_view text) const;

  /// Looks at one file: its text is the cache. `without` is a part of it (tokens [begin, end)) that the model
  /// unlearns for as long as this exists, if `learned` says that it has learned the file. The model must
  /// outlive it and be used through it only.
  class Focus {
   public:
    Focus(Model& model, Words file, std::size_t begin, std::size_t end, bool learned);
    ~Focus();
    Focus(const Focus&) = delete;
    Focus& operator=(const Focus&) = delete;
    /// log2 of the probability of each of words [begin, end) where it stands.
    [[nodiscard]] double log_p(const Words& words, std::size_t begin, std::size_t end) const;

   private:
    Model& model_;
    Words file_;
    std::size_t begin_, end_;
    bool learned_;
    Counts cache_;
  };

  /// The likeliest next tokens. `before`: the tokens of the file up to the place, which are the cache too.
  [[nodiscard]] std::vector<Guess> next(const Words& before, std::size_t count) const;
  /// log2 of the probability of words[at] for a reader who sees the file for the first time from its start;
  /// `cache` has learned what stands before, nullptr = none.
  [[nodiscard]] double log_p(const Words& words, std::size_t at, const Counts* cache) const;

  [[nodiscard]] const Vocabulary& vocabulary() const { return vocabulary_; }
  [[nodiscard]] std::size_t tokens() const { return tokens_; }
  [[nodiscard]] std::size_t bytes() const { return vocabulary_.bytes() + counts_.bytes(); }
  [[nodiscard]] const Options& options() const { return options_; }

 private:
  Options options_;
  Vocabulary vocabulary_;
  Counts counts_;
  std::size_t tokens_ = 0;
};

}  // namespace ngram
