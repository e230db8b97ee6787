#pragma once
#include <vector>

/// The mean of values, rounded towards zero; 0 of none.
int mean(const std::vector<int>& values);
int largest(const std::vector<int>& values);
