#pragma once
// contract: running commands so that they can do no harm. A small helper process (txd), one a session,
// holds the namespaces; each command is forked from it into a mount and pid namespace of its own, with
// its own view of the project, without capabilities, under Landlock and seccomp.
//
// What a command finds: the project at its usual path (through an overlay, read-only, or as it is); the
// rest of the system read-only; its own /tmp, /dev/shm, /run, /proc and a /dev of the harmless devices;
// secrets not at all; no network but a loopback of its own (shared by the commands of one Box), unless
// allowed; no environment but what the ProcessSpec says; no descriptor but 0 to 2; limits. When the
// command itself ends, everything that it left behind is killed, so that its upper is final.
//
// docs/safety.md says what stops what, and what is not stopped.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "io/process.h"

namespace sandbox {

/// From best to worst. What a machine offers is found by trying (probe.h), never by version numbers.
enum class Mode : std::uint8_t {
  overlay,     ///< namespaces and a private overlay: effects are held until they are judged
  namespaces,  ///< no overlay here: everything else, on the real tree
  landlock,    ///< no namespaces here (containers): Landlock and seccomp, on the real tree
  none,        ///< nothing works here: limits and a clean environment only
};
std::string_view name(Mode mode);

enum class Network : std::uint8_t { off, list, on };

struct Limits {                              ///< 0 = no limit
  std::uint64_t memory = 0;                  ///< bytes, of all of a command's processes together where
                                             ///< cgroups are writable, else of each (RLIMIT_AS)
  std::uint64_t processes = 4096;            ///< of all commands of the Box
  std::uint64_t file_size = std::uint64_t{16} << 30;
  std::uint64_t cpu_s = 0;                   ///< of each process
  std::uint64_t tmp = std::uint64_t{4} << 30;   ///< of /tmp, /dev/shm and /run, each
};

struct BoxOptions {
  std::vector<std::string> helper;    ///< argv of the helper; empty = /proc/self/exe as "plumb-txd"
  std::string project;                ///< absolute, canonical
  std::string store;                  ///< transactions' folder: never visible in the box
  Mode mode = Mode::overlay;          ///< fails if it is not to be had: choose with probe()
  std::vector<std::string> hidden;    ///< files and folders that are not there: an empty one is in
                                      ///< their place. Absolute; those missing at start are skipped
  std::vector<std::string> writable;  ///< more folders that are as they are, writable (caches, user's wish)
  std::map<std::string, std::string> shown_as;  ///< private folders mounted writable at other places:
                                                ///< {"/home/u/.cache", ".../caches/x"}
  /// A folder outside of the project that is seen too, absolute and canonical: the repository of a linked
  /// worktree. Read-only but for views with repository_upper. "" = none.
  std::string repository;
  /// A folder around the project that is seen too, read-only, also where something private covers it (/tmp):
  /// the working tree of which the project is a part. "" = none.
  std::string around;
  Network network = Network::off;
  std::string broker;                 ///< Network::list: path of the broker's Unix socket (broker.h)
  Limits limits;
  bool is_full = false;               ///< mode "full": no restriction but own pid namespace; the tree as it is
};

/// What one command sees of the project.
struct View {
  enum class Kind : std::uint8_t {
    overlay,     ///< lowers below upper
    read_only,   ///< the real tree, not writable but for `writable`
    real,        ///< the real tree, writable: services, and modes without overlay
  };
  Kind kind = Kind::real;
  std::string upper, work;            ///< of overlay: empty folders on the project's file system
  std::vector<std::string> lowers;    ///< of overlay: between upper and project, topmost first (forks)
  /// Of overlay: likewise over BoxOptions::repository; "" = that is read-only.
  std::string repository_upper, repository_work;
  std::string prepared;               ///< names what prepare() was given for this command, whatever its
                                      ///< folders are called by now; "" = compared by all the rest
  /// Of read_only: folders that are writable all the same, absolute, below the project. Missing ones
  /// are made. run() fails with invalid for the project itself, what lies in a .git or holds one, what
  /// a link leads to, what is hidden, and what is no folder. Nothing undoes what is written there.
  std::vector<std::string> writable;
};

struct Usage {                        ///< of a command that has ended, children included
  std::int64_t cpu_user_us = 0, cpu_system_us = 0;
  std::int64_t memory_max_kb = 0;     ///< largest process
};

/// For the loop's thread; the Loop must outlive it. The destructor ends the helper and with it, in the
/// kernel, everything that runs in the box.
class Box {
 public:
  /// Fails with unsupported (names the step that failed, and what to do), invalid (a path), io. Takes
  /// some 5 ms.
  static io::Task<base::Result<std::unique_ptr<Box>>> start(io::Loop& loop, BoxOptions options);
  virtual ~Box() = default;

  /// Starts a command. As io::Process::start, with these differences: its leader's end is the end of
  /// all of its processes (after 100 ms for the rest of a pipeline to finish); signal_group reaches
  /// every process of it; pid() is that of its init in this process' view.
  /// wait() returns when nothing of it runs any more. Fails with not_found, denied, invalid as
  /// io::Process::start, unsupported (the view cannot be mounted; says why), io.
  virtual io::Task<base::Result<std::unique_ptr<io::Process>>> run(io::ProcessSpec spec, View view) = 0;

  /// Makes ready what run() will need for a command with this view, while nobody waits for it. At
  /// most one is kept; run() with an equal view takes it, any other leaves it.
  virtual void prepare(View view) = 0;

  /// Of the last command that has ended, by the Process that run() returned.
  [[nodiscard]] virtual Usage usage(const io::Process& process) const = 0;
  /// True if the command waits for input: its foreground process sleeps in a read of the terminal, or
  /// the terminal is in non-canonical mode (a full-screen program). Pty only.
  [[nodiscard]] virtual bool waits_for_input(const io::Process& process) const = 0;
  [[nodiscard]] virtual Mode mode() const = 0;
};

/// The helper's main(): never returns to a caller that does anything else. `argv[1]` is the number of
/// the socket.
int txd_main(int argc, char** argv);
/// True if this process was started as the helper: main() then calls txd_main first of all.
bool is_txd(int argc, char** argv);

}  // namespace sandbox
