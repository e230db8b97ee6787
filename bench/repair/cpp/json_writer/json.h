#pragma once
#include <string>
#include <vector>

/// Writes one JSON value piece by piece; the commas come by themselves.
class JsonWriter {
 public:
  JsonWriter& beginObject();
  JsonWriter& endObject();
  JsonWriter& beginArray();
  JsonWriter& endArray();
  JsonWriter& key(const std::string& name);
  JsonWriter& value(const std::string& text);
  JsonWriter& value(const char* text) { return value(std::string(text)); }
  JsonWriter& value(long number);
  JsonWriter& value(int number) { return value(static_cast<long>(number)); }
  JsonWriter& value(bool flag);
  const std::string& text() const { return text_; }
  /// Is everything closed that was opened?
  bool complete() const { return open_.empty() && !text_.empty(); }

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);
  void quote(const std::string& text);

  std::string text_;
  std::string open_;          // the closing brackets that are due
  bool needsComma_ = false;   // before the next key or value
};
