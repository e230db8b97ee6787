#include "code/parse.h"

#include <time.h>
#include <tree_sitter/api.h>

#include <bit>
#include <cstdlib>
#include <cstring>

extern "C" {
const TSLanguage* tree_sitter_c();
const TSLanguage* tree_sitter_cpp();
const TSLanguage* tree_sitter_go();
const TSLanguage* tree_sitter_java();
const TSLanguage* tree_sitter_javascript();
const TSLanguage* tree_sitter_python();
const TSLanguage* tree_sitter_rust();
const TSLanguage* tree_sitter_tsx();
const TSLanguage* tree_sitter_typescript();
}

namespace code {
namespace {

/// A limit of computing time, not of wall time: a busy machine must not make files unreadable.
constexpr std::int64_t k_time_max_ns = 2'000'000'000;

std::int64_t thread_time_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// All that the parser's callbacks need.
struct Job {
  std::string_view text;
  std::int64_t deadline_ns;
};

const char* read_text(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  const std::string_view text = static_cast<const Job*>(payload)->text;
  *size = offset < text.size() ? static_cast<std::uint32_t>(text.size() - offset) : 0;
  return *size == 0 ? "" : text.data() + offset;
}

bool is_overdue(TSParseState* state) {
  return thread_time_ns() > static_cast<const Job*>(state->payload)->deadline_ns;
}

const TSLanguage* grammar(Language language) {
  switch (language) {
    case Language::c:
      return tree_sitter_c();
    case Language::cpp:
      return tree_sitter_cpp();
    case Language::go:
      return tree_sitter_go();
    case Language::java:
      return tree_sitter_java();
    case Language::javascript:
      return tree_sitter_javascript();
    case Language::python:
      return tree_sitter_python();
    case Language::rust:
      return tree_sitter_rust();
    case Language::tsx:
      return tree_sitter_tsx();
    case Language::typescript:
      return tree_sitter_typescript();
  }
  return nullptr;
}

struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};

}  // namespace

// TSNode is four words of plain data; keeping them as bits keeps tree_sitter/api.h out of the
// header.
struct Node::Access {
  static_assert(sizeof(TSNode) == sizeof(Node::raw_));
  static TSNode get(const Node& node) { return std::bit_cast<TSNode>(node.raw_); }
  static Node make(const TSNode& raw) {
    Node node;
    if (!ts_node_is_null(raw)) node.raw_ = std::bit_cast<decltype(node.raw_)>(raw);
    return node;
  }
};

namespace {
TSNode raw(const Node& node) {
  return Node::Access::get(node);
}
Node wrap(const TSNode& node) {
  return Node::Access::make(node);
}
}  // namespace

Node::operator bool() const {
  return !ts_node_is_null(raw(*this));
}
bool Node::operator==(const Node& other) const {
  return *this && other ? ts_node_eq(raw(*this), raw(other)) : !*this && !other;
}
std::string_view Node::type() const {
  return *this ? ts_node_type(raw(*this)) : "";
}
std::size_t Node::begin() const {
  return *this ? ts_node_start_byte(raw(*this)) : 0;
}
std::size_t Node::end() const {
  return *this ? ts_node_end_byte(raw(*this)) : 0;
}
std::size_t Node::line() const {
  return *this ? std::size_t{ts_node_start_point(raw(*this)).row} + 1 : 0;
}
std::size_t Node::end_line() const {
  if (!*this) return 0;
  const TSPoint end = ts_node_end_point(raw(*this));
  // An end at column 0 is after the line feed of the line before.
  return end.column == 0 && end.row >= line() ? end.row : std::size_t{end.row} + 1;
}
std::string_view Node::text(std::string_view source) const {
  return begin() <= source.size() ? source.substr(begin(), end() - begin()) : std::string_view();
}
bool Node::named() const {
  return *this && ts_node_is_named(raw(*this));
}
bool Node::extra() const {
  return *this && ts_node_is_extra(raw(*this));
}
bool Node::is_error() const {
  return type() == "ERROR";
}
bool Node::is_missing() const {
  return *this && ts_node_is_missing(raw(*this));
}
bool Node::has_error() const {
  return *this && ts_node_has_error(raw(*this));
}
std::size_t Node::child_count() const {
  return *this ? ts_node_child_count(raw(*this)) : 0;
}
Node Node::child(std::size_t i) const {
  if (i >= child_count()) return {};
  return wrap(ts_node_child(raw(*this), static_cast<std::uint32_t>(i)));
}
Node Node::field(std::string_view name) const {
  if (!*this) return {};
  return wrap(ts_node_child_by_field_name(raw(*this), name.data(),
                                          static_cast<std::uint32_t>(name.size())));
}
Node Node::parent() const {
  return *this ? wrap(ts_node_parent(raw(*this))) : Node();
}
Node Node::next_sibling() const {
  return *this ? wrap(ts_node_next_sibling(raw(*this))) : Node();
}
Node Node::previous_sibling() const {
  return *this ? wrap(ts_node_prev_sibling(raw(*this))) : Node();
}
std::vector<Node> Node::children() const {
  std::vector<Node> out;
  if (!*this) return out;
  TSTreeCursor cursor = ts_tree_cursor_new(raw(*this));
  for (bool more = ts_tree_cursor_goto_first_child(&cursor); more;
       more = ts_tree_cursor_goto_next_sibling(&cursor))
    out.push_back(wrap(ts_tree_cursor_current_node(&cursor)));
  ts_tree_cursor_delete(&cursor);
  return out;
}
std::vector<Node> Node::named_children() const {
  std::vector<Node> out = children();
  std::erase_if(out, [](const Node& node) { return !node.named(); });
  return out;
}
Node Node::smallest_covering(std::size_t begin, std::size_t end) const {
  if (!*this || begin > end || end > k_parse_max) return {};
  return wrap(ts_node_descendant_for_byte_range(raw(*this), static_cast<std::uint32_t>(begin),
                                                static_cast<std::uint32_t>(end)));
}

struct Cursor::Impl {
  explicit Impl(const TSNode& node) : at(ts_tree_cursor_new(node)) {}
  ~Impl() { ts_tree_cursor_delete(&at); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  TSTreeCursor at;
  enum class State : std::uint8_t { before, inside, done } state = State::before;
  std::size_t depth = 0;
};

Cursor::Cursor(Node root) : impl_(root ? std::make_unique<Impl>(raw(root)) : nullptr) {}
Cursor::~Cursor() = default;
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&&) noexcept = default;

bool Cursor::next() {
  if (!impl_ || impl_->state == Impl::State::done) return false;
  if (impl_->state == Impl::State::before) {
    impl_->state = Impl::State::inside;
    return true;
  }
  if (ts_tree_cursor_goto_first_child(&impl_->at)) {
    ++impl_->depth;
    return true;
  }
  return skip();
}

bool Cursor::skip() {
  if (!impl_ || impl_->state != Impl::State::inside) return next();
  while (impl_->depth > 0) {
    if (ts_tree_cursor_goto_next_sibling(&impl_->at)) return true;
    ts_tree_cursor_goto_parent(&impl_->at);
    --impl_->depth;
  }
  impl_->state = Impl::State::done;
  return false;
}

Node Cursor::node() const {
  if (!impl_ || impl_->state != Impl::State::inside) return {};
  return wrap(ts_tree_cursor_current_node(&impl_->at));
}

std::string_view Cursor::field_name() const {
  if (!impl_ || impl_->state != Impl::State::inside) return {};
  const char* name = ts_tree_cursor_current_field_name(&impl_->at);
  return name == nullptr ? std::string_view() : name;
}

std::size_t Cursor::depth() const {
  return impl_ ? impl_->depth : 0;
}

struct Tree::Impl {
  std::unique_ptr<TSTree, TreeDeleter> tree;
};

Tree::~Tree() = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;

base::Result<Tree> Tree::parse(Language language, std::string_view text) {
  using base::Code;
  if (text.size() > k_parse_max)
    return base::fail(Code::too_big, "the file is too big to parse: more than 4 MiB");
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  if (!ts_parser_set_language(parser.get(), grammar(language)))
    return base::fail(Code::internal, "this build's tree-sitter cannot use its grammar for " +
                                          std::string(name(language)));
  Job job{text, thread_time_ns() + k_time_max_ns};
  const TSInput input{&job, read_text, TSInputEncodingUTF8, nullptr};
  const TSParseOptions options{&job, is_overdue};
  Tree out;
  out.impl_ = std::make_unique<Impl>();
  out.language_ = language;
  out.impl_->tree.reset(ts_parser_parse_with_options(parser.get(), nullptr, input, options));
  if (!out.impl_->tree)
    return base::fail(Code::timeout, "the file could not be parsed within 2 s of computing");
  return out;
}

Node Tree::root() const {
  return impl_ ? wrap(ts_tree_root_node(impl_->tree.get())) : Node();
}

std::string Tree::dump() const {
  if (!impl_) return {};
  char* text = ts_node_string(ts_tree_root_node(impl_->tree.get()));
  std::string out = text;
  std::free(text);
  return out;
}

}  // namespace code
