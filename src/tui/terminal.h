#pragma once
// The terminal that a person sits at: raw mode, bytes in and out, its size. It is given back as it was on every way out: the
// end of this object, a signal that ends the program, a crash. (kill -9 leaves it raw: `reset` helps.)
//
// It is opened anew by its name, so that reading without waiting is nobody else's business. What is written never makes
// the program wait: what a slow terminal does not take is kept, and whoever draws asks is_behind() first.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/env.h"
#include "base/error.h"
#include "io/loop.h"

namespace tui {

class Terminal {
 public:
  struct Callbacks {
    std::function<void(std::string_view bytes)> on_bytes;
    std::function<void()> on_drained;               ///< it was behind, and is no more
    std::function<void()> on_gone;                  ///< hung up
  };
  /// Fails with unsupported (standard input or output is no terminal), io. One at a time per process.
  static base::Result<std::unique_ptr<Terminal>> open(io::Loop& loop);
  virtual ~Terminal() = default;

  /// Raw mode, bracketed paste, and the question what the terminal knows. Again if somebody may have set it otherwise since:
  /// what leave() restores is what the first one found.
  virtual base::Result<> enter() = 0;
  /// As it was before enter().
  virtual void leave() = 0;
  /// From now on bytes are told. Nothing wakes the program while none come.
  virtual void listen(Callbacks callbacks) = 0;
  virtual void write(std::string_view bytes) = 0;
  /// More than a screenful waits to be taken.
  [[nodiscard]] virtual bool is_behind() const = 0;
  /// It knows the kitty keyboard protocol: from now on it uses it.
  virtual void use_kitty_keys() = 0;
  /// No answers are under way any more.
  virtual void answered() = 0;

  struct Size {
    std::size_t columns = 80, rows = 24;
  };
  [[nodiscard]] virtual Size size() const = 0;
};

}  // namespace tui
