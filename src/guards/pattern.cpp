#include "guards/pattern.h"

#include <re2/re2.h>

namespace hindcast::guards {
namespace {

constexpr std::int64_t memory_bytes_max = 1 << 20;

re2::RE2::Options options() {
  re2::RE2::Options made(re2::RE2::Quiet);
  made.set_max_mem(memory_bytes_max);
  return made;
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

Error no_expression(const re2::RE2& compiled) {
  return {ErrorCode::invalid, "is no regular expression: " + compiled.error()};
}

}  // namespace

Result<bool> is_found(std::string_view expression, std::string_view text) {
  const re2::RE2 compiled(piece(expression), options());
  if (!compiled.ok()) return no_expression(compiled);
  return re2::RE2::PartialMatch(piece(text), compiled);
}

Result<std::optional<std::string>> found_part(std::string_view expression, std::string_view text) {
  const re2::RE2 compiled(piece(expression), options());
  if (!compiled.ok()) return no_expression(compiled);
  re2::StringPiece parts[2];
  const int groups = compiled.NumberOfCapturingGroups() > 0 ? 2 : 1;
  const bool is_there = compiled.Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, parts, groups);
  if (!is_there) return std::optional<std::string>();
  const re2::StringPiece& part = parts[groups - 1];
  return std::optional<std::string>(std::string(part.data() == nullptr ? "" : part.data(), part.size()));
}

}  // namespace hindcast::guards
