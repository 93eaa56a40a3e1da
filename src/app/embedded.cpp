#include "app/embedded.h"

#include <string>
#include <utility>
#include <vector>

#include "document/document.h"

namespace hindcast::app {
namespace {

void move_lines(facts::Document& document, std::uint32_t by) {
  for (auto& field : document.fields)
    field.line += by;
  for (auto& section : document.sections) {
    section.line += by;
    section.end_line += by;
  }
  for (auto& item : document.items)
    item.line += by;
  for (auto& embedded : document.embedded) {
    embedded.line += by;
    embedded.end_line += by;
  }
}

}  // namespace

Result<ReadDocument> read_embedded(const ReadDocument& outer, std::size_t number,
                                   const ReadOptions& options) {
  const auto& all = outer.document.embedded;
  if (number < 1 || number > all.size()) {
    std::string has = all.empty()       ? "no embedded document"
                      : all.size() == 1 ? "one embedded document only"
                                        : std::to_string(all.size()) + " embedded documents";
    return Error{ErrorCode::not_found, "has " + has + "; 'hindcast show' lists them"};
  }
  const facts::Embedded& embedded = all[number - 1];
  std::vector<document::Form> forms = options.forms;
  forms.insert(forms.end(), document::builtin_forms().begin(), document::builtin_forms().end());
  ReadDocument inner;
  inner.path = outer.path;
  inner.text = outer.text.substr(embedded.body.begin, embedded.body.end - embedded.body.begin);
  inner.document = document::read({.path = outer.path, .text = inner.text}, forms);
  move_lines(inner.document, embedded.line - 1);
  return inner;
}

}  // namespace hindcast::app
