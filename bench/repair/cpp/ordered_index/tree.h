#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

/// Numbers with texts, in the order of the numbers: a binary tree.
class Tree {
 public:
  /// False if the key was there: it has the new text now.
  bool insert(int key, const std::string& text);
  bool erase(int key);
  std::optional<std::string> find(int key) const;

  std::size_t size() const { return size_; }
  int depth() const { return depth(root_.get()); }
  std::optional<int> least() const;
  /// The smallest key that is not below `key`.
  std::optional<int> at_least(int key) const;
  /// Calls `visit` for the keys from `low` to `high`, both included.
  void range(int low, int high, const std::function<void(int, const std::string&)>& visit) const;

 private:
  struct Node {
    int key;
    std::string text;
    std::unique_ptr<Node> left;
    std::unique_ptr<Node> right;
  };

  static int depth(const Node* node);
  static void walk(const Node* node, int low, int high, const std::function<void(int, const std::string&)>& visit);
  static std::unique_ptr<Node> take_least(std::unique_ptr<Node>& root);
  std::unique_ptr<Node>& place(int key);

  std::unique_ptr<Node> root_;
  std::size_t size_ = 0;
};
