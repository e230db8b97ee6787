#pragma once
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "code/search.h"
#include "matcher.h"

namespace code {

/// Searches one file after the other, in a buffer that is used again. For one thread.
class FileScan {
 public:
  /// `plan` and `query` must outlive it.
  FileScan(const MatchPlan& plan, const SearchQuery& query, std::stop_token stop);

  enum class Outcome : std::uint8_t { searched, binary, unreadable, cancelled };
  /// What the file at `path` has; `found.matches` is 0 if nothing. At most query.matches_max lines.
  Outcome search(const std::string& path, FoundFile& found);

 private:
  Outcome read_and_scan(int fd, std::size_t size);
  void scan(std::string_view window);
  void take(std::string_view window, const LineMatch& match);
  void add_lines(std::string_view window, std::size_t begin, std::size_t end);
  void add_line(std::string_view window, std::size_t begin, std::size_t end,
                const LineMatch* match);
  void count_to(std::string_view window, std::size_t offset);
  std::size_t keep_from(std::string_view window);
  void reserve(std::size_t size, std::size_t used);

  const SearchQuery& query_;
  Matcher matcher_;
  std::stop_token stop_;
  std::size_t matches_max_;

  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;

  // Of the present file. Offsets are into the window.
  FoundFile* found_ = nullptr;
  bool full_ = false;           ///< no more matches are wanted
  bool binary_ = false;         ///< a matching line has NUL
  std::size_t next_ = 0;        ///< the beginning of the first line that was not searched
  std::size_t shown_to_ = 0;    ///< the end of the last line that is in the result
  std::size_t counted_to_ = 0;  ///< the beginning of the line with the number
  std::size_t line_number_ = 1;
  std::size_t after_left_ = 0;  ///< lines of context still to show
};

}  // namespace code
