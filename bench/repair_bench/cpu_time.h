#pragma once
// CPU time of this process and of everything that it started, alive or ended.

namespace bench {

/// From now on a process whose parent has ended becomes a child of this one, so that its time counts.
void adopt_orphans();
/// Seconds so far. Only differences mean something. Reads /proc; what ends while it reads may count late.
double cpu_seconds();
/// Takes notice of adopted processes that have ended. Call it only while no child of one's own is awaited.
void reap_orphans();

}  // namespace bench
