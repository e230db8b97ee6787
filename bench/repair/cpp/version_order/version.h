#pragma once
#include <string>
#include <string_view>
#include <vector>

struct Version {
  std::vector<int> parts;
  std::string tag;   // "rc1" of 1.2-rc1
};

Version parse_version(std::string_view text);
/// -1, 0, 1; parts that are not there count as 0, and a tag comes before the version without one.
int compare(const Version& a, const Version& b);
std::string newest(const std::vector<std::string>& versions);
