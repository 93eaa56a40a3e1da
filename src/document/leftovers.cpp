#include "document/leftovers.h"

#include <algorithm>

#include "document/packed.h"
#include "document/plain.h"
#include "document/slot_words.h"
#include "document/slots.h"

namespace hindcast::document {
namespace {

using facts::Item;
using facts::ItemRole;

std::string_view line_at(const markdown::Tree& tree, std::string_view text, std::uint32_t line) {
  const auto begin = tree.line_starts[line];
  const auto end = line + 1 < tree.line_starts.size() ? tree.line_starts[line + 1]
                                                      : static_cast<std::uint32_t>(text.size());
  return text.substr(begin, end - begin);
}

bool may_be_meant(const Item& item) {
  const bool to_come = item.value && forms::is_pending_word(item.value->text);
  return item.ticked.has_value() || to_come || item.role == ItemRole::participant;
}

}  // namespace

void index_lines(Form& form) {
  std::string_view rest = form.text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = trimmed(rest.substr(0, end));
    if (!line.empty()) form.line_keys.push_back(text_key(line));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::sort(form.line_keys.begin(), form.line_keys.end());
}

bool is_template_line(const Form& form, std::string_view line) {
  return std::binary_search(form.line_keys.begin(), form.line_keys.end(), text_key(trimmed(line)));
}

void drop_unfilled_fields(const Form& form, const markdown::Tree& tree, std::string_view text,
                          std::vector<facts::Field>& fields) {
  const auto is_unfilled = [&](const facts::Field& field) {
    // A bracket that a writer would have replaced stands in values such as "SEV[1-4]" too.
    const bool open = trimmed(field.value).empty() || field.value.find('[') != std::string::npos;
    return is_template_line(form, line_at(tree, text, field.line - 1)) &&
           (open || forms::value_slot(text, field.value_at).is_open);
  };
  fields.erase(std::remove_if(fields.begin(), fields.end(), is_unfilled), fields.end());
}

void drop_leftover_items(const Form& form, const markdown::Tree& tree, std::string_view text,
                         std::vector<Item>& items) {
  const auto is_leftover = [&](const Item& item) {
    if (may_be_meant(item)) return false;
    const auto last = tree.line_of(item.span.end > item.span.begin ? item.span.end - 1 : item.span.begin);
    for (auto line = item.line - 1; line <= last; ++line) {
      const auto words = trimmed(line_at(tree, text, line));
      if (!words.empty() && !is_template_line(form, words)) return false;
    }
    return true;
  };
  items.erase(std::remove_if(items.begin(), items.end(), is_leftover), items.end());
}

}  // namespace hindcast::document
