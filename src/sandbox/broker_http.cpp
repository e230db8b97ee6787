// Request smuggling lives on heads that two programs read differently. Here a head is either in the one
// form that everybody reads the same way, or it is refused; and it is not passed on but written anew from
// what was understood. One request per connection, Connection: close: after its body the server has no
// reason to read on, and gets nothing to read.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/try.h"
#include "broker_request.h"

namespace sandbox {
namespace {

constexpr std::size_t k_method_max = 32;
constexpr std::size_t k_chunk_line_max = 256;
constexpr std::size_t k_trailers_max = std::size_t{8} << 10;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) return true;
  return c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The items of a comma-separated value, lower-cased.
std::vector<std::string> items(const std::vector<std::string_view>& values) {
  std::vector<std::string> out;
  for (std::string_view rest : values) {
    while (true) {
      const auto comma = rest.find(',');
      if (const auto item = trimmed(rest.substr(0, comma)); !item.empty()) out.push_back(lower(item));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return out;
}

// ---- the head ----

HttpHeadRead refuse(int status, std::string_view why) {
  HttpHeadRead read;
  read.status = status;
  read.why = why;
  return read;
}

/// "" or what is wrong.
std::string_view read_request_line(std::string_view line, HttpHead& head) {
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return "its first line is no request";
  const auto method = line.substr(0, first), version = line.substr(last + 1);
  const auto target = line.substr(first + 1, last - first - 1);
  if (!is_token(method) || method.size() > k_method_max) return "its method is none";
  if (target.empty() || std::any_of(target.begin(), target.end(), [](char c) { return c == ' ' || is_control(c); }))
    return "its target holds a space or a control character";
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return "its version is neither HTTP/1.1 nor HTTP/1.0";
  head.method = method;
  head.target = target;
  head.is_1_0 = version == "HTTP/1.0";
  return "";
}

std::string_view read_header(std::string_view line, HttpHead& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return "a header has no proper name";
  const auto value = trimmed(line.substr(colon + 1));
  if (std::any_of(value.begin(), value.end(), [](char c) { return is_control(c) && c != '\t'; }))
    return "a header holds a control character";
  head.headers.emplace_back(line.substr(0, colon), value);
  return "";
}

// ---- the target ----

bool is_hop_by_hop(std::string_view name) {
  static constexpr std::string_view k_names[] = {
      "connection", "proxy-connection", "keep-alive", "proxy-authenticate", "proxy-authorization",
      "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length"};
  return std::find(std::begin(k_names), std::end(k_names), name) != std::end(k_names);
}

base::Error invalid(std::string what) { return {base::Code::invalid, std::move(what)}; }

struct Target {
  HostPort to;
  std::string path;
};

base::Result<Target> absolute_target(const HttpHead& head) {
  const std::string_view target = head.target;
  const auto scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos || target.starts_with('/'))
    return base::fail(invalid("this is a proxy: the target must be http://host/path"));
  const auto scheme = lower(target.substr(0, scheme_end));
  if (scheme != "http")
    return base::fail(base::Code::unsupported, "for other schemes than http use CONNECT");
  auto rest = target.substr(scheme_end + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  rest.remove_prefix(authority.size());
  if (authority.find('@') != std::string_view::npos)
    return base::fail(invalid("the target names a user; use the Authorization header"));
  TRY(auto to, parse_host_port(authority));
  if (!to.port) to.port = 80;
  return Target{std::move(to), rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest)};
}

base::Result<Target> tunnel_target(const HttpHead& head, const HostPort& tunnel) {
  if (!head.target.starts_with('/') && !(head.target == "*" && head.method == "OPTIONS"))
    return base::fail(invalid("in a tunnel to a server the target must be a path"));
  return Target{tunnel, head.target};
}

/// The Host header, if there is one, must mean the same host and port.
base::Result<> check_host(const HttpHead& head, const HostPort& to) {
  const auto values = head.all("host");
  if (values.empty() && head.is_1_0) return {};
  if (values.size() != 1) return base::fail(invalid("there must be one Host header"));
  TRY(const auto said, parse_host_port(values[0]));
  if (said.host == to.host && said.port.value_or(80) == *to.port) return {};
  return base::fail(base::Code::denied, fmt::format("the Host header says {}, but {} was asked for", shown(values[0]),
                                                    to.host.with_port(*to.port)));
}

base::Result<HttpBody> body_of(const HttpHead& head) {
  const auto codings = head.all("transfer-encoding"), lengths = head.all("content-length");
  HttpBody body;
  if (!codings.empty()) {
    if (!lengths.empty()) return base::fail(invalid("both Transfer-Encoding and Content-Length"));
    if (head.is_1_0) return base::fail(invalid("Transfer-Encoding in HTTP/1.0"));
    if (codings.size() != 1 || lower(codings[0]) != "chunked")
      return base::fail(base::Code::unsupported, "a Transfer-Encoding other than chunked");
    body.is_chunked = true;
  }
  if (lengths.empty()) return body;
  const auto text = lengths[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), body.length);
  if (lengths.size() != 1 || text.empty() || error != std::errc() || end != text.data() + text.size() ||
      body.length > std::uint64_t{1} << 62)
    return base::fail(invalid("its Content-Length is not one number"));
  return body;
}

std::string host_header(const HostPort& to) {
  if (*to.port != 80) return to.host.with_port(*to.port);
  const auto text = to.host.with_port(80);
  return text.substr(0, text.size() - 3);   // brackets stay
}

}  // namespace

std::vector<std::string_view> HttpHead::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : headers)
    if (lower(key) == name) values.emplace_back(value);
  return values;
}

HttpHeadRead read_http_head(std::string_view bytes) {
  const auto window = bytes.substr(0, k_http_head_max);
  const auto end = window.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (bytes.size() >= k_http_head_max) return refuse(431, "its head is longer than 32 KiB");
    return {};
  }
  HttpHeadRead read;
  HttpHead head;
  read.size = end + 4;
  auto lines = window.substr(0, end + 2);
  for (std::size_t count = 0; !lines.empty(); ++count) {
    const auto line_end = lines.find("\r\n");
    const auto line = lines.substr(0, line_end);
    lines.remove_prefix(line_end + 2);
    if (count > k_http_headers_max) return refuse(431, "it has more than 128 headers");
    const auto why = count == 0 ? read_request_line(line, head) : read_header(line, head);
    if (!why.empty()) return refuse(400, why);
  }
  read.head = std::move(head);
  return read;
}

base::Result<HostPort> connect_target(const HttpHead& head) {
  TRY(auto to, parse_host_port(head.target));
  if (!to.port) return base::fail(invalid("the target of CONNECT must be host:port"));
  return to;
}

base::Result<HttpForward> forward_http(const HttpHead& head, const HostPort* tunnel) {
  TRY(auto target, tunnel != nullptr ? tunnel_target(head, *tunnel) : absolute_target(head));
  if (head.method == "CONNECT" || head.method == "TRACE")
    return base::fail(base::Code::unsupported, head.method + " is not passed on");
  if (target.path.find('#') != std::string::npos) return base::fail(invalid("the target holds a fragment"));
  TRY_DO(check_host(head, target.to));
  TRY(const auto body, body_of(head));
  HttpForward forward{std::move(target.to), body, {}};
  forward.head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", head.method, target.path, host_header(forward.to));
  const auto named = items(head.all("connection"));
  for (const auto& [name, value] : head.headers) {
    const auto key = lower(name);
    const bool is_named = std::find(named.begin(), named.end(), key) != named.end();
    if (!is_named && !is_hop_by_hop(key)) forward.head += fmt::format("{}: {}\r\n", name, value);
  }
  if (body.is_chunked) forward.head += "Transfer-Encoding: chunked\r\n";
  else if (!head.all("content-length").empty()) forward.head += fmt::format("Content-Length: {}\r\n", body.length);
  forward.head += "Connection: close\r\n\r\n";
  return forward;
}

// ---- chunks ----

std::size_t HttpChunks::feed(std::string_view bytes, std::string& out) {
  const std::size_t all = bytes.size();
  while (!bytes.empty() && state_ != State::done && state_ != State::bad) {
    if (state_ == State::data) {
      const auto part = bytes.substr(0, left_);
      out += part;
      left_ -= part.size();
      bytes.remove_prefix(part.size());
      if (left_ == 0) state_ = State::after_data;
      continue;
    }
    const char c = bytes.front();
    bytes.remove_prefix(1);
    const bool after_return = line_.ends_with('\r');
    if (after_return != (c == '\n') || line_.size() > k_chunk_line_max || (is_control(c) && c != '\r' && c != '\n' && c != '\t')) {
      state_ = State::bad;
      break;
    }
    line_ += c;
    if (c == '\n') on_line(out);
  }
  return all - bytes.size();
}

void HttpChunks::on_line(std::string& out) {
  line_.resize(line_.size() - 2);
  if (state_ == State::size) {
    on_size(out);
  } else if (state_ == State::after_data) {
    state_ = line_.empty() ? State::size : State::bad;
    out += "\r\n";
  } else if (line_.empty()) {
    state_ = State::done;
    out += "\r\n";
  } else {
    trailers_ += line_.size();
    if (trailers_ > k_trailers_max) state_ = State::bad;
  }
  line_.clear();
}

void HttpChunks::on_size(std::string& out) {
  const std::string_view line = line_;
  const auto digits = trimmed(line.substr(0, line.find(';')));
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
  if (digits.empty() || digits.front() == '-' || error != std::errc() || end != digits.data() + digits.size() ||
      left_ > std::uint64_t{1} << 62) {
    state_ = State::bad;
    return;
  }
  out += fmt::format("{:x}\r\n", left_);
  state_ = left_ == 0 ? State::trailer : State::data;
}

// ---- answers ----

std::string http_answer(int status, std::string_view why) {
  std::string line(why);
  for (char& c : line)
    if (is_control(c)) c = ' ';
  const std::string body = "plumb: " + line + "\n";
  return fmt::format(
      "HTTP/1.1 {} plumb: {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
      status, line, body.size(), body);
}

}  // namespace sandbox
