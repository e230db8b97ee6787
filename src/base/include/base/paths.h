#pragma once
// Paths as byte strings: pure functions, no system calls but in absolute(). Safe from any thread.

#include <string>
#include <string_view>

namespace base {

/// "a/b" + "c" -> "a/b/c"; an absolute second part wins; an empty part adds nothing.
std::string join(std::string_view folder, std::string_view name);
/// "a/b/c" -> "a/b", "a" -> ".", "/a" -> "/", "/" -> "/".
std::string parent(std::string_view path);
/// "a/b.txt" -> "b.txt".
std::string_view file_name(std::string_view path);
/// "a/b.tar.gz" -> ".gz"; ".bashrc" -> "".
std::string_view extension(std::string_view path);
/// Without ".", "..", and doubled slashes, by text alone: "a/./b/../c" -> "a/c"; "" -> ".".
std::string normalize(std::string_view path);
/// `path` as seen from `folder`, both absolute or both relative: "/a/b/c" from "/a" -> "b/c"; the
/// same path -> ".". A path outside comes back with "..".
std::string relative(std::string_view path, std::string_view folder);
/// True if normalized `path` is `folder` or lies below it.
bool is_within(std::string_view path, std::string_view folder);
/// Normalized and absolute, seen from the working folder of the process.
std::string absolute(std::string_view path);

}  // namespace base
