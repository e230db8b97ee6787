# The version is the newest tag v*, the distance to it and the commit: read from git at each
# build, so that a binary always names the source it came from. A tarball has no git: there it
# is the number below.
set(PLUMB_VERSION 0.1.0)
set(version_cpp ${PROJECT_BINARY_DIR}/generated/version.cpp)
add_custom_target(stamp_version
  COMMAND ${CMAKE_COMMAND} -DOUT=${version_cpp} -DFALLBACK=${PLUMB_VERSION}
          -DSOURCE=${PROJECT_SOURCE_DIR} -P ${PROJECT_SOURCE_DIR}/cmake/stamp_version.cmake
  BYPRODUCTS ${version_cpp}
  COMMENT "")
add_library(version STATIC ${version_cpp})
add_dependencies(version stamp_version)
