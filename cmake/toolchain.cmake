# Standard, warnings, sanitizers, and the tools that make builds quick where they exist.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
option(BUILD_TESTING "Build the tests" ON)
set(PLUMB_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

# A third less work to build from nothing. But what ccache keeps of such a build serves this checkout alone: who works in several
# at once says so by CCACHE_BASEDIR (docs/building.md).
set(PLUMB_PRECOMPILE_DEFAULT ON)
if(DEFINED ENV{CCACHE_BASEDIR})
  set(PLUMB_PRECOMPILE_DEFAULT OFF)
endif()
option(PLUMB_PRECOMPILE "Precompile the headers that most files need" ${PLUMB_PRECOMPILE_DEFAULT})

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  if(PLUMB_PRECOMPILE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
    endif()
  endif()
endif()

add_library(warnings INTERFACE)
target_compile_options(warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wno-overlength-strings -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(warnings INTERFACE -Wno-missing-field-initializers)
  find_program(LLD NAMES ld.lld-16 ld.lld)
  if(LLD)
    add_link_options(-fuse-ld=${LLD})
  endif()
  # libstdc++ is static in a release: the program must start at once, and every shared
  # library costs it about 0.1 ms.
else()
  target_compile_options(warnings INTERFACE -Wno-missing-field-initializers -Wno-error)
endif()

# Debug: to be built quickly. Optimizing takes clang more than half of its time; what tests keep busy is built with
# PLUMB_BUSY all the same (module()). Sanitizers are slow enough without.
set(PLUMB_BUSY "-Og")
if(PLUMB_SANITIZE)
  set(CMAKE_CXX_FLAGS_DEBUG "${PLUMB_BUSY} -g1")
else()
  set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
endif()
set(CMAKE_C_FLAGS_DEBUG "-O1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-static-libstdc++ -static-libgcc -Wl,--gc-sections -Wl,--as-needed -s)
endif()

if(PLUMB_SANITIZE)
  add_compile_options(-fsanitize=${PLUMB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${PLUMB_SANITIZE})
  # What the fuzzers are steered by; without it they only guess.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND PLUMB_SANITIZE MATCHES "address")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=fuzzer-no-link>)
  endif()
endif()
