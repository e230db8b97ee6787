#include <linux/capability.h>
#include <linux/securebits.h>
#include <sys/prctl.h>

#include <cerrno>
#include <initializer_list>

#include "txd/confine.h"
#include "txd/sys.h"

namespace sandbox::txd {

namespace {

constexpr std::initializer_list<int> k_of_root = {CAP_CHOWN,  CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID,
                                                  CAP_SETUID, CAP_SETGID,       CAP_KILL};
constexpr std::initializer_list<int> k_of_init = {CAP_CHOWN,      CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID,
                                                  CAP_SETUID,     CAP_SETGID,       CAP_KILL,   CAP_SETPCAP,
                                                  CAP_SYS_PTRACE};

std::uint64_t mask_of(std::initializer_list<int> capabilities) {
  std::uint64_t mask = 0;
  for (const int each : capabilities) mask |= 1ULL << each;
  return mask;
}

bool set_to(std::uint64_t mask) {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  for (int i = 0; i < 2; ++i) data[i].effective = data[i].permitted = static_cast<std::uint32_t>(mask >> (32 * i));
  return ::syscall(SYS_capset, &head, data) == 0;
}

/// The part of `mask` that this process has.
std::uint64_t within_own(std::uint64_t mask) {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2] = {};
  if (::syscall(SYS_capget, &head, data) != 0) return 0;
  return mask & (data[0].permitted | std::uint64_t{data[1].permitted} << 32);
}

}  // namespace

void bound_capabilities(bool is_root) {
  const std::uint64_t kept = is_root ? mask_of(k_of_root) : 0;
  for (int each = 0; each < 64; ++each) {
    if ((kept >> each & 1) != 0) continue;
    // EINVAL: beyond the last; EPERM: an ordinary user without namespaces, who has none to drop.
    if (::prctl(PR_CAPBSET_DROP, each, 0, 0, 0) != 0 && errno == EINVAL) break;
  }
}

bool drop_capabilities(bool is_root) {
  constexpr unsigned long k_bits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_KEEP_CAPS_LOCKED |
                                   SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED;
  // Root keeps what the bounding set left it by being root at exec; nobody else gets any by anything.
  if (!is_root) (void)::prctl(PR_SET_SECUREBITS, k_bits, 0, 0, 0);
  return set_capabilities(is_root ? mask_of(k_of_root) : 0);
}

bool drop_capabilities_of_init() { return set_capabilities(mask_of(k_of_init)); }
bool set_capabilities(std::uint64_t mask) { return set_to(within_own(mask)); }

}  // namespace sandbox::txd
