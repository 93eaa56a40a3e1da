// The verbs of `hindcast form` and `hindcast new`: finding forms, showing them,
// checking a template, starting a document. Texts end in a line end and fit 80
// columns where the template's own words do; colour is the face's business.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "base/result.h"
#include "base/time.h"
#include "document/form.h"

namespace hindcast::app {

struct Configuration;

// Forms from template files and folders of them, in listing order, named by
// their `hindcast:` front matter or else by the file's stem.
struct LoadedForms {
  std::vector<document::Form> forms;
  std::vector<Trouble> troubles;  // files that could not be read; the others are still here
};
LoadedForms load_forms(const std::vector<std::string>& paths);
// The templates that a configuration names, after those that are there.
Status add_configured_forms(const Configuration&, ReadOptions&);

// The form that a user names: one of `more`, a built-in one (`postmortem`), or a
// template's path. `not_found` names the nearest known form and lists the others.
Result<document::Form> find_form(std::string_view name_or_path, std::span<const document::Form> more = {});

// How the built-in forms are named.
std::vector<std::string> builtin_form_names();

// `hindcast form list`: a line for each form, built-in ones first; or an array of
// {"name","kind","title","sections","fields","slots","source"}.
std::string form_list_text(std::span<const document::Form> more = {});
std::string form_list_json(std::span<const document::Form> more = {});

// `hindcast form show NAME|FILE`: what the form asks for, as an outline; or one object
// of the same. `form.text` is the template itself.
std::string form_text(const document::Form&);
std::string form_json(const document::Form&);

// `hindcast form check FILE`: `file:line:column: severity: message [rule]` a line, then what
// was inferred and what could not be; or an array of findings (docs/forms.md).
struct FormReport {
  std::string path;
  document::Form form;
  std::vector<document::FormFinding> findings;
  bool is_clean() const { return findings.empty(); }  // exit 0; otherwise 1
};
Result<FormReport> check_form_file(const std::string& path);
std::string form_report_text(const FormReport&);
std::string form_report_json(const FormReport&);

// `hindcast new KIND "Title"`: the text of a new document, and the name that a file of
// it would have: "2026-03-10-checkout-outage.md".
struct NewDocument {
  std::string text;
  std::string file_name;
};
NewDocument new_document(const document::Form&, std::string_view title, Date today);

}  // namespace hindcast::app
