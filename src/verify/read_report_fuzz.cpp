// Reports are written by programs that run the project's tests: any bytes, any form of report.

#include <cstdint>
#include <cstdlib>

#include "readers.h"
#include "report_readers.h"
#include "report_script.h"
#include "text/utf8.h"

namespace {

void check(const std::vector<verify::TestResult>& tests) {
  for (const auto& test : tests) {
    if (test.name.empty() || test.name.size() > verify::k_name_max) std::abort();
    if (test.message.size() > verify::k_message_max || test.duration_ms < -1) std::abort();
    if (!text::is_valid_utf8(test.name) || !text::is_valid_utf8(test.message)) std::abort();
  }
}
void check(const base::Result<std::vector<verify::TestResult>>& read) {
  if (read) check(*read);
  else if (read.error().what.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  using verify::Dialect;
  switch (data[0] % 8) {
    case 0:
      for (const auto dialect : {Dialect::plain, Dialect::pytest, Dialect::ctest, Dialect::node, Dialect::gtest})
        check(verify::read_junit(bytes, dialect));
      break;
    case 1: check(verify::read_unittest_notes(bytes)); break;
    case 2: check(verify::read_jest(bytes, "/p")); break;
    case 3: check(verify::read_mocha(bytes, "/p")); break;
    case 4: check(verify::read_meson_log(bytes)); break;
    case 5: check(verify::read_trs("a.trs", bytes, bytes)); break;
    case 6: {
      const auto found = verify::report_files(bytes, "N");
      for (const auto& file : found.files)
        if (file.bytes.size() > bytes.size()) std::abort();
      break;
    }
    default: {
      const std::string printed(bytes);
      const verify::OutputLines lines(printed);
      (void)verify::read_printed({}, lines);
      break;
    }
  }
  return 0;
}
