// Any bytes as YAML and as TOML front matter. Every span lies inside the text, every field knows its line,
// limits hold, and reading twice gives the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "document/front_matter.h"
#include "markdown/lines.h"

namespace {

using namespace hindcast;

std::uint32_t line_number(std::string_view text, std::uint32_t offset) {
  markdown::LineReader reader(text, 0);
  markdown::Line line;
  std::uint32_t number = 0;
  while (reader.read(line)) {
    ++number;
    if (offset < line.next) break;
  }
  return number;
}

void check(std::string_view text, const document::FrontMatter& read) {
  HC_ASSERT(read.fields.size() <= 1000);
  for (const facts::Field& field : read.fields) {
    HC_ASSERT(field.key_at.begin < field.key_at.end && field.key_at.end <= text.size());
    HC_ASSERT(field.value_at.begin <= field.value_at.end && field.value_at.end <= text.size());
    HC_ASSERT(field.key_at.end < field.value_at.end || field.value_at.begin == field.value_at.end);
    HC_ASSERT(!field.key.empty() && field.key.size() <= 1024);
    HC_ASSERT(field.value.size() <= 64 * 1024);
  }
  // Counted from the start of the text, so only for some.
  for (std::size_t i = 0; i < read.fields.size(); i += 1 + read.fields.size() / 8)
    HC_ASSERT(read.fields[i].line == line_number(text, read.fields[i].key_at.begin));
}

void check_twice(std::string_view text, document::FrontMatter (*read)(std::string_view)) {
  const document::FrontMatter once = read(text), again = read(text);
  check(text, once);
  auto same = [](const facts::Field& a, const facts::Field& b) {
    return a.key == b.key && a.value == b.value && a.line == b.line && a.key_at == b.key_at &&
           a.value_at == b.value_at;
  };
  HC_ASSERT(
      std::equal(once.fields.begin(), once.fields.end(), again.fields.begin(), again.fields.end(), same));
  HC_ASSERT(once.is_complete == again.is_complete);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_twice(text, document::read_yaml);
  check_twice(text, document::read_toml);
  return 0;
}
