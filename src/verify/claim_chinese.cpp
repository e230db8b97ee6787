// Chinese has no blanks between words, so here one looks for characters in a clause. Models write
// few forms of these sentences; what is not among them is passed over.

#include <algorithm>
#include <array>

#include "claim_reading.h"

namespace verify {
namespace {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

std::string without(std::string text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at))
      text.erase(at, word.size());
  return text;
}

constexpr std::initializer_list<std::string_view> k_spotless = {
    "没有失败", "没有任何失败", "无失败",   "没有错误", "没有任何错误",
    "无错误",   "没有报错",     "无报错",   "没有警告", "无警告",
    "没有问题", "无问题",       "0 个失败", "0 失败",   "零失败"};

/// One clause, or nothing that it claims.
std::optional<About> about_of(std::string_view clause) {
  const bool is_spotless = has_any(clause, k_spotless);
  const std::string rest = without(std::string(clause), k_spotless);
  if (has_any(rest, {"不", "没", "未", "无法", "失败", "尚", "报错", "除了"})) return std::nullopt;
  const bool passes = is_spotless || has_any(rest, {"通过", "成功", "正常", "干净"});
  if (has_any(rest, {"测试", "用例", "pytest", "单测"}) && passes) return About::tests;
  if (has_any(rest,
              {"lint", "Lint", "代码检查", "类型检查", "静态检查", "ruff", "mypy", "eslint"}) &&
      passes)
    return About::lint;
  if (has_any(rest, {"构建", "编译", "打包", "build"}) && passes) return About::build;
  if (has_any(rest, {"已修复", "修复了", "已经修复", "已解决", "解决了", "已经解决", "正常工作",
                     "正常运行"}))
    return About::fix;
  if (has_any(rest, {"已验证", "验证了", "经过验证", "已确认", "确认了", "测试过", "已测试"}))
    return About::other;
  return std::nullopt;
}

/// Behind these nothing is claimed.
bool takes_back(std::string_view clause) {
  return has_any(clause, {"应该", "应当", "如果", "若",   "请",     "将会",     "会通过",
                          "可能", "需要", "确保", "是否", "之前",   "原本",     "希望",
                          "以便", "一旦", "只要", "为了", "以确认", "以验证",   "直到",
                          "要",   "你说", "建议", "吗",   "？",     "可以运行", "预期"});
}

}  // namespace

std::vector<Found> claims_in_chinese(std::string_view sentence) {
  std::vector<Found> out;
  if (has_any(sentence, {"？", "吗"})) return out;
  std::size_t begin = 0;
  while (begin < sentence.size()) {
    std::size_t end = sentence.size();
    std::size_t skip = 0;
    for (const std::string_view mark : {"，", "；", "。", "！", ",", ";", "（", "）"}) {
      const auto at = sentence.find(mark, begin);
      if (at >= end) continue;
      end = at;
      skip = mark.size();
    }
    const auto clause = sentence.substr(begin, end - begin);
    if (takes_back(clause)) return out;
    if (const auto about = about_of(clause)) {
      const bool goes_on = !out.empty() && out.back().about == *about;
      if (goes_on) {
        out.back().end = end;
      } else {
        out.push_back({*about, begin, end, false});
      }
    }
    begin = end + std::max<std::size_t>(skip, 1);
  }
  return out;
}

}  // namespace verify
