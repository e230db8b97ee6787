#include "http.h"

#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <map>

namespace model_server {
namespace {

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

std::string_view reason(int status) {
  static const std::map<int, std::string_view> k_reasons{
      {200, "OK"},           {302, "Found"},          {400, "Bad Request"},
      {401, "Unauthorized"}, {403, "Forbidden"},      {404, "Not Found"},
      {408, "Request Timeout"}, {413, "Payload Too Large"}, {429, "Too Many Requests"},
      {500, "Internal Server Error"}, {503, "Service Unavailable"}};
  const auto found = k_reasons.find(status);
  return found == k_reasons.end() ? "Status" : found->second;
}

bool parse_head(std::string_view head, HttpRequest& out) {
  const auto line_end = head.find("\r\n");
  std::string_view line = head.substr(0, line_end);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first || !line.substr(last + 1).starts_with("HTTP/1."))
    return false;
  out.method = line.substr(0, first);
  std::string_view target = line.substr(first + 1, last - first - 1);
  const auto query = target.find('?');
  out.path = target.substr(0, query);
  if (query != std::string_view::npos) out.query = target.substr(query + 1);
  head.remove_prefix(line_end == std::string_view::npos ? head.size() : line_end + 2);
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto field = head.substr(0, end);
    const auto colon = field.find(':');
    if (colon == std::string_view::npos) return false;
    out.headers.emplace_back(field.substr(0, colon), trim(field.substr(colon + 1)));
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
  }
  return true;
}

std::string head_text(int status, Headers headers) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason(status)) + "\r\n";
  for (const auto& [name, value] : headers)
    if (!value.empty()) out += name + ": " + value + "\r\n";
  return out;
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same(key, name)) return value;
  return {};
}

bool HttpRequest::has(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (same(key, name)) return true;
  return false;
}

bool Connection::wait_readable() {
  pollfd fds[2] = {{socket_.get(), POLLIN, 0}, {stop_fd_, POLLIN, 0}};
  for (;;) {
    if (::poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    return fds[1].revents == 0;
  }
}

bool Connection::fill() {
  char bytes[65536];
  for (;;) {
    if (!wait_readable()) return false;
    const ssize_t n = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }
}

Connection::Got Connection::read(HttpRequest& out) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (buffer_.size() > k_head_max) return Got::bad;
    if (!fill()) return Got::closed;
  }
  if (!parse_head(std::string_view(buffer_).substr(0, end), out)) return Got::bad;
  buffer_.erase(0, end + 4);
  if (same(out.header("Expect"), "100-continue") && !write("HTTP/1.1 100 Continue\r\n\r\n"))
    return Got::closed;

  if (same(out.header("Transfer-Encoding"), "chunked")) {
    for (;;) {
      std::size_t line = 0;
      while ((line = buffer_.find("\r\n")) == std::string::npos)
        if (!fill()) return Got::closed;
      std::size_t size = 0;
      const auto read = std::from_chars(buffer_.data(), buffer_.data() + line, size, 16);
      if (read.ec != std::errc() || out.body.size() + size > k_body_max) return Got::bad;
      while (buffer_.size() < line + 2 + size + 2)
        if (!fill()) return Got::closed;
      out.body.append(buffer_, line + 2, size);
      buffer_.erase(0, line + 2 + size + 2);
      if (size == 0) return Got::request;
    }
  }
  const auto length = out.header("Content-Length");
  if (length.empty()) return Got::request;
  std::size_t size = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), size);
  if (read.ec != std::errc() || size > k_body_max) return Got::bad;
  while (buffer_.size() < size)
    if (!fill()) return Got::closed;
  out.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return Got::request;
}

bool Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    // A client that stopped reading must not keep the server from stopping: wait for both.
    pollfd fds[2] = {{socket_.get(), POLLOUT, 0}, {stop_fd_, POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (fds[1].revents != 0) return false;
    const ssize_t n = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool Connection::wait_closed() {
  char bytes[4096];
  for (;;) {
    if (!wait_readable()) return false;
    const ssize_t n = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
  }
}

void Connection::reset() {
  const linger off{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &off, sizeof off);
  socket_.reset();
}

std::string http_answer(int status, Headers headers, std::string_view body) {
  headers.emplace_back("Content-Length", std::to_string(body.size()));
  return head_text(status, std::move(headers)) + "\r\n" + std::string(body);
}

std::string http_stream_head(int status, Headers headers) {
  headers.emplace_back("Transfer-Encoding", "chunked");
  return head_text(status, std::move(headers)) + "\r\n";
}

std::string http_chunk(std::string_view bytes) {
  char size[32];
  const int n = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  std::string out;
  out.reserve(bytes.size() + 32);
  out.append(size, static_cast<std::size_t>(n)).append(bytes).append("\r\n");
  return out;
}

}  // namespace model_server
