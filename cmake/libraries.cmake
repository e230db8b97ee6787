# Foreign libraries, each behind one name. Static where Debian ships an archive: the program
# depends at run time on libc only, and loads libcurl when it first speaks to a network
# (see docs/dependencies.md).
function(_static name archive)
  find_library(${name}_archive NAMES ${archive} REQUIRED)
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE ${${name}_archive} ${ARGN})
endfunction()

find_package(Boost 1.81 REQUIRED)
add_library(asio INTERFACE)
target_compile_definitions(asio INTERFACE BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(asio INTERFACE Threads::Threads ${CMAKE_DL_LIBS})

_static(boost_json libboost_json.a libboost_container.a)
_static(sqlite libsqlite3.a m ${CMAKE_DL_LIBS} Threads::Threads)
_static(re2 libre2.a Threads::Threads)
_static(xxhash libxxhash.a)
_static(md libmd.a)
_static(utf8proc libutf8proc.a)
_static(pugixml libpugixml.a)
_static(yaml libyaml-cpp.a)

# fmt, toml++ and CLI11 come as headers; the first two are compiled once, in src/base.
add_library(fmt_impl INTERFACE)
add_library(toml INTERFACE)
target_compile_definitions(toml INTERFACE TOML_HEADER_ONLY=0 TOML_EXCEPTIONS=0)
add_library(cli11 INTERFACE)

if(EXISTS ${PROJECT_SOURCE_DIR}/third_party/grammars/CMakeLists.txt)
  add_subdirectory(third_party/grammars)
else()
  add_library(grammars INTERFACE)
endif()

if(BUILD_TESTING)
  find_package(GTest REQUIRED)
  add_library(gtest_with_main INTERFACE)
  target_link_libraries(gtest_with_main INTERFACE GTest::gtest GTest::gtest_main)
endif()
