#include "trusting.h"

#include <unistd.h>

#include <boost/json.hpp>

#include <cstdio>
#include <iostream>
#include <string>

#include "commands.h"
#include "progress.h"
#include "text/utf8.h"

namespace app {

void print_notices(const engine::ProjectTrust& listing) {
  for (const auto& notice : listing.notices) std::fprintf(stderr, "plumb: %s\n", safe(notice).c_str());
}

json::Array notices_in_json(const engine::ProjectTrust& listing) {
  json::Array out;
  for (const auto& notice : listing.notices) out.emplace_back(text::to_valid_utf8(notice));
  return out;
}

int ask_trust(const Args& args, const char* question, const char* read) {
  if (args.yes) return 0;
  if (::isatty(STDIN_FILENO) != 1) return complain(std::string("nobody can be asked here: --yes, if you have read ") + read, 2);
  std::printf("Trust them? %s [y/N] ", question);
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes" ? 0 : complain("not trusted", 1);
}

int tell_untrusted(const base::Result<>& done, const char* what) {
  if (!done) return complain(done.error().what);
  std::printf("%s not trusted any more\n", what);
  return 0;
}

}  // namespace app
