// Keys. Whoever is in front gets them first: the list that is open, completion, held effects (only while the message is empty, and
// never a letter that was typed in passing), the session's own keys, the message.

#include <array>
#include <cctype>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "clean.h"
#include "interactive.h"
#include "slash.h"

namespace tui {

namespace {

using What = Key::What;
/// Longer than the bytes of one key are apart over a slow line.
constexpr auto k_key_wait = std::chrono::milliseconds(40);
/// A second Esc or Ctrl-C within it means more than the first.
constexpr std::int64_t k_twice_ms = 1500;
/// A letter decides about held effects only after so long without keys.
constexpr std::int64_t k_held_pause_ms = 500;
constexpr std::size_t k_image_max = std::size_t{5} << 20;
constexpr std::size_t k_images_max = 20;

/// The media type of an image by its name; "" = it is none.
std::string image_type(const std::string& path) {
  std::string extension(base::extension(path));
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (extension == ".png") return "image/png";
  if (extension == ".jpg" || extension == ".jpeg") return "image/jpeg";
  if (extension == ".gif") return "image/gif";
  return extension == ".webp" ? "image/webp" : "";
}

}  // namespace

void Interactive::bytes(std::string_view bytes) {
  decoder_.feed(bytes);
  key_timer_.cancel();
  while (const auto next = decoder_.next()) {
    key(*next);
    if (exit_) return;
  }
  draw();   // the echo does not wait for the next frame
  if (!decoder_.is_unsure()) return;
  key_timer_.expires_after(k_key_wait);
  key_timer_.async_wait([this, alive = alive()](boost::system::error_code error) {
    if (alive.expired() || error) return;
    decoder_.settle();
    this->bytes({});
  });
}

void Interactive::key(const Key& key) {
  if (key.what == What::kitty) return terminal_->use_kitty_keys();
  if (key.what == What::attributes) return terminal_->answered();
  if (key.what == What::focus_in || key.what == What::focus_out) return;
  const bool in_passing = base::steady_ms() - std::max(key_ms_, held_ms_) < k_held_pause_ms;
  key_ms_ = base::steady_ms();
  hint_.clear();
  if (picker_key(key) || completion_key(key)) return;
  if (!in_passing && held_key(key)) return;
  if (command_key(key)) return;
  if (key.what == What::paste) return paste(key.text);
  if (editor_.key(key)) edited();
}

bool Interactive::picker_key(const Key& key) {
  if (!picker_) return false;
  const bool tab = key.is_plain(What::tab);
  for (const auto& one : picker_keys_)
    if (one == "tab" ? tab : key.is_ctrl(one[0])) {
      const auto row = picker_->chosen();
      const auto then = on_picked_;
      then(key, row);
      return true;
    }
  const auto did = picker_->key(key);
  if (did == Picker::Did::cancelled) picker_.reset();
  if (did != Picker::Did::chosen) return true;
  const auto row = picker_->chosen();
  const auto then = on_picked_;
  picked_words_ = picker_->query();
  picker_.reset();
  then(key, row);
  return true;
}

bool Interactive::completion_key(const Key& key) {
  if (!completion_.is_open()) return false;
  if (key.is_plain(What::up) || key.is_ctrl('p')) completion_.move(-1);
  else if (key.is_plain(What::down) || key.is_ctrl('n')) completion_.move(1);
  else if (key.is_plain(What::tab)) {
    completion_.accept(editor_);
    edited();
  } else if (key.is_plain(What::enter)) {
    const bool command = completion_.wants_commands();
    if (!command && completion_.is_whole()) {   // nothing to complete: the message is sent
      completion_.close();
      return false;
    }
    const bool whole = command && editor_.shown() == completion_.chosen();
    completion_.accept(editor_);
    if (command && (whole || !takes_words(editor_.shown()))) enter(false);
    else edited();
  } else if (key.what == What::escape) completion_.close();
  else return false;
  return true;
}

bool Interactive::held_key(const Key& key) {
  const auto* const asked = question();
  if (asked == nullptr || open_->question_shown != asked->seq) return false;   // what is not on the screen is not decided
  if (!editor_.empty() || key.what != What::text || key.ctrl || key.alt || key.text.size() != 1) return false;
  switch (key.text[0]) {
    case 'a': answer(plumb::Answer::apply); return true;
    case 'x': answer(plumb::Answer::drop); return true;
    case 'k': answer(plumb::Answer::keep); return true;
    case 'p':
      if (asked->count > 1) choose_paths(asked->step);
      return asked->count > 1;
    case 'd': show_diff(asked->step); return true;
    default: return false;
  }
}

bool Interactive::command_key(const Key& key) {
  if (key.what == What::escape) escape();
  else if (key.is_ctrl('c')) interrupt();
  else if (key.is_ctrl('d') && editor_.empty()) quit(0);
  else if (key.is_ctrl('z')) suspend();
  else if (key.is_ctrl('l')) {
    terminal_->write("\033[2J\033[H");
    screen_.lost();
  } else if (key.what == What::enter && !key.shift) {
    if (key.alt && !is_running()) {
      editor_.insert("\n");
      edited();
    } else {
      enter(key.alt);
    }
  } else if (key.is_plain(What::tab)) {
    if (is_running()) enter(true);
  } else if (key.is_plain(What::up) || key.is_ctrl('p')) up();
  else if (key.is_plain(What::down) || key.is_ctrl('n')) down();
  else if (key.is_ctrl('r')) {
    std::vector<PickerRow> rows;
    const auto& all = history_.all();
    for (auto it = all.rbegin(); it != all.rend(); ++it) rows.push_back({clean_line(it->substr(0, 300)), {}});
    picker_ = std::make_unique<Picker>("What was typed", std::move(rows));
    picker_keys_.clear();
    on_picked_ = [this](const Key&, std::size_t row) {
      const auto& texts = history_.all();
      if (row < texts.size()) editor_.set(texts[texts.size() - 1 - row]);
      edited();
    };
  } else return false;
  return true;
}

/// Esc stops what runs; twice with nothing at work it goes back.
void Interactive::escape() {
  const auto now = base::steady_ms();
  const bool twice = now - escape_ms_ < k_twice_ms;
  escape_ms_ = now;
  if (shell_) return stop_shell();
  if (is_running()) return stop_run();
  if (!twice) return hint(editor_.empty() ? "Esc again: back to an earlier message" : "Esc again: clear the message");
  escape_ms_ = 0;
  if (editor_.empty()) return choose_rewind();
  history_.add(editor_.text());
  editor_.clear();
  edited();
}

void Interactive::interrupt() {
  const auto now = base::steady_ms();
  const bool twice = now - interrupt_ms_ < k_twice_ms;
  interrupt_ms_ = now;
  if (!editor_.empty()) {
    history_.add(editor_.text());
    editor_.clear();
    interrupt_ms_ = 0;
    return edited();
  }
  if (twice) return quit(0);
  if (shell_) stop_shell();
  else if (is_running()) stop_run();
  else if (!enclosed_.context.empty() || !enclosed_.images.empty()) {
    enclosed_ = {};
    interrupt_ms_ = 0;
    return hint("nothing goes with your next message any more");
  }
  hint("Ctrl-C again: quit");
}

void Interactive::enter(bool later) {
  const std::string text = editor_.text();
  if (text.ends_with('\\')) {   // a new line, where Shift-Enter does not come through
    editor_.replace(editor_.shown().size() - 1, editor_.shown().size(), "\n");
    return edited();
  }
  if (text.find_first_not_of(" \n") == std::string::npos && enclosed_.images.empty()) return;
  editor_.clear();
  completion_.update(editor_, files_, commands_);
  history_.add(text);
  if (!history_.problem().empty()) hint("what is typed is not kept: " + clean_line(history_.problem()));
  submit(text, later);
}

void Interactive::up() {
  if (editor_.move_row(-1)) return;
  if (editor_.empty() && open_ && open_->info.queued > 0 && !history_.is_browsing()) {   // the last one that waits comes back
    const auto waiting = host_.queued(open_->id);
    if (!waiting.empty()) {
      editor_.set(waiting.back());
      host_.unqueue(open_->id, static_cast<int>(waiting.size()) - 1, [](const base::Result<>&) {});
      return;
    }
  }
  if (const auto* text = history_.older(editor_.text())) editor_.set(*text);
}

void Interactive::down() {
  if (editor_.move_row(1)) return;
  if (const auto* text = history_.newer()) editor_.set(*text);
}

void Interactive::edited() {
  history_.settle();
  const auto asked = asked_at(editor_.shown(), editor_.cursor());
  if (asked && asked->what == Asked::What::file) load_files();
  completion_.update(editor_, files_, asked && asked->what == Asked::What::command ? commands() : commands_);
}

/// A path to an image, as terminals paste what is dropped on them, is that image.
void Interactive::paste(const std::string& text) {
  std::string path = text;
  while (!path.empty() && (path.back() == '\n' || path.back() == ' ' || path.back() == '\r')) path.pop_back();
  if (path.size() > 1 && (path.front() == '\'' || path.front() == '"') && path.back() == path.front()) path = path.substr(1, path.size() - 2);
  if (path.starts_with("file://")) path.erase(0, 7);
  if (path.size() < 4096 && path.find('\n') == std::string::npos && add_image(path)) return draw_soon();
  editor_.paste(text);
  edited();
}

std::optional<plumb::Image> Interactive::image_at(const std::string& path) const {
  const auto type = image_type(path);
  if (type.empty()) return {};
  auto image = base::read_file(base::join(options_.cwd, path), k_image_max);
  if (!image) return {};
  return plumb::Image{type, *std::move(image)};
}

bool Interactive::add_image(const std::string& path) {
  if (enclosed_.images.size() >= k_images_max) return false;
  auto image = image_at(path);
  if (image) enclosed_.images.push_back(*std::move(image));
  return image.has_value();
}

/// "@shot.png" in a message is that image as well.
std::vector<plumb::Image> Interactive::named_images(const std::string& text) const {
  std::vector<plumb::Image> out;
  for (auto at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n') continue;
    const auto end = std::min(text.find_first_of(" \n", at), text.size());
    if (enclosed_.images.size() + out.size() >= k_images_max) break;
    if (auto image = image_at(text.substr(at + 1, end - at - 1))) out.push_back(*std::move(image));
  }
  return out;
}

const std::vector<PickerRow>& Interactive::commands() {
  if (!commands_.empty()) return commands_;
  for (const auto& one : slash_commands()) commands_.push_back({"/" + std::string(one.name), std::string(one.what)});
  if (options_.commands)
    for (const auto& one : options_.commands()) commands_.push_back({"/" + clean_line(one.name), clean_line(one.description)});
  return commands_;
}

void Interactive::load_files() {
  constexpr std::int64_t k_fresh_ms = 3000;
  if (files_loading_ || !options_.files || (files_ms_ != 0 && (completion_.wants_files() || base::steady_ms() - files_ms_ < k_fresh_ms))) return;
  files_loading_ = true;
  const auto task = [](Interactive& self) -> io::Task<> {
    using Files = base::Result<std::vector<std::string>>;
    std::function<Files(std::stop_token)> work = self.options_.files;
    auto found = co_await io::offload(std::move(work));
    self.files_loading_ = false;
    self.files_ms_ = base::steady_ms();
    if (!found) {
      self.hint("the project's files cannot be listed: " + clean_line(found.error().what));
      co_return;
    }
    self.files_ = FuzzyNames(*std::move(found));
    self.completion_.update(self.editor_, self.files_, self.commands_);
    self.draw_soon();
  };
  scope_.spawn(task(*this));
}

}  // namespace tui
