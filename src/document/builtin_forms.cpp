#include "document/form.h"

namespace hindcast::document {

// The files of templates/, from cmake/embed_text.cmake.
extern const std::string_view lessons_learned_template;
extern const std::string_view retrospective_template;
extern const std::string_view postmortem_template;
extern const std::string_view release_template;

std::span<const Form> builtin_forms() {
  static const std::vector<Form> compiled{compile_form("lessons-learned", lessons_learned_template),
                                          compile_form("retrospective", retrospective_template),
                                          compile_form("postmortem", postmortem_template),
                                          compile_form("release", release_template)};
  return compiled;
}

}  // namespace hindcast::document
