#pragma once
// Values that nobody may see, found in text in whatever form programs usually print them. Internal to engine.

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class Mask {
 public:
  /// A shorter value would be found in text that has nothing to do with it.
  static constexpr std::size_t k_value_min = 8;

  /// `value`, of at least k_value_min bytes, is shown as `as`: also in base64 (of a text around it too), URL-encoded, in hex, and
  /// as it stands within JSON strings and shell quotes.
  void add(std::string_view value, const std::string& as);
  [[nodiscard]] bool any() const { return !needles_.empty(); }
  [[nodiscard]] std::string in(std::string_view text) const;

  /// The same for text that comes in pieces: what may be the beginning of a value is kept back until it is known.
  class Stream {
   public:
    /// `mask` must outlive it.
    explicit Stream(const Mask& mask) : mask_(mask) {}
    std::string add(std::string_view piece);
    /// What is still kept back.
    std::string end();

   private:
    const Mask& mask_;
    std::string kept_;
  };

 private:
  struct Needle {
    std::string bytes, as;
  };
  void add_needle(std::string bytes, const std::string& as);
  enum class More : std::uint8_t { no, may_come };
  /// Masks `text` into `out`; how many bytes of it are used.
  std::size_t run(std::string_view text, More more, std::string& out) const;

  std::vector<Needle> needles_;
  std::array<std::vector<std::size_t>, 256> by_first_;   ///< needles that begin with a byte, the longest first
};

}  // namespace engine
