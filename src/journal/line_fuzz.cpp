// Any bytes as a log: the reader must end, stay inside them, and give out only lines that would be
// written the same way again.
#include "line.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.h"
#include "log_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  // A wrong sum hides the rest of the parser: give it one that is right as well.
  std::string summed;
  if (const auto frame = text.find("\"p\":"); frame != std::string_view::npos)
    journal::write_line(summed, {1, 2, text.substr(0, frame), text.substr(frame)});
  static const int fd = ::memfd_create("log", MFD_CLOEXEC);
  std::string log(text);
  log += summed;
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, log.data(), log.size(), 0) < 0) std::abort();
  journal::LogReader reader(base::Fd(::dup(fd)));
  journal::Line line;
  for (;;) {
    const auto more = reader.next(line);
    if (!more) std::abort();
    if (!*more) break;
    std::string again;
    journal::write_line(again, line);
    if (log.find(again) == std::string::npos) std::abort();
  }
  if (reader.place().offset + reader.damage().torn_bytes != log.size()) std::abort();
  return 0;
}
