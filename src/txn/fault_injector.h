#pragma once
// Runs a function in a child and interferes with its system calls: kills it before the k-th, or lets
// the k-th of a kind fail. For tests; x86-64 only.

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace txn {

struct Fault {
  int at = 0;              ///< the how manieth call, from 1; 0 = none
  bool is_kill = true;
  long only = -1;          ///< count only this system call
  int error = 0;           ///< what it fails with
};

struct Ran {
  bool was_hit = false;
  bool was_killed = false;
  int code = -1;           ///< exit code, if it was not killed
  int calls = 0;           ///< between the marks
};

inline bool can_inject() {
#if defined(__x86_64__)
  return true;
#else
  return false;
#endif
}

/// Between two calls of mark() in `body`, system calls count.
inline bool is_traced = false;
inline void mark() {
  if (is_traced) ::raise(SIGTRAP);
}

/// The user that tests run as where root would be refused nothing.
inline bool become_user() {
  if (::geteuid() != 0) return true;
  if (::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0) return false;
  return ::prctl(PR_SET_DUMPABLE, 1) == 0;   // or /proc/self/fd is not ours
}

/// `body` in a child that is not root; returns its exit code.
inline int as_user(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(become_user() ? body() : 98);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 97;
}

inline Ran run_with_fault(const Fault& fault, const std::function<int()>& body) {
  Ran run;
#if defined(__x86_64__)
  const pid_t child = ::fork();
  if (child == 0) {
    if (!become_user()) ::_exit(98);
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    is_traced = true;
    ::_exit(body());
  }
  int status = 0;
  bool is_counting = false, is_entry = true, is_failing = false;
  int seen = 0, signal = 0;
  while (::waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    signal = 0;
    if (WSTOPSIG(status) == SIGTRAP) {   // a mark
      if (is_counting) break;
      is_counting = true;
      ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
      // The way out of the signal itself is none of the calls that count.
    } else if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
      signal = WSTOPSIG(status);
    } else if (!is_entry) {
      is_entry = true;
      if (is_failing) ::ptrace(PTRACE_POKEUSER, child, sizeof(long) * RAX, static_cast<long>(-fault.error));
      is_failing = false;
    } else {
      is_entry = false;
      const long number = ::ptrace(PTRACE_PEEKUSER, child, sizeof(long) * ORIG_RAX, nullptr);
      ++run.calls;
      if ((fault.only < 0 || fault.only == number) && ++seen == fault.at) {
        run.was_hit = true;
        if (fault.is_kill) {
          ::kill(child, SIGKILL);
          ::waitpid(child, &status, 0);
          break;
        }
        is_failing = true;
        ::ptrace(PTRACE_POKEUSER, child, sizeof(long) * ORIG_RAX, -1L);
      }
    }
    // After the fault nothing is left to be seen before the second mark.
    const bool is_over = run.was_hit && !is_failing && is_entry;
    if (::ptrace(is_counting && !is_over ? PTRACE_SYSCALL : PTRACE_CONT, child, nullptr, signal) != 0) break;
  }
  if (WIFSTOPPED(status)) {
    ::ptrace(PTRACE_DETACH, child, nullptr, 0);
    ::waitpid(child, &status, 0);
  }
  run.was_killed = WIFSIGNALED(status);
  if (WIFEXITED(status)) run.code = WEXITSTATUS(status);
#else
  (void)fault;
  (void)body;
#endif
  return run;
}

}  // namespace txn
