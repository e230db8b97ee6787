#include "json.h"

#include <cstdio>

void JsonWriter::separate() {
  if (needsComma_) text_ += ',';
  needsComma_ = true;
}

void JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  open_ += bracket == '{' ? '}' : ']';
  needsComma_ = false;
}

void JsonWriter::close(char bracket) {
  if (open_.empty() || open_.back() != bracket) return;
  open_.pop_back();
  text_ += bracket;
}

JsonWriter& JsonWriter::beginObject() { return open('{'), *this; }
JsonWriter& JsonWriter::endObject() { return close('}'), *this; }
JsonWriter& JsonWriter::beginArray() { return open('['), *this; }
JsonWriter& JsonWriter::endArray() { return close(']'), *this; }

void JsonWriter::quote(const std::string& text) {
  text_ += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", c);
      text_ += code;
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

JsonWriter& JsonWriter::key(const std::string& name) {
  separate();
  quote(name);
  text_ += ':';
  needsComma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(const std::string& text) {
  separate();
  quote(text);
  return *this;
}

JsonWriter& JsonWriter::value(long number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
  separate();
  text_ += flag ? "true" : "false";
  return *this;
}
