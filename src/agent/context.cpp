#include "agent/context.h"

#include <algorithm>
#include <map>
#include <set>

#include "text/cut.h"

namespace agent {

namespace {

template <class... F>
struct Overloaded : F... { using F::operator()...; };
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

/// The newest results are what the model works on; if nothing else helps, all but the last goes.
constexpr std::size_t k_results_kept = 6, k_results_kept_at_least = 1;
/// What is shorter is not worth a line that says where it went.
constexpr std::size_t k_small = 400;
/// Masking has to bring the items to this share of what is wanted, or it would soon be due again.
constexpr double k_masked_enough = 0.8;
/// Of a rebuilt conversation: so much of what is wanted for the last turns, so much for the ledger.
constexpr double k_kept_share = 0.4, k_ledger_share = 0.3;

/// Of what a command wrote, the end tells most.
constexpr std::size_t k_end_kept = 240;

std::string line_for(const llm::ToolCall& call, const llm::ToolResult& result) {
  std::string line = "[" + std::to_string(result.output.size()) +
                     " bytes left out to fit the context window; recall {\"call\":\"" + call.id + "\"} shows them]";
  if (call.name != "shell" && call.name != "check") return line;
  std::string_view end = text::clip_front(result.output, k_end_kept);
  if (const auto feed = end.find('\n'); end.size() < result.output.size() && feed != std::string_view::npos)
    end.remove_prefix(feed + 1);
  return line + "\n" + std::string(end);
}

bool is_masked(const llm::ToolResult& result) { return result.output.find(" bytes left out to fit the context window;") < 16; }

Compaction plan_mask(const Conversation& conversation, std::size_t before, std::size_t results_kept) {
  Compaction plan;
  plan.bytes_before = plan.bytes_after = before;
  std::vector<const llm::ToolResult*> results;
  std::map<std::string, const llm::ToolCall*> calls;
  for (const auto& item : conversation.items) {
    if (const auto* call = std::get_if<llm::ToolCall>(&item)) calls[call->id] = call;
    if (const auto* result = std::get_if<llm::ToolResult>(&item)) results.push_back(result);
  }
  for (std::size_t i = 0; i + results_kept < results.size(); ++i) {
    const auto& result = *results[i];
    const auto call = calls.find(result.call_id);
    if (call == calls.end() || is_masked(result) || (result.output.size() <= k_small && result.images.empty())) continue;
    std::string line = line_for(*call->second, result);
    llm::ToolResult shorter = result;
    shorter.output = line;
    shorter.images.clear();
    plan.bytes_after -= bytes_of(llm::Item(result)) - bytes_of(llm::Item(shorter));
    plan.masked.push_back({result.call_id, std::move(line)});
  }
  return plan;
}

/// Where the conversation may be cut: before what the user says, and before an answer; never between a call and its
/// result, nor inside an answer.
std::vector<std::size_t> borders(const std::vector<llm::Item>& items) {
  std::vector<std::size_t> out;
  std::set<std::string> open;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool after_whole = i == 0 || std::holds_alternative<llm::ToolResult>(items[i - 1]) ||
                             std::holds_alternative<llm::UserMessage>(items[i - 1]);
    const bool begins = std::holds_alternative<llm::UserMessage>(items[i]) ||
                        (after_whole && !std::holds_alternative<llm::ToolResult>(items[i]));
    if (open.empty() && begins) out.push_back(i);
    if (const auto* call = std::get_if<llm::ToolCall>(&items[i])) open.insert(call->id);
    if (const auto* result = std::get_if<llm::ToolResult>(&items[i])) open.erase(result->call_id);
  }
  return out;
}

std::optional<Compaction> plan_rebuild(const Conversation& conversation, std::size_t before, std::size_t wanted) {
  const auto& items = conversation.items;
  const auto cuts = borders(items);
  if (cuts.size() < 2) return std::nullopt;
  const auto room = static_cast<std::size_t>(static_cast<double>(wanted) * k_kept_share);
  std::size_t cut = cuts.back(), kept_bytes = 0, next = items.size();
  for (std::size_t i = cuts.size(); i-- > 1;) {
    for (std::size_t j = cuts[i]; j < next; ++j) kept_bytes += bytes_of(items[j]);
    next = cuts[i];
    if (kept_bytes > room && i + 1 < cuts.size()) break;
    cut = cuts[i];
  }
  Ledger ledger = conversation.ledger;
  const std::vector<llm::Item> dropped(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(cut));
  // The message of an earlier rebuild is in the ledger already.
  const bool has_ledger = !conversation.ledger.empty() && !dropped.empty();
  ledger.add(has_ledger ? std::vector<llm::Item>(dropped.begin() + 1, dropped.end()) : dropped);
  Compaction plan;
  plan.kind = Compaction::Kind::rebuilt;
  plan.kept = items.size() - cut;
  plan.ledger = ledger.text(static_cast<std::size_t>(static_cast<double>(wanted) * k_ledger_share));
  plan.bytes_before = before;
  plan.bytes_after = plan.ledger.size();
  for (std::size_t i = cut; i < items.size(); ++i) plan.bytes_after += bytes_of(items[i]);
  if (plan.bytes_after >= before) return std::nullopt;
  return plan;
}

}  // namespace

std::size_t bytes_of(const llm::Item& item) {
  constexpr std::size_t k_image = 4800;   // about 1,200 tokens, what the larger providers charge
  return std::visit(
      Overloaded{[](const llm::UserMessage& m) { return m.text.size() + m.images.size() * k_image; },
                 [](const llm::AssistantMessage& m) { return m.text.size(); },
                 [](const llm::Reasoning& r) { return std::max(r.text.size(), r.opaque.size()); },
                 [](const llm::ToolCall& c) { return c.name.size() + c.arguments.size() + 40; },
                 [](const llm::ToolResult& r) { return r.output.size() + r.images.size() * k_image + 40; }},
      item);
}

std::size_t bytes_of(const std::vector<llm::Item>& items) {
  std::size_t bytes = 0;
  for (const auto& item : items) bytes += bytes_of(item);
  return bytes;
}

std::optional<Compaction> plan_compaction(const Conversation& conversation, std::size_t bytes_wanted) {
  const std::size_t before = bytes_of(conversation.items);
  if (before <= bytes_wanted) return std::nullopt;
  auto masked = plan_mask(conversation, before, k_results_kept);
  const auto enough = static_cast<std::size_t>(static_cast<double>(bytes_wanted) * k_masked_enough);
  if (!masked.masked.empty() && masked.bytes_after <= enough) return masked;
  if (auto rebuilt = plan_rebuild(conversation, before, bytes_wanted); rebuilt) return rebuilt;
  auto most = plan_mask(conversation, before, k_results_kept_at_least);
  if (most.masked.empty()) return std::nullopt;
  return most;
}

void apply(Conversation& conversation, const Compaction& compaction) {
  auto& items = conversation.items;
  if (compaction.kind == Compaction::Kind::masked) {
    std::map<std::string_view, const std::string*> texts;
    for (const auto& one : compaction.masked) texts[one.call_id] = &one.text;
    for (auto& item : items)
      if (auto* result = std::get_if<llm::ToolResult>(&item))
        if (const auto found = texts.find(result->call_id); found != texts.end()) {
          result->output = *found->second;
          result->images.clear();
        }
    return;
  }
  const std::size_t cut = items.size() - std::min(items.size(), compaction.kept);
  std::vector<llm::Item> dropped(std::make_move_iterator(items.begin()),
                                 std::make_move_iterator(items.begin() + static_cast<std::ptrdiff_t>(cut)));
  items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(cut));
  if (!conversation.ledger.empty() && !dropped.empty()) dropped.erase(dropped.begin());
  conversation.ledger.add(dropped);
  items.insert(items.begin(), llm::Item(llm::UserMessage{compaction.ledger, {}}));
}

}  // namespace agent
