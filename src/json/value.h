// JSON that others wrote. It is read whole into a flat list of what stands where; values are views into that
// list, and strings are decoded when they are asked for. Nothing recurses: depth is a number to be limited.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::json {

enum class Type : std::uint8_t { nothing, null, boolean, number, string, array, object };

class Tree;

// One value, or nothing where there is none: every question may be asked of it. Lives as long as its tree.
class Value {
 public:
  Value() = default;

  Type type() const;
  explicit operator bool() const { return tree_ != nullptr; }
  bool is_list() const { return type() == Type::array; }
  bool is_object() const { return type() == Type::object; }

  // "" for what is no string. A half of a surrogate pair is U+FFFD; bytes that are not UTF-8 stay.
  std::string text() const;
  // A whole number that fits; nothing for all else.
  std::optional<std::int64_t> integer() const;
  bool is_true() const;

  // The first member of an array or an object, and the one behind this one.
  Value first() const;
  Value next() const;
  std::string key() const;  // of a member of an object
  // The member of that name, the last where it stands twice.
  Value operator[](std::string_view key) const;

  std::string_view raw() const;  // as it is written
  std::size_t line() const;      // 1-based; counts from the start of the text

 private:
  friend class Tree;
  Value(const Tree* tree, std::uint32_t node) : tree_(tree), node_(node) {}
  const Tree* tree_ = nullptr;
  std::uint32_t node_ = 0;
};

struct ReadLimits {
  std::size_t depth_max = 64;
  std::size_t values_max = 5'000'000;  // 16 bytes each are kept
};

// All values of a text, one behind the other: one in a file of JSON, many in JSON Lines. Borrows the text.
class Tree {
 public:
  // "line 3, column 9: a comma is missing" where it is no JSON. REQUIRES: text.size() < 4 GiB
  static Result<Tree> read(std::string_view text, const ReadLimits& limits = {});
  Value first() const { return nodes_.empty() ? Value() : Value(this, 0); }

 private:
  friend class Value;
  friend class TreeReader;
  struct Node {
    std::uint32_t begin = 0, end = 0;  // of what is written
    std::uint32_t next = 0;            // the node of the next member; 0 behind the last
    std::uint32_t key = 0;             // where its key begins; 0 without one
  };
  std::string_view text_;
  std::vector<Node> nodes_;  // in the order written: the first member stands behind its list
};

}  // namespace hindcast::json
