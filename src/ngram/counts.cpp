// A trie of n-grams read forwards: a node is an n-gram, its children are the n-grams with one more word. While
// a text is learned, the nodes of its last 0, 1, ... order - 1 words are at hand, so each word costs one step
// down from each of them; the steps are independent, which is why their memory is fetched ahead.
//
// What Kneser-Ney needs is in the nodes themselves. An n-gram of the full order counts how often it occurred;
// a shorter one in how many different words it was preceded by, which grows when one of the longer ones is
// seen for the first time. So most steps end at the full order.

#include <algorithm>
#include <array>
#include <cmath>

#include "ngram/model.h"

namespace ngram {
namespace {

using NodeId = std::uint32_t;

constexpr Word k_start = 0xffffffffU;  ///< stands before a text
constexpr NodeId k_root = 0;
constexpr std::size_t k_enough = 50;          ///< words to choose the next one from: no shorter context is asked
constexpr std::size_t k_followers_max = 200;  ///< of one context that are considered as the next word

struct Node {
  NodeId parent = 0;
  Word word = 0;
  std::uint32_t value = 0;  ///< occurrences (full order) or different words before it; 0 = unlearned
  std::uint32_t total = 0;  ///< sum of the children's values
  std::uint32_t types = 0;  ///< children with a value
  NodeId child = 0, sibling = 0;  ///< the last child made, the one made before this; 0 = none
};

std::uint64_t hash_of(NodeId parent, Word word) {
  std::uint64_t h = (std::uint64_t{parent} << 32 | word) * 0x9e3779b97f4a7c15U;
  return h ^ (h >> 32);
}

}  // namespace

struct Counts::Impl {
  explicit Impl(std::size_t n) : order(n) {
    chain.assign(order, k_root);
  }

  std::size_t order;
  std::vector<Node> nodes = std::vector<Node>(1);
  std::vector<NodeId> slots = std::vector<NodeId>(1 << 10, 0);  ///< 0 = empty: the root is in none
  std::array<std::uint64_t, k_order_max + 1> ones{}, twos{};      ///< n-grams of an order with value 1, 2
  std::vector<NodeId> chain;                                      ///< nodes of the last 0, 1, ... words

  [[nodiscard]] NodeId find(NodeId parent, Word word) const {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t i = hash_of(parent, word) & mask;; i = (i + 1) & mask) {
      const NodeId id = slots[i];
      if (id == 0 || (nodes[id].parent == parent && nodes[id].word == word)) return id;
    }
  }

  NodeId find_or_make(NodeId parent, Word word) {
    const std::size_t mask = slots.size() - 1;
    std::size_t i = hash_of(parent, word) & mask;
    for (; slots[i] != 0; i = (i + 1) & mask) {
      const Node& node = nodes[slots[i]];
      if (node.parent == parent && node.word == word) return slots[i];
    }
    const auto id = static_cast<NodeId>(nodes.size());
    nodes.push_back({parent, word, 0, 0, 0, 0, nodes[parent].child});
    nodes[parent].child = id;
    slots[i] = id;
    if (nodes.size() * 5 > slots.size() * 3) grow();
    return id;
  }

  void grow() {
    slots.assign(slots.size() * 2, 0);
    const std::size_t mask = slots.size() - 1;
    constexpr std::size_t k_ahead = 16;
    for (std::size_t id = 1; id < nodes.size(); ++id) {
      if (id + k_ahead < nodes.size())
        __builtin_prefetch(&slots[hash_of(nodes[id + k_ahead].parent, nodes[id + k_ahead].word) & mask], 1);
      std::size_t i = hash_of(nodes[id].parent, nodes[id].word) & mask;
      while (slots[i] != 0) i = (i + 1) & mask;
      slots[i] = static_cast<NodeId>(id);
    }
  }

  void fetch(Word word) const {
    const std::size_t mask = slots.size() - 1;
    std::array<std::size_t, k_order_max> at{};
    for (std::size_t k = 0; k < order; ++k) {
      at[k] = hash_of(chain[k], word) & mask;
      __builtin_prefetch(&slots[at[k]]);
    }
    for (std::size_t k = 0; k < order; ++k) __builtin_prefetch(&nodes[slots[at[k]]]);
  }

  /// The nodes of the words before `at`.
  void start(const Words& words, std::size_t at) {
    chain[0] = k_root;
    for (std::size_t k = 1; k < order; ++k) {
      NodeId id = k_root;
      for (std::size_t back = k; back >= 1; --back) id = find_or_make(id, at >= back ? words[at - back] : k_start);
      chain[k] = id;
    }
  }

  void count_value(std::size_t n, std::uint32_t value, int by) {
    if (value == 1) ones[n] += static_cast<std::uint64_t>(by);
    if (value == 2) twos[n] += static_cast<std::uint64_t>(by);
  }

  void step(Word word, int by) {
    fetch(word);
    std::array<NodeId, k_order_max + 1> next{};
    for (std::size_t k = 0; k < order; ++k) next[k + 1] = find_or_make(chain[k], word);
    for (std::size_t n = order; n >= 1; --n) {
      Node& node = nodes[next[n]];
      Node& context = nodes[chain[n - 1]];
      if (by < 0 && node.value == 0) break;  // it was not learned
      count_value(n, node.value, -1);
      node.value += static_cast<std::uint32_t>(by);
      context.total += static_cast<std::uint32_t>(by);
      count_value(n, node.value, 1);
      const bool turned = node.value == (by > 0 ? 1 : 0);
      if (!turned) break;  // shorter ones count different words before them, and this one is not new
      context.types += static_cast<std::uint32_t>(by);
    }
    for (std::size_t k = 1; k < order; ++k) chain[k] = next[k];
  }

  void run(const Words& words, std::size_t begin, std::size_t end, int by) {
    start(words, begin);
    for (std::size_t i = begin; i < end; ++i) step(words[i], by);
  }

  [[nodiscard]] double discount(std::size_t n) const {
    if (ones[n] == 0 || twos[n] == 0) return 0.75;  // too little to estimate it from
    const auto one = static_cast<double>(ones[n]);
    return one / (one + 2 * static_cast<double>(twos[n]));
  }

  /// Contexts of the words before `at` that have followers, by their length; those of length 0 always.
  std::size_t contexts(const Words& words, std::size_t at, std::array<NodeId, k_order_max>& out) const {
    out[0] = k_root;
    std::size_t longest = 0;
    for (std::size_t k = 1; k < order; ++k) {
      NodeId id = k_root;
      for (std::size_t back = k; back >= 1; --back) {
        id = find(id, at >= back ? words[at - back] : k_start);
        if (id == 0) break;
      }
      if (id == 0 || nodes[id].total == 0) break;  // nor is a longer one
      out[k] = id;
      longest = k;
    }
    return longest;
  }

  [[nodiscard]] double p(const std::array<NodeId, k_order_max>& from, std::size_t longest, Word word,
                         std::size_t words_in_all) const {
    double p = 1 / static_cast<double>(std::max<std::size_t>(words_in_all, 1));
    for (std::size_t k = 0; k <= longest; ++k) {
      const Node& context = nodes[from[k]];
      if (context.total == 0) continue;
      const double d = discount(k + 1);
      const NodeId id = find(from[k], word);
      const double own = id == 0 ? 0 : std::max(nodes[id].value - d, 0.0);
      p = (own + d * context.types * p) / context.total;
    }
    return p;
  }
};

Counts::Counts(std::size_t order)
    : impl_(std::make_unique<Impl>(std::clamp<std::size_t>(order, 1, k_order_max))) {}
Counts::~Counts() = default;
Counts::Counts(Counts&&) noexcept = default;
Counts& Counts::operator=(Counts&&) noexcept = default;

void Counts::learn(const Words& words) {
  learn(words, 0, words.size());
}
void Counts::learn(const Words& words, std::size_t begin, std::size_t end) {
  impl_->run(words, begin, std::min(end, words.size()), 1);
}
void Counts::unlearn(const Words& words, std::size_t begin, std::size_t end) {
  impl_->run(words, begin, std::min(end, words.size()), -1);
}

double Counts::p(const Words& words, std::size_t at, std::size_t words_in_all) const {
  std::array<NodeId, k_order_max> from{};
  const std::size_t longest = impl_->contexts(words, at, from);
  return impl_->p(from, longest, words[at], words_in_all);
}

std::size_t Counts::seen(const Words& words, std::size_t at) const {
  std::array<NodeId, k_order_max> from{};
  return impl_->contexts(words, at, from);
}

std::vector<Guess> Counts::next(const Words& context, std::size_t words_in_all, std::size_t count) const {
  std::array<NodeId, k_order_max> from{};
  const std::size_t longest = impl_->contexts(context, context.size(), from);
  std::vector<Word> words;
  for (std::size_t k = longest + 1; k-- > 0 && words.size() < std::max(count, k_enough);) {
    std::vector<NodeId> ids;
    for (NodeId id = impl_->nodes[from[k]].child; id != 0; id = impl_->nodes[id].sibling)
      if (impl_->nodes[id].value > 0) ids.push_back(id);
    const std::size_t n = std::min(ids.size(), std::max(count, k_followers_max));
    std::partial_sort(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(n), ids.end(), [&](NodeId a, NodeId b) {
      return impl_->nodes[a].value != impl_->nodes[b].value ? impl_->nodes[a].value > impl_->nodes[b].value : a < b;
    });
    for (std::size_t i = 0; i < n; ++i) words.push_back(impl_->nodes[ids[i]].word);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::vector<Guess> guesses;
  for (const Word word : words)
    if (word != k_unknown) guesses.push_back({word, impl_->p(from, longest, word, words_in_all)});
  const std::size_t n = std::min(guesses.size(), count);
  std::partial_sort(guesses.begin(), guesses.begin() + static_cast<std::ptrdiff_t>(n), guesses.end(),
                    [](const Guess& a, const Guess& b) { return a.p != b.p ? a.p > b.p : a.word < b.word; });
  guesses.resize(n);
  return guesses;
}

std::size_t Counts::bytes() const {
  return impl_->nodes.capacity() * sizeof(Node) + impl_->slots.capacity() * sizeof(NodeId);
}
std::size_t Counts::size() const {
  return impl_->nodes.size() - 1;
}

}  // namespace ngram
