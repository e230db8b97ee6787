#pragma once
// The command line, parsed. CLI11 lives in args.cpp only.

#include <cstdint>
#include <string>
#include <vector>

namespace app {

enum class Format { text, json, stream_json };

struct Args {
  std::string command;                ///< "run", "ask", ...; "" = the interactive session
  // what to do
  std::vector<std::string> words;     ///< the task, the question, or names of sessions
  std::string file;                   ///< --file: the prompt
  // where and with what
  std::string dir;                    ///< -C
  std::string model, effort;
  int max_turns = -1;
  double max_budget_usd = -1;
  std::int64_t max_tokens = -1;
  Format format = Format::text;
  bool continue_last = false;
  std::string resume;
  std::string json_schema;            ///< text or a file's name
  std::string check;
  bool no_verify = false;
  bool tests_may_change = false;
  int max_rounds = -1;                ///< -1 = the default
  std::string sandbox, network;       ///< --sandbox, --network: "" = as configured
  std::vector<std::string> hosts, writable;
  bool repair_first = false;
  int repair_budget = -1;             ///< seconds, -1 = the default
  bool print = false;                 ///< -p of run: known, and of no effect
  bool quiet = false;
  bool live = false;                  ///< --live
  bool plain = false;                 ///< --plain, of the interactive session
  int attempts = 0;                   ///< --attempts, 0 = one session, or as many as models
  std::string attempt_models;         ///< "a,b"
  // views
  bool all = false;
  std::string search;
  std::size_t limit = 20;
  bool json = false;
  int days = 30;                      ///< usage
  std::string by = "day";             ///< usage
  bool schema = false;                ///< config
  bool diff = false;
  std::string step;
  std::vector<std::string> paths;     ///< --path
  bool keep = false, drop = false;    ///< try
  bool affected = false;              ///< check
  double keep_gb = 2;                 ///< gc
  std::string out;                    ///< --output FILE
  std::string message;                ///< commit
  bool anyway = false;                ///< commit
  bool yes = false;                   ///< mcp trust
  int port = -1;                      ///< serve, from here on, and mcp --http; -1 = the usual one, none
  std::string address, tls_cert, tls_key;
  std::vector<std::string> names;     ///< --host
  bool insecure = false, open_page = false, new_links = false;
};

/// Parses; on --help or a mistake it has printed what there is to say, and `exit_code` tells how to
/// end (0 or 2); otherwise exit_code is -1.
struct Parsed {
  Args args;
  int exit_code = -1;
};
Parsed parse_args(int argc, const char* const* argv);

/// The overview that `plumb --help` prints.
std::string overview();

}  // namespace app
