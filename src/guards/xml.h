// XML that others wrote, as a flat list of its elements. The library stays behind xml.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace hindcast::guards {

struct XmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::uint32_t line = 0, depth = 0;  // depth 0 is the root; children stand behind their parent
  std::string_view operator[](std::string_view attribute) const;  // "" where there is none
};

// The elements in the order written, without their texts. Entities that a document declares, and documents
// that are larger or deeper than any report, are refused. Errors begin with "line N: ".
Result<std::vector<XmlElement>> read_xml(std::string_view text);

}  // namespace hindcast::guards
