#include "tree.h"

#include <algorithm>
#include <utility>

// Where the key is, or where it would be.
std::unique_ptr<Tree::Node>& Tree::place(int key) {
  std::unique_ptr<Node>* at = &root_;
  while (*at && (*at)->key != key) at = key < (*at)->key ? &(*at)->left : &(*at)->right;
  return *at;
}

bool Tree::insert(int key, const std::string& text) {
  std::unique_ptr<Node>& node = place(key);
  if (node) {
    node->text = text;
    return false;
  }
  node = std::make_unique<Node>(Node{key, text, nullptr, nullptr});
  ++size_;
  return true;
}

// Cuts off the node with the least key; its right child takes its place.
std::unique_ptr<Tree::Node> Tree::take_least(std::unique_ptr<Node>& root) {
  std::unique_ptr<Node>* at = &root;
  while ((*at)->left) at = &(*at)->left;
  std::unique_ptr<Node> least = std::move(*at);
  *at = std::move(least->right);
  return least;
}

bool Tree::erase(int key) {
  std::unique_ptr<Node>& node = place(key);
  if (!node) return false;
  if (!node->left) {
    node = std::unique_ptr<Node>(std::move(node->right));
  } else if (!node->right) {
    node = std::unique_ptr<Node>(std::move(node->left));
  } else {
    std::unique_ptr<Node> next = take_least(node->right);
    next->left = std::move(node->left);
    node = std::move(next);
  }
  --size_;
  return true;
}

std::optional<std::string> Tree::find(int key) const {
  const Node* at = root_.get();
  while (at != nullptr && at->key != key) at = key < at->key ? at->left.get() : at->right.get();
  if (at == nullptr) return std::nullopt;
  return at->text;
}

std::optional<int> Tree::least() const {
  if (!root_) return std::nullopt;
  const Node* at = root_.get();
  while (at->left) at = at->left.get();
  return at->key;
}

std::optional<int> Tree::at_least(int key) const {
  std::optional<int> best;
  for (const Node* at = root_.get(); at != nullptr;) {
    if (at->key < key) {
      at = at->right.get();
    } else {
      best = at->key;
      at = at->left.get();
    }
  }
  return best;
}

int Tree::depth(const Node* node) {
  if (node == nullptr) return 0;
  return 1 + std::max(depth(node->left.get()), depth(node->right.get()));
}

void Tree::walk(const Node* node, int low, int high, const std::function<void(int, const std::string&)>& visit) {
  if (node == nullptr) return;
  if (low < node->key) walk(node->left.get(), low, high, visit);
  if (low <= node->key && node->key <= high) visit(node->key, node->text);
  if (node->key < high) walk(node->right.get(), low, high, visit);
}

void Tree::range(int low, int high, const std::function<void(int, const std::string&)>& visit) const {
  walk(root_.get(), low, high, visit);
}
