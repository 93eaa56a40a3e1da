#include "document/front_matter.h"

#include <algorithm>

namespace hindcast::document {
namespace {

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

}  // namespace

std::string_view field_value(const FrontMatter& read, std::string_view key) {
  auto same = [](char a, char b) { return small(a) == small(b); };
  for (const facts::Field& field : read.fields)
    if (std::equal(field.key.begin(), field.key.end(), key.begin(), key.end(), same)) return field.value;
  return {};
}

}  // namespace hindcast::document
