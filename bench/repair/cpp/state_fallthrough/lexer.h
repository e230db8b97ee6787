#pragma once
#include <string>

/// 'n' number, 'w' word, 's' blank, 'p' anything else.
char kind(char c);
/// The kinds of runs: "ab 12" -> "wsn".
std::string runs(const std::string& text);
int weight(char kind);
