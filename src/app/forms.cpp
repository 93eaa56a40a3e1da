#include "app/forms.h"

#include <algorithm>

#include "app/check_settings.h"
#include "base/plain.h"
#include "base/text.h"
#include "disk/disk.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using document::Form;
using document::FormColumn;
using document::FormField;
using document::FormFinding;
using document::FormSection;
using document::Slot;
using document::SlotType;

constexpr std::uint64_t template_bytes_max = 4u << 20;  // a larger file is no template

std::string stem_of(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of('/') + 1);
  return std::string(name.substr(0, name.find_last_of('.')));
}

std::string_view word(SlotType type) {
  switch (type) {
    case SlotType::text:
      return "text";
    case SlotType::enumeration:
      return "enumeration";
    case SlotType::date:
      return "date";
    case SlotType::pending:
      return "pending";
  }
  return "text";
}

std::size_t count_slots(const Form& form) {
  std::size_t count = form.slots.size() + form.fields.size();
  for (const FormSection& section : form.sections)
    count += section.slots.size() + section.fields.size();
  return count;
}

std::string joined(const std::vector<std::string>& words, std::string_view by) {
  std::string out;
  for (const std::string& one : words)
    out += (out.empty() ? "" : std::string(by)) + one;
  return out;
}

// "Priority {High, Medium, Low}", "Date {a date}", "Owner".
std::string described(std::string_view name, const Slot& slot) {
  std::string out(name);
  if (slot.type == SlotType::enumeration) out += " {" + joined(slot.choices, ", ") + "}";
  if (slot.type == SlotType::date) out += " {a date}";
  if (slot.type == SlotType::pending) out += " {to come}";
  return out;
}

template <typename List, typename Each>
std::string described_all(const List& list, Each each) {
  std::string out;
  for (const auto& one : list)
    out += (out.empty() ? "" : ", ") + each(one);
  return out;
}

// `text` under a hanging indent, wrapped at 80 columns between words; bytes count as columns, which only
// makes lines of other scripts shorter.
void append_wrapped(std::string& out, std::size_t indent, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  std::string line = std::string(indent, ' ') + std::string(label);
  std::size_t hang = line.size();
  bool fresh = true;
  std::string flat = one_line(text);
  for (std::size_t at = 0; at < flat.size();) {
    std::size_t end = std::min(flat.find(' ', at), flat.size());
    std::string_view word = std::string_view(flat).substr(at, end - at);
    if (!fresh && line.size() + 1 + word.size() > 80) {
      out += line + "\n";
      line = std::string(hang, ' ');
      fresh = true;
    }
    if (!fresh) line += ' ';
    line += word;
    fresh = false;
    at = end + 1;
  }
  out += line + "\n";
}

std::string field_list(const std::vector<FormField>& fields) {
  return described_all(fields, [](const FormField& one) { return described(one.key, one.slot); });
}

std::string column_list(const std::vector<FormColumn>& columns) {
  return described_all(columns, [](const FormColumn& one) { return described(one.title, one.slot); });
}

// Choices that a column shows already.
bool is_in_a_table(const FormSection& section, const Slot& slot) {
  auto shows = [&](const document::FormTable& table) {
    return std::any_of(table.begin(), table.end(),
                       [&](const FormColumn& one) { return one.slot.choices == slot.choices; });
  };
  return shows(section.columns) || std::any_of(section.more_tables.begin(), section.more_tables.end(), shows);
}

void append_section(const FormSection& section, std::string& out) {
  std::size_t indent = section.level > 1 ? 2 * (section.level - 1u) : 2;
  std::string heading = section.title;
  std::vector<std::string> marks;
  if (section.role != facts::SectionRole::none) marks.emplace_back(facts::word(section.role));
  if (section.repeats) marks.emplace_back("any number");
  bool says_so = section.title.find("ptional") != std::string::npos;
  if (!section.required && !section.repeats && !says_so) marks.emplace_back("optional");
  if (!marks.empty()) heading += "  (" + joined(marks, ", ") + ")";
  append_wrapped(out, indent, "", heading);
  std::size_t under = indent + 2;
  append_wrapped(out, under, "fields: ", field_list(section.fields));
  append_wrapped(out, under, "table: ", column_list(section.columns));
  for (const document::FormTable& table : section.more_tables)
    append_wrapped(out, under, "table: ", column_list(table));
  append_wrapped(out, under, "each item says: ", joined(section.record, ", "));
  if (section.has_checks) out += std::string(under, ' ') + "check boxes\n";
  if (section.has_chain) out += std::string(under, ' ') + "a causal chain\n";
  for (const Slot& slot : section.slots)
    if (slot.type == SlotType::enumeration && !is_in_a_table(section, slot))
      append_wrapped(out, under, "choose: ", joined(slot.choices, ", "));
  for (const std::string& guidance : section.guidance)
    append_wrapped(out, under, "> ", guidance);
}

void put_slot(json::Writer& json, const Slot& slot, const LineIndex& lines, std::uint32_t before) {
  json.open_object()
      .key("type")
      .text(word(slot.type))
      .key("text")
      .text(slot.text)
      .key("choices")
      .open_array();
  for (const std::string& choice : slot.choices)
    json.text(choice);
  json.close_array().key("line").number(lines.line_column(slot.at.begin).line + 1 + before).close_object();
}

class FormJson {
 public:
  FormJson(const Form& form, std::string& out)
      : form_(form), json_(out), lines_(form.text), before_(form.lines_before) {}

  void put() {
    json_.open_object().key("name").text(form_.name).key("kind").text(facts::word(form_.kind));
    json_.key("title").text(form_.title).key("ordered").boolean(form_.ordered);
    slots("slots", form_.slots);
    fields(form_.fields);
    texts("guidance", form_.guidance);
    json_.key("sections").open_array();
    for (const FormSection& section : form_.sections)
      put(section);
    json_.close_array();
    texts("not_inferred", form_.not_inferred);
    json_.close_object();
  }

 private:
  void put(const FormSection& section) {
    json_.open_object().key("title").text(section.title).key("level").number(section.level);
    json_.key("line").number(line(section.heading.begin));
    json_.key("role");
    if (section.role == facts::SectionRole::none)
      json_.null();
    else
      json_.text(facts::word(section.role));
    json_.key("required").boolean(section.required).key("repeats").boolean(section.repeats);
    fields(section.fields);
    json_.key("tables").open_array();
    if (!section.columns.empty()) columns(section.columns);
    for (const document::FormTable& table : section.more_tables)
      columns(table);
    json_.close_array();
    texts("record", section.record);
    json_.key("has_checks").boolean(section.has_checks).key("has_chain").boolean(section.has_chain);
    texts("examples", section.examples);
    slots("slots", section.slots);
    texts("guidance", section.guidance);
    json_.close_object();
  }

  void columns(const std::vector<FormColumn>& list) {
    json_.open_array();
    for (const FormColumn& one : list) {
      json_.open_object().key("title").text(one.title).key("slot");
      put_slot(json_, one.slot, lines_, before_);
      json_.close_object();
    }
    json_.close_array();
  }

  void fields(const std::vector<FormField>& list) {
    json_.key("fields").open_array();
    for (const FormField& one : list) {
      json_.open_object().key("key").text(one.key).key("slot");
      put_slot(json_, one.slot, lines_, before_);
      json_.close_object();
    }
    json_.close_array();
  }

  void slots(std::string_view key, const std::vector<Slot>& list) {
    json_.key(key).open_array();
    for (const Slot& slot : list)
      put_slot(json_, slot, lines_, before_);
    json_.close_array();
  }

  void texts(std::string_view key, const std::vector<std::string>& list) {
    json_.key(key).open_array();
    for (const std::string& one : list)
      json_.text(one);
    json_.close_array();
  }

  std::int64_t line(std::uint32_t offset) const { return lines_.line_column(offset).line + 1 + before_; }

  const Form& form_;
  json::Writer json_;
  LineIndex lines_;
  std::uint32_t before_;
};

// Small edits that turn one name into the other; enough to tell a slip from another word.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[b.size()];
}

Error unknown_form(std::string_view name, std::span<const Form> more) {
  std::vector<std::string> names;
  for (const Form& form : document::builtin_forms())
    names.push_back(form.name);
  for (const Form& form : more)
    names.push_back(form.name);
  std::string message = "no form `" + std::string(name.substr(0, 80)) + "`";
  const std::string* near = nullptr;
  std::size_t best = 4;
  for (const std::string& one : names) {
    std::size_t away = distance(name.substr(0, 80), one.substr(0, 80));
    if (away < best) near = &one, best = away;
  }
  if (near != nullptr) return {ErrorCode::not_found, message + "; did you mean `" + *near + "`?"};
  return {ErrorCode::not_found, message + "; forms are " + joined(names, ", ") + ", or a template's path"};
}

bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.find('.') != std::string_view::npos;
}

Result<Form> load_form(const std::string& path) {
  Result<std::string> text = disk::read_file(path, template_bytes_max);
  if (!text.ok()) return std::move(text).error();
  TRY(can_be_read(*text));
  return document::compile_form(stem_of(path), *text);
}

std::string slug(std::string_view title) {
  std::string out;
  for (char c : title.substr(0, 200)) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    bool capital = c >= 'A' && c <= 'Z';
    if (letter || capital) out += lower(c);
    if (!letter && !capital && c != '\'' && !out.empty() && out.back() != '-') out += '-';
  }
  while (!out.empty() && out.back() == '-')
    out.pop_back();
  return out;
}

}  // namespace

LoadedForms load_forms(const std::vector<std::string>& paths) {
  LoadedForms loaded;
  disk::Listing listing = disk::list_documents(paths);
  for (disk::Listing::Trouble& one : listing.troubles)
    loaded.troubles.push_back({std::move(one.path), std::move(one.error)});
  for (const std::string& path : listing.files) {
    Result<Form> form = load_form(path);
    if (form.ok())
      loaded.forms.push_back(std::move(*form));
    else
      loaded.troubles.push_back({path, std::move(form).error()});
  }
  return loaded;
}

Status add_configured_forms(const Configuration& configuration, ReadOptions& options) {
  std::vector<std::string> paths;
  for (const auto& path : configuration.config.forms.value)
    paths.push_back(path_in(configuration, path));
  if (paths.empty()) return Ok();
  auto loaded = load_forms(paths);
  if (!loaded.troubles.empty())
    return Error{ErrorCode::invalid, configuration.file + ": forms: " + loaded.troubles[0].path + ": " +
                                         loaded.troubles[0].error.message};
  std::move(loaded.forms.begin(), loaded.forms.end(), std::back_inserter(options.forms));
  return Ok();
}

Result<Form> find_form(std::string_view name_or_path, std::span<const Form> more) {
  std::optional<facts::DocumentKind> kind = facts::document_kind(name_or_path);
  for (std::span<const Form> forms : {more, document::builtin_forms()}) {
    for (const Form& form : forms)
      if (form.name == name_or_path) return form;
    for (const Form& form : forms)
      if (kind && form.kind == *kind) return form;
  }
  if (!is_path(name_or_path)) return unknown_form(name_or_path, more);
  const std::string path(name_or_path);
  auto form = load_form(path);
  if (!form) return Error{form.error().code, path + ": " + form.error().message};
  return form;
}

std::string form_list_text(std::span<const Form> more) {
  std::size_t width = 4;
  std::vector<const Form*> all;
  for (const Form& form : document::builtin_forms())
    all.push_back(&form);
  for (const Form& form : more)
    all.push_back(&form);
  std::size_t sections_width = 1, slots_width = 1;
  for (const Form* form : all) {
    width = std::max(width, form->name.size());
    sections_width = std::max(sections_width, std::to_string(form->sections.size()).size());
    slots_width = std::max(slots_width, std::to_string(count_slots(*form)).size());
  }
  const auto number = [](std::size_t value, std::size_t digits) {
    const auto text = std::to_string(value);
    return std::string(digits - text.size(), ' ') + text;
  };
  std::string out;
  for (const Form* form : all) {
    out += form->name + std::string(width - form->name.size() + 2, ' ');
    const auto sections = form->sections.size(), slots = count_slots(*form);
    out += number(sections, sections_width) + (sections == 1 ? " section,  " : " sections, ");
    out += number(slots, slots_width) + (slots == 1 ? " slot" : " slots");
    if (!form->title.empty()) out += (slots == 1 ? "   " : "  ") + one_line(form->title);
    out += "\n";
  }
  return out;
}

std::string form_list_json(std::span<const Form> more) {
  std::string out;
  json::Writer json(out);
  json.open_array();
  for (std::span<const Form> forms : {document::builtin_forms(), more}) {
    for (const Form& form : forms) {
      json.open_object().key("name").text(form.name).key("kind").text(facts::word(form.kind));
      json.key("title")
          .text(form.title)
          .key("sections")
          .number(static_cast<std::int64_t>(form.sections.size()));
      json.key("fields").number(static_cast<std::int64_t>(form.fields.size()));
      json.key("slots").number(static_cast<std::int64_t>(count_slots(form)));
      json.key("source").text(forms.data() == more.data() ? "file" : "built-in").close_object();
    }
  }
  json.close_array().finish();
  return out + "\n";
}

std::vector<std::string> builtin_form_names() {
  std::vector<std::string> names;
  for (const Form& form : document::builtin_forms())
    names.push_back(form.name);
  return names;
}

std::string form_text(const Form& form) {
  std::string out = form.name + "  (" + std::string(facts::word(form.kind)) + ")\n";
  append_wrapped(out, 2, "title: ", form.title);
  append_wrapped(out, 2, "fields: ", field_list(form.fields));
  for (const std::string& guidance : form.guidance)
    append_wrapped(out, 2, "> ", guidance);
  if (!form.ordered) out += "  sections in any order\n";
  for (const FormSection& section : form.sections) {
    if (section.level <= 2) out += "\n";
    append_section(section, out);
  }
  if (!form.not_inferred.empty()) out += "\nNot inferred\n";
  for (const std::string& one : form.not_inferred)
    append_wrapped(out, 2, "- ", one);
  return out;
}

std::string form_json(const Form& form) {
  std::string out;
  FormJson(form, out).put();
  return out + "\n";
}

Result<FormReport> check_form_file(const std::string& path) {
  Form form = TRY(load_form(path));
  std::vector<FormFinding> findings = document::check_form(form);
  return FormReport{path, std::move(form), std::move(findings)};
}

std::string form_report_text(const FormReport& report) {
  std::string out;
  LineIndex lines(report.form.text);
  for (const FormFinding& one : report.findings) {
    Position at = lines.line_column(one.at.begin);
    out += report.path + ":" + std::to_string(at.line + 1 + report.form.lines_before) + ":" +
           std::to_string(at.column + 1) + (one.is_error ? ": error: " : ": warning: ") + one.message + " [" +
           one.rule + "]\n";
  }
  if (!out.empty()) out += "\n";
  return out + form_text(report.form);
}

std::string form_report_json(const FormReport& report) {
  std::string out;
  json::Writer json(out);
  LineIndex lines(report.form.text);
  json.open_array();
  for (const FormFinding& one : report.findings) {
    Position begin = lines.line_column(one.at.begin), end = lines.line_column(one.at.end);
    std::uint32_t before = report.form.lines_before + 1;
    json.open_object().key("rule").text(one.rule).key("severity").text(one.is_error ? "error" : "warning");
    json.key("file")
        .text(report.path)
        .key("line")
        .number(begin.line + before)
        .key("column")
        .number(begin.column + 1);
    json.key("end_line").number(end.line + before).key("end_column").number(end.column + 1);
    json.key("message").text(one.message).key("fix").null().close_object();
  }
  json.close_array().finish();
  return out + "\n";
}

NewDocument new_document(const Form& form, std::string_view title, Date today) {
  std::string name = slug(title);
  return {document::start_document(form, title, today),
          to_iso(today) + (name.empty() ? "" : "-" + name) + ".md"};
}

}  // namespace hindcast::app
