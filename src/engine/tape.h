#pragma once
// The model's traffic in the journal, byte for byte: written by Tape, read back for replay.
//
// A request repeats the whole conversation so far. Kept whole, a session of n turns would cost n^2
// bytes; so a request is kept as the part that differs from the one before it:
//   body = previous[0 .. prefix] + blob + previous[size - suffix .. size]

#include <memory>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "llm/catalogue.h"

namespace engine {

/// Records into `journal`, which must outlive it. A request that cannot be recorded is refused.
class JournalTape final : public llm::Tape {
 public:
  explicit JournalTape(journal::Journal& journal) : journal_(journal) {}
  base::Result<> request(const std::string& url, const std::string& body) override;
  void head(int status, const io::Headers& headers) override;
  void bytes(std::string_view bytes) override;
  void end(const std::string& error) override;
  /// The first failure to record an answer, if any: the session must not go on as if it had been.
  [[nodiscard]] const base::Result<>& health() const { return health_; }

 private:
  journal::Journal& journal_;
  std::string previous_;
  std::string url_, response_;
  int status_ = 0;
  io::Headers headers_;
  std::uint64_t n_ = 0;
  base::Result<> health_;
};

/// Hands `inner`'s events and answers to `tape` as lines of JSON, so that models without a wire
/// (builtin) can be replayed like the others. Both must outlive it.
std::unique_ptr<llm::Model> record(llm::Model& inner, llm::Tape& tape);

/// The exchanges of a recorded session in order. Exchanges without an outcome are left out.
base::Result<std::vector<llm::Exchange>> read_exchanges(const std::string& session_dir);

}  // namespace engine
