#include "interrupt.h"

#include <unistd.h>

#include <chrono>
#include <csignal>

namespace app {

Interrupt::Interrupt(io::Loop& loop, Second second)
    : signals_(loop, {SIGINT, SIGTERM, SIGHUP}, [this, second](int signal) {
        if (signal_ != 0 && second == Second::ends_plumb) ::_exit(128 + signal);
        signal_ = signal;
        cancel_.cancel();
      }) {}

io::Task<> until_cancelled() {
  for (base::Result<> slept; slept;) slept = co_await io::sleep(std::chrono::hours(24 * 365));
}

}  // namespace app
