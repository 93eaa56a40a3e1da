// Nested keys, lists and values, flattened to fields as they are read: what the readers of YAML and TOML
// share.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "document/front_matter.h"

namespace hindcast::document {

constexpr std::uint32_t fields_max = 1000;
constexpr std::uint32_t levels_max = 8;
constexpr std::size_t value_bytes_max = 64 * 1024;
constexpr std::size_t path_bytes_max = 1024;

// Where one key stands.
struct KeyPlace {
  Span at;
  std::uint32_t line = 0;
};

// Writes fields into a FrontMatter in the order of the text. A value goes to the innermost open level: in a
// map under its last key, in a list at the end of the one field of the outermost list around it.
class FieldTree {
 public:
  explicit FieldTree(FrontMatter& out) : out_(out) { out_.fields.reserve(16); }

  // False, with nothing opened, where the levels end. `column` is for the caller.
  bool open_map(std::uint32_t column);
  bool open_list(std::uint32_t column);
  // `end` is behind the closing bracket of a bracketed list; 0 for others.
  void close(std::uint32_t end = 0);

  // REQUIRES: the innermost level is a map.
  void key(std::string_view name, KeyPlace place);
  // The next item starts at `begin`, its mark included. REQUIRES: the innermost level is a list.
  void item(std::uint32_t begin);
  // `place` is where the value stands as written.
  void value(std::string_view text, Span place);

  // Something was met that is left out.
  void leave_out() { out_.is_complete = false; }
  // True when no more fields fit.
  bool is_full() const { return out_.fields.size() >= fields_max; }

  std::uint32_t depth() const { return depth_; }
  bool in_list() const { return depth_ > 0 && levels_[depth_ - 1].is_list; }
  // The column of the level `back` levels out from the innermost. REQUIRES: back < depth()
  std::uint32_t column(std::uint32_t back = 0) const { return levels_[depth_ - 1 - back].column; }

  // How far the fields have grown, to go back there when a value turns out unreadable.
  struct Mark {
    std::size_t fields = 0, path = 0, list_bytes = 0;
    std::uint32_t depth = 0, list_end = 0;
  };
  Mark mark() const;
  // REQUIRES: no level that was open at the mark has been closed since.
  void take_back(const Mark& mark);

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Level {
    bool is_list = false;
    std::uint32_t column = 0;
    std::uint32_t path = 0;   // length of the path of this level
    std::uint32_t items = 0;  // read so far, in a list
    std::uint32_t owner = 0;  // the outermost list that this list is part of
    std::uint32_t field = none;
    std::uint32_t item_begin = 0;
    KeyPlace place;  // of the last key in a map, of the key above in a list
  };

  bool open(Level level);
  void append(std::string_view text, Span place);

  FrontMatter& out_;
  std::array<Level, levels_max> levels_;
  std::uint32_t depth_ = 0;
  std::string path_;
};

// Reads the escape behind the backslash at `at` - 1, appends what it stands for and moves `at` behind it.
// False when it stands for nothing. Pairs of \u surrogates are joined.
bool append_escape(std::string_view text, std::uint32_t& at, std::string& out);

}  // namespace hindcast::document
