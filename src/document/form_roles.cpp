#include "document/form_roles.h"

#include "document/lexicon.h"

namespace hindcast::document::forms {

facts::SectionRole role_of(std::string_view heading, facts::SectionRole within) {
  using enum facts::SectionRole;
  Folded folded;
  fold(heading, folded);
  Announced announced = heading_role(folded);
  bool inside_work = within == actions || within == lessons || within == checklist;
  return announced.weak && inside_work ? none : announced.role;
}

std::optional<facts::DocumentKind> kind_of(std::string_view title) {
  Folded folded;
  fold(title, folded);
  return kind_in(folded);
}

}  // namespace hindcast::document::forms
