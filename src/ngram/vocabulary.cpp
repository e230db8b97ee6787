#include <cstring>
#include <deque>
#include <vector>

#include "ngram/model.h"

namespace ngram {

namespace {

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0x9e3779b97f4a7c15U ^ text.size();
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t part = 0;
    std::memcpy(&part, text.data() + i, 8);
    h = (h ^ part) * 0xff51afd7ed558ccdU;
    h ^= h >> 32;
  }
  std::uint64_t part = 0;
  if (i < text.size()) std::memcpy(&part, text.data() + i, text.size() - i);
  h = (h ^ part) * 0xff51afd7ed558ccdU;
  h ^= h >> 29;
  h *= 0xc4ceb9fe1a85ec53U;
  return h ^ (h >> 32);
}

constexpr std::size_t k_block = std::size_t{1} << 18;  ///< bytes of texts kept together

}  // namespace

struct Vocabulary::Impl {
  struct Slot {
    std::uint32_t hash = 0;
    Word word = 0;  ///< 0 = empty
  };
  std::vector<Slot> slots = std::vector<Slot>(1 << 12);
  std::vector<std::string_view> texts{"<unknown>"};
  std::deque<std::vector<char>> blocks;
  std::size_t text_bytes = 0;

  std::string_view keep(std::string_view text) {
    if (blocks.empty() || blocks.back().size() + text.size() > blocks.back().capacity()) {
      blocks.emplace_back();
      blocks.back().reserve(std::max(k_block, text.size()));
      text_bytes += blocks.back().capacity();
    }
    auto& block = blocks.back();
    const std::size_t at = block.size();
    block.insert(block.end(), text.begin(), text.end());
    return {block.data() + at, text.size()};
  }

  /// The slot of the text, or the empty one where it belongs.
  std::size_t slot_of(std::string_view text, std::uint64_t hash) const {
    const std::size_t mask = slots.size() - 1;
    for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
      const Slot& slot = slots[i];
      if (slot.word == 0 || (slot.hash == static_cast<std::uint32_t>(hash >> 32) && texts[slot.word] == text)) return i;
    }
  }

  void grow() {
    std::vector<Slot> old(slots.size() * 2);
    old.swap(slots);
    const std::size_t mask = slots.size() - 1;
    for (const auto& slot : old) {
      if (slot.word == 0) continue;
      std::size_t i = hash_of(texts[slot.word]) & mask;
      while (slots[i].word != 0) i = (i + 1) & mask;
      slots[i] = slot;
    }
  }
};

Vocabulary::Vocabulary() : impl_(std::make_unique<Impl>()) {}
Vocabulary::~Vocabulary() = default;
Vocabulary::Vocabulary(Vocabulary&&) noexcept = default;
Vocabulary& Vocabulary::operator=(Vocabulary&&) noexcept = default;

Word Vocabulary::add(std::string_view text) {
  const auto hash = hash_of(text);
  const std::size_t at = impl_->slot_of(text, hash);
  if (impl_->slots[at].word != 0) return impl_->slots[at].word;
  if (impl_->texts.size() >= k_vocabulary_max) return k_unknown;
  const auto word = static_cast<Word>(impl_->texts.size());
  impl_->texts.push_back(impl_->keep(text));
  impl_->slots[at] = {static_cast<std::uint32_t>(hash >> 32), word};
  if (impl_->texts.size() * 2 > impl_->slots.size()) impl_->grow();
  return word;
}

Word Vocabulary::find(std::string_view text) const {
  return impl_->slots[impl_->slot_of(text, hash_of(text))].word;
}

std::string_view Vocabulary::text(Word word) const {
  return impl_->texts[word < impl_->texts.size() ? word : k_unknown];
}

std::size_t Vocabulary::size() const {
  return impl_->texts.size();
}

std::size_t Vocabulary::bytes() const {
  return impl_->slots.capacity() * sizeof(Impl::Slot) + impl_->texts.capacity() * sizeof(std::string_view) +
         impl_->text_bytes;
}

}  // namespace ngram
