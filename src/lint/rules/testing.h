// For the pictures that test rules. Included by tests only.
#pragma once

#include <string>
#include <string_view>

#include "document/document.h"
#include "lint/lint.h"

namespace hindcast::lint {

// What hindcast.toml declares in these pictures.
inline const Declared& declared_here() {
  static const Declared declared = {{"till", "ledger-db"}, {"env-sync"}};
  return declared;
}

// Runs one rule over `text`, whatever its severity, read by the built-in forms or by `form` alone.
inline std::vector<diag::Diagnostic> run_rule(std::string_view rule, std::string_view text,
                                              const document::Form* form = nullptr,
                                              const Neighbours* neighbours = nullptr) {
  const auto tree = markdown::parse(text);
  const auto forms = form == nullptr ? document::builtin_forms() : std::span(form, 1);
  const auto document = document::read({"a.md", text}, tree, forms);
  const document::Form* read_by = nullptr;
  for (const auto& one : forms)
    if (one.name == document.form) read_by = &one;
  auto only = settings(Profile::standard);
  only.declared = &declared_here();
  for (std::size_t i = 0; i < only.severities.size(); ++i)
    only.severities[i] = rules()[i].name == rule ? diag::Severity::warning : diag::Severity::off;
  return check({"a.md", text, tree, document, read_by, neighbours}, only);
}

// What the rule marks in `text`: the marked words, a line each.
inline std::string findings_of(std::string_view rule, std::string_view text,
                               const document::Form* form = nullptr, const Neighbours* neighbours = nullptr) {
  std::string out;
  for (const auto& found : run_rule(rule, text, form, neighbours))
    out.append(text.substr(found.span.begin, found.span.end - found.span.begin)).append("\n");
  return out;
}

// What the rule says of `text`: the messages, a line each.
inline std::string messages_of(std::string_view rule, std::string_view text,
                               const document::Form* form = nullptr, const Neighbours* neighbours = nullptr) {
  std::string out;
  for (const auto& found : run_rule(rule, text, form, neighbours))
    out.append(found.message).append("\n");
  return out;
}

}  // namespace hindcast::lint
