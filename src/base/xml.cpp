#include "base/xml.h"

#include "base/text.h"

namespace hindcast {
namespace {

// What stands for a byte that is markup, or that a parser would change; "" for one that stays as it is.
std::string_view reference_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\n':  // an attribute loses these three
      return "&#10;";
    case '\t':
      return "&#9;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

// Characters of XML 1.0, section 2.2; surrogates are no UTF-8.
bool is_carried(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]) >= 0x20;
  return sequence != "\xEF\xBF\xBE" && sequence != "\xEF\xBF\xBF";
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto size = utf8_sequence(text);
    const auto sequence = text.substr(0, size == 0 ? 1 : size);
    text.remove_prefix(sequence.size());
    const auto reference = reference_of(sequence[0]);
    if (size == 1 && !reference.empty())
      out += reference;
    else
      out += size > 0 && is_carried(sequence) ? sequence : std::string_view("\xEF\xBF\xBD");
  }
  return out;
}

}  // namespace hindcast
