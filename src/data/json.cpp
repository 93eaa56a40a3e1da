#include <vector>

#include "data/data.h"
#include "data/reading.h"
#include "json/value.h"

namespace hindcast::data {
namespace {

Type type_of(json::Type type) {
  switch (type) {
    case json::Type::boolean:
      return Type::boolean;
    case json::Type::number:
      return Type::number;
    case json::Type::string:
      return Type::text;
    case json::Type::array:
      return Type::list;
    case json::Type::object:
      return Type::table;
    case json::Type::nothing:
    case json::Type::null:
      break;
  }
  return Type::null;
}

// Values in the order written, so that lines are counted once.
class Copier {
 public:
  explicit Copier(std::string_view text) : text_(text), lines_(text) {}

  Value copy(json::Value root) {
    Value out;
    one(root, out);
    std::vector<Open> open = {{&out, root.first()}};
    while (!open.empty()) {
      auto& [into, next] = open.back();
      if (!next) {
        open.pop_back();
        continue;
      }
      const json::Value member = next;
      next = next.next();
      // Only the innermost list grows, so no value that is still open is moved.
      Value& made = into->members.emplace_back();
      if (into->is_table()) made.key = member.key();
      one(member, made);
      if (!made.is_scalar()) open.push_back({&made, member.first()});
    }
    return out;
  }

 private:
  struct Open {
    Value* into;
    json::Value next;
  };

  void one(json::Value from, Value& to) {
    to.type = type_of(from.type());
    lines_.go_to(static_cast<std::size_t>(from.raw().data() - text_.data()));
    to.key_line = to.line = lines_.line();
    to.key_column = to.column = lines_.column();
    if (to.is_text())
      to.text = from.text();
    else if (to.is_scalar() && to.type != Type::null)
      to.text = from.raw();
  }

  std::string_view text_;
  LineCounter lines_;
};

// "line 3, column 9: a comma is missing" in the words of this module.
Error without_column(Error error) {
  const auto comma = error.message.find(", column ");
  const auto colon = error.message.find(": ");
  if (!error.message.starts_with("line ")) return wrong(1, error.message);
  if (comma < colon && colon != std::string::npos) error.message.erase(comma, colon - comma);
  return error;
}

}  // namespace

Result<Value> read_json(std::string_view text, const Limits& limits) {
  TRY(admit(text, limits));
  auto tree = json::Tree::read(text, {limits.depth_max, limits.values_max});
  if (!tree) return without_column(std::move(tree).error());
  const json::Value root = tree->first();
  if (!root) return wrong(1, "the file is empty");
  if (const auto second = root.next()) return wrong(second.line(), "more stands behind the value");
  return Copier(text).copy(root);
}

}  // namespace hindcast::data
