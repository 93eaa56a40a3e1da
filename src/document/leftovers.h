// What a document begun from a template still holds of it: unfilled places and the template's own advice
// state nothing.
#pragma once

#include <string_view>
#include <vector>

#include "document/form.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// Lets `form` answer is_template_line.
void index_lines(Form& form);

// Takes out the fields whose value is a place of the form that nobody filled.
void drop_unfilled_fields(const Form&, const markdown::Tree&, std::string_view text,
                          std::vector<facts::Field>&);
// Takes out the items whose every line the form has. What a template can ask for by a line of its own stays:
// boxes, values to come and people.
void drop_leftover_items(const Form&, const markdown::Tree&, std::string_view text,
                         std::vector<facts::Item>&);

}  // namespace hindcast::document
