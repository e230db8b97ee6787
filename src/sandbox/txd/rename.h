#pragma once
// Renaming folders in an overlay, for a command that asked the kernel to.

namespace sandbox::txd {

class RenameWatch {
 public:
  /// `listener`: of seccomp. `place`: where the overlay is mounted.
  RenameWatch(int listener, const char* place);
  /// Takes one request, to be called when the listener is readable; never blocks for long: a folder
  /// is moved by a child of its own, which answers.
  void serve() const;

 private:
  int listener_;
  unsigned long long device_ = 0;   // of the overlay's folders
};

}  // namespace sandbox::txd
