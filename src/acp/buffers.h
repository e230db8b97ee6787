#pragma once
// What the editor holds and has not saved. plumb reads and changes files on disk, through its transactions; where the
// editor's text of a file is another one, the model is told so, with the difference.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rpc.h"

namespace acp {

inline constexpr std::size_t k_buffers_asked = 16;        ///< files at a time
inline constexpr std::size_t k_buffer_max = std::size_t{1} << 20;
inline constexpr std::size_t k_buffer_diff_max = std::size_t{32} << 10;

class Buffers : public std::enable_shared_from_this<Buffers> {   // answers of the client hold it weakly
 public:
  Buffers(std::shared_ptr<Peer> peer, std::string id, std::string cwd)
      : peer_(std::move(peer)), id_(std::move(id)), cwd_(std::move(cwd)) {}

  /// Asks the client for its text of these files (absolute; those outside of the project are passed over). `done`
  /// comes once the client has answered, also at once, with what the model is to be told: "" if all is
  /// saved, or was told before.
  void ask(const std::vector<std::string>& paths, std::function<void(std::string told)> done);

 private:
  struct Round {
    std::size_t left = 0;
    std::map<std::string, std::string> told;
    std::function<void(std::string)> done;
  };
  [[nodiscard]] bool in_project(const std::string& path) const;
  void take(Round& round, const std::string& path, const std::string& before, const Answer& answer);

  std::shared_ptr<Peer> peer_;
  std::string id_, cwd_;
  std::map<std::string, std::size_t> told_;   ///< by path: hash of the text that was told last
};

}  // namespace acp
