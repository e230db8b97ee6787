#pragma once
// The library's values as JSON: between processes, and as docs/protocol.md has them.

#include <optional>
#include <string>
#include <vector>

#include "json/json.h"
#include "plumb/host.h"

namespace host {

std::string_view name(plumb::Answer answer);
std::string_view name(plumb::Verb verb);
std::string_view name(plumb::Which which);
std::optional<plumb::Answer> answer_named(std::string_view name);
std::optional<plumb::Verb> verb_named(std::string_view name);
/// all, if it is none of the names.
plumb::Which which_named(std::string_view name);

json::Value changed_to_json(const plumb::Changed& changed);
plumb::Changed changed_from_json(const json::Value& value);
json::Value steps_to_json(const std::vector<plumb::Step>& steps);
std::vector<plumb::Step> steps_from_json(const json::Value& value);
json::Value files_to_json(const std::vector<plumb::FileAt>& files);
std::vector<plumb::FileAt> files_from_json(const json::Value& value);

}  // namespace host
