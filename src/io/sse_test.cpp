#include "io/sse.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace io {
namespace {

using namespace std::string_literals;

struct Case {
  std::string name, stream;
  std::string events;   // "event|data|id;" each
};

std::string show(const SseEvent& event) { return event.event + "|" + event.data + "|" + event.id + ";"; }

std::string parse(const std::vector<std::string>& parts) {
  std::string events;
  SseParser parser([&](const SseEvent& event) { events += show(event); });
  for (const auto& part : parts) parser.feed(part);
  parser.finish();
  return events;
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"Plain", "event: a\ndata: 1\nid: 7\n\n", "a|1|7;"},
      {"NoSpaceAfterColon", "data:1\n\n", "|1|;"},
      {"OnlyOneSpaceIsTaken", "data:  1\n\n", "| 1|;"},
      {"FieldWithoutColon", "data\n\n", "||;"},
      {"EmptyData", "data:\n\n", "||;"},
      {"LinesAreJoined", "data: a\ndata: b\ndata:\n\n", "|a\nb\n|;"},
      {"CarriageReturns", "data: a\rdata: b\r\rdata: c\r\r", "|a\nb|;|c|;"},
      {"CrLf", "data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", "|a\nb|;|c|;"},
      {"MixedEnds", "data: a\r\n\ndata: b\r\rdata: c\n\r\n", "|a|;|b|;|c|;"},
      {"ByteOrderMark", "\xEF\xBB\xBF"s + "data: a\n\n", "|a|;"},
      {"ByteOrderMarkOnlyFirst", "data: a\n\n\xEF\xBB\xBF"s + "data: b\n\n", "|a|;"},
      {"Comments", ": hello\n\n:\ndata: a\n: between\ndata: b\n\n", "|a\nb|;"},
      {"NoDataIsNoEvent", "event: a\nid: 1\n\ndata: x\n\n", "|x|1;"},
      {"IdStays", "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "|a|1;|b|1;|c|;"},
      {"IdWithNulIsIgnored", "id: 1\0x\ndata: a\n\n"s, "|a|;"},
      {"RetryAndUnknownAreIgnored", "retry: 10\nfoo: bar\ndata: a\n\n", "|a|;"},
      {"FieldNamesAreExact", " data: a\nDATA: b\ndata : c\n\n", ""},
      {"LastEventWithoutBlankLine", "data: a\n\ndata: b\n", "|a|;|b|;"},
      {"LastEventWithoutAnyEnd", "data: a\n\ndata: b", "|a|;|b|;"},
      {"Empty", "", ""},
      {"OnlyEnds", "\n\r\r\n\n", ""},
      {"Done", "data: {\"a\":1}\n\ndata: [DONE]\n\n", "|{\"a\":1}|;|[DONE]|;"},
      {"OneNewlineBetween", "data: {\"a\":1}\ndata: {\"b\":\"}\"}\ndata: [DONE]\n", "|{\"a\":1}|;|{\"b\":\"}\"}|;|[DONE]|;"},
      {"OneNewlineBetweenNamed", "event: x\ndata: {}\nevent: y\nid: 3\ndata: {}\n", "x|{}|;y|{}|3;"},
      {"NameAfterData", "data: {}\nevent: x\nid: 4\n\n", "x|{}|4;"},
      {"JsonOverLines", "data: {\ndata: \"a\": [1,\ndata: 2]\ndata: }\n\n", "|{\n\"a\": [1,\n2]\n}|;"},
      {"BracketInString", "data: {\"a\": \"}\ndata: \\\"{\"\ndata: }\n\n", "|{\"a\": \"}\n\\\"{\"\n}|;"},
      {"TextAfterJsonIsText", "data: {} and more\ndata: text\n\n", "|{} and more\ntext|;"},
      {"TextOfTwoLines", "data: not {json}\ndata: here\n\n", "|not {json}\nhere|;"},
      {"Utf8", "data: gr\xC3\xBC\xC3\x9F\n\n", "|gr\xC3\xBC\xC3\x9F|;"},
  };
  return all;
}

TEST(SseParser, UnderstandsWhatServersSend) {
  for (const auto& each : cases()) EXPECT_EQ(parse({each.stream}), each.events) << each.name;
}

TEST(SseParser, DoesNotCareWhereTheBytesAreCut) {
  for (const auto& each : cases()) {
    for (std::size_t cut = 0; cut <= each.stream.size(); ++cut)
      EXPECT_EQ(parse({each.stream.substr(0, cut), each.stream.substr(cut)}), each.events)
          << each.name << " cut at " << cut;
    std::vector<std::string> bytes;
    for (const char c : each.stream) bytes.emplace_back(1, c);
    EXPECT_EQ(parse(bytes), each.events) << each.name << " byte by byte";
  }
}

TEST(SseParser, TellsWhenTheServerWantsToBeAskedAgain) {
  const auto retry = [](const std::string& stream) {
    SseParser parser([](const SseEvent&) {});
    parser.feed(stream);
    return parser.retry_ms();
  };
  EXPECT_EQ(retry("data: a\n\n"), -1);
  EXPECT_EQ(retry("retry: 500\nid: 1\ndata:\n\n"), 500);
  for (const char* wrong : {"retry: x\n", "retry: -5\n", "retry: 5s\n", "retry:\n", "retry: 99999999999999999999\n"}) EXPECT_EQ(retry(wrong), -1) << wrong;
}

TEST(SseParser, TakesALineOf200Kilobytes) {
  const std::string line(200000, 'x');
  EXPECT_EQ(parse({"data: " + line + "\n\n"}), "|" + line + "|;");
}

TEST(SseParser, DropsAnEventBeyondTheBoundAndGoesOn) {
  for (const bool many_lines : {false, true}) {
    std::string events;
    SseParser parser([&](const SseEvent& event) { events += show(event); });
    const std::string chunk(std::size_t{1} << 20, 'x');
    parser.feed("data: a\n\ndata: ");
    for (int i = 0; i < 20; ++i) parser.feed(many_lines ? chunk + "\ndata: " : chunk);
    EXPECT_TRUE(parser.overflow());
    parser.feed("\ndata: rest\n\ndata: b\n\n");
    EXPECT_EQ(events, "|a|;|b|;");
  }
}

}  // namespace
}  // namespace io
