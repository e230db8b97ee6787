#pragma once

namespace sandbox {

/// True if what runs on the pty of this master waits for a person: its terminal is in non-canonical
/// mode, or a process of its foreground group sleeps in a read of it. Reads /proc.
bool terminal_waits(int master);

}  // namespace sandbox
