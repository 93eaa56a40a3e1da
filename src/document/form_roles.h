// The seam between forms and the lexicon of headings.
#pragma once

#include <optional>
#include <string_view>

#include "facts/facts.h"

namespace hindcast::document::forms {

// What a heading announces by its words; `within` is the role of the section around it.
facts::SectionRole role_of(std::string_view heading, facts::SectionRole within);
std::optional<facts::DocumentKind> kind_of(std::string_view title);

}  // namespace hindcast::document::forms
