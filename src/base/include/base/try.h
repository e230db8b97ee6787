#pragma once
// TRY(auto text, read_file(path));   declares `text`, or returns the Error from this function
// TRY_DO(write_file(path, text));    the same for Result<void>
// CO_TRY, CO_TRY_DO                  the same in a coroutine
// Plain statements, not a statement expression: GCC 12 crashes on co_await inside one.

#include "base/error.h"

#define PLUMB_CONCAT_(a, b) a##b
#define PLUMB_CONCAT(a, b) PLUMB_CONCAT_(a, b)

#define PLUMB_TRY_(tmp, ret, decl, ...)                                   \
  auto tmp = (__VA_ARGS__);                                               \
  if (!tmp.has_value()) ret ::base::fail(std::move(tmp).error());         \
  decl = std::move(tmp).value()
#define PLUMB_TRY_DO_(tmp, ret, ...)                                      \
  if (auto tmp = (__VA_ARGS__); !tmp.has_value()) ret ::base::fail(std::move(tmp).error())

#define TRY(decl, ...) PLUMB_TRY_(PLUMB_CONCAT(try_, __LINE__), return, decl, __VA_ARGS__)
#define CO_TRY(decl, ...) PLUMB_TRY_(PLUMB_CONCAT(try_, __LINE__), co_return, decl, __VA_ARGS__)
#define TRY_DO(...) PLUMB_TRY_DO_(PLUMB_CONCAT(try_, __LINE__), return, __VA_ARGS__)
#define CO_TRY_DO(...) PLUMB_TRY_DO_(PLUMB_CONCAT(try_, __LINE__), co_return, __VA_ARGS__)
