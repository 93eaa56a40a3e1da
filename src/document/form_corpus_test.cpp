// The built-in forms beside the documents they were shaped after, and every collected template of other
// teams. Those texts are not ours and lie in ../shared; without it these tests say that they skip.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "document/form.h"

namespace hindcast::document {
namespace {

const std::string shared = HINDCAST_ROOT "/../shared/";

std::string contents(const std::string& path) {
  std::string text;
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
    text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

// The text of a shared file; "" with a word about it where it is not there.
std::string shared_text(const std::string& path) {
  std::string text = contents(shared + path);
  if (text.empty()) MESSAGE("skipped: no ../shared/" << path << " beside the project");
  return text;
}

const Form& builtin(std::string_view name) {
  for (const Form& form : builtin_forms())
    if (form.name == name) return form;
  FAIL("no form " << name);
  return builtin_forms()[0];
}

std::string slot(const Slot& slot) {
  std::string out;
  for (const std::string& choice : slot.choices)
    out += "|" + choice;
  return out;
}

// Everything that documents of a form have in common, and none of the words that guide.
std::string shape(const Form& form) {
  std::string out;
  for (const FormField& field : form.fields)
    out += "field " + field.key + slot(field.slot) + "\n";
  for (const FormSection& one : form.sections) {
    out += std::string(one.level, '#') + " " + one.title + (one.has_checks ? " [ ]" : "") +
           (one.has_chain ? " chain" : "") + "\n";
    for (const FormColumn& column : one.columns)
      out += "  column " + column.title + slot(column.slot) + "\n";
    for (const std::string& point : one.record)
      out += "  point " + point + "\n";
    for (const FormField& field : one.fields)
      out += "  field " + field.key + slot(field.slot) + "\n";
    for (const std::string& label : one.examples)
      out += "  examples " + label + "\n";
  }
  return out;
}

std::vector<std::uint64_t> headings_of(const Form& form) {
  std::vector<std::uint64_t> keys;
  for (const FormSection& section : form.sections)
    keys.push_back(section.key);
  return keys;
}

TEST_CASE("the built-in forms leave nothing open and find nothing odd in themselves") {
  REQUIRE(builtin_forms().size() == 4);
  for (const Form& form : builtin_forms()) {
    CAPTURE(form.name);
    CHECK(check_form(form).empty());
    CHECK(facts::word(form.kind) == form.name);
    CHECK_FALSE(form.title.empty());
    bool every_role =
        std::all_of(form.sections.begin(), form.sections.end(), [&](const FormSection& section) {
          return form.is_record || section.level > 2 || section.role != facts::SectionRole::none;
        });
    CHECK(every_role);
  }
}

TEST_CASE("the built-in forms ask for what the originals ask for") {
  std::string lessons = shared_text("seeds/000_d6e8c81c0b2644bd.txt");
  std::string postmortem = shared_text("seeds/004_77928adf9c3b475c.txt");
  if (lessons.empty() || postmortem.empty()) return;
  CHECK(shape(builtin("lessons-learned")) == shape(compile_form("lessons-learned", lessons)));
  CHECK(shape(builtin("postmortem")) == shape(compile_form("postmortem", postmortem)));
}

TEST_CASE("a document written after an original fits the built-in form of its kind") {
  struct Case {
    const char* path;
    const char* form;
  };
  for (const Case& one : {Case{"seeds/000_d6e8c81c0b2644bd.txt", "lessons-learned"},
                          Case{"seeds/000_example.md", "lessons-learned"},
                          Case{"seeds/003_113b4426aa3680f2.txt", "retrospective"},
                          Case{"seeds/004_77928adf9c3b475c.txt", "postmortem"}}) {
    std::string text = shared_text(one.path);
    if (text.empty()) return;
    Form outline = compile_form(one.form, text);
    FormFit fit = best_form(builtin_forms(), outline.title, headings_of(outline));
    CAPTURE(one.path);
    REQUIRE(fit.form != nullptr);
    CHECK(fit.form->name == one.form);
    CHECK(fit.score > 0.75);
    CHECK(outline.kind == fit.form->kind);
  }
}

TEST_CASE("the originals as templates: slots, enumerations, record, chain, checks, values to come") {
  std::string text = shared_text("seeds/000_d6e8c81c0b2644bd.txt");
  if (text.empty()) return;
  Form lessons = compile_form("x", text);
  REQUIRE(lessons.fields.size() == 3);
  CHECK(lessons.fields[0].slot.type == SlotType::date);
  CHECK(slot(lessons.fields[1].slot) == "|Development|Testing|Deployment|Incident Response");
  REQUIRE(lessons.sections.size() == 6);
  CHECK(lessons.sections[2].record == std::vector<std::string>{"Details", "Root cause", "Impact"});
  CHECK(slot(lessons.sections[3].columns.at(2).slot) == "|High|Medium|Low");
  CHECK(slot(lessons.sections[3].columns.at(3).slot) == "|Todo|In Progress|Done");
  CHECK(lessons.embedded.size() == 1);
  CHECK(check_form(lessons).empty());

  Form postmortem = compile_form("x", shared_text("seeds/004_77928adf9c3b475c.txt"));
  std::size_t optional = 0, guidance = 0, chains = 0, checks = 0;
  for (const FormSection& one : postmortem.sections) {
    optional += !one.required;
    guidance += one.guidance.size();
    chains += one.has_chain;
    checks += one.has_checks;
  }
  CHECK(postmortem.sections.size() == 20);
  CHECK(optional == 1);
  CHECK(guidance >= 18);
  CHECK(chains == 1);
  CHECK(checks == 1);
  CHECK(check_form(postmortem).empty());

  Form launch = compile_form("x", shared_text("seeds/003_113b4426aa3680f2.txt"));
  std::size_t pending = 0;
  for (const FormSection& one : launch.sections)
    for (const FormField& field : one.fields)
      pending += field.slot.type == SlotType::pending;
  CHECK(pending == 4);
  CHECK(check_form(launch).empty());
}

// A line of tests/golden/forms/corpus.tsv: how much a template gave when it was read beside its form.
struct Floor {
  std::string path;
  std::size_t sections = 0, fields = 0, slots = 0, columns = 0;
};

std::vector<Floor> floors() {
  std::vector<Floor> out;
  std::string table = contents(HINDCAST_ROOT "/tests/golden/forms/corpus.tsv");
  for (std::size_t at = table.find('\n') + 1; at < table.size();) {
    std::size_t end = std::min(table.find('\n', at), table.size());
    std::size_t tab = table.find('\t', at);
    Floor floor{table.substr(at, tab - at)};
    char* rest = table.data() + tab;
    for (std::size_t* number : {&floor.sections, &floor.fields, &floor.slots, &floor.columns})
      *number = std::strtoul(rest, &rest, 10);
    out.push_back(std::move(floor));
    at = end + 1;
  }
  return out;
}

TEST_CASE("every collected template gives what it gave when it was read beside its form") {
  std::vector<Floor> all = floors();
  CHECK(all.size() == 35);
  for (const Floor& floor : all) {
    std::string text = shared_text("corpus/templates/" + floor.path);
    if (text.empty()) return;
    Form form = compile_form("x", text);
    std::size_t fields = form.fields.size(), slots = form.slots.size(), columns = 0;
    for (const FormSection& one : form.sections) {
      fields += one.fields.size();
      slots += one.slots.size();
      columns += one.columns.size();
      for (const FormTable& table : one.more_tables)
        columns += table.size();
    }
    CAPTURE(floor.path);
    CHECK(form.sections.size() >= floor.sections);
    CHECK(fields >= floor.fields);
    CHECK(slots >= floor.slots);
    CHECK(columns >= floor.columns);
  }
}

TEST_CASE("guidance of every collected template is the template's own bytes") {
  for (const Floor& floor : floors()) {
    std::string text = shared_text("corpus/templates/" + floor.path);
    if (text.empty()) return;
    Form form = compile_form("x", text);
    CAPTURE(floor.path);
    for (const FormSection& one : form.sections) {
      REQUIRE(one.guidance.size() == one.guidance_at.size());
      for (std::size_t i = 0; i < one.guidance.size(); ++i) {
        Span at = one.guidance_at[i];
        CHECK(form.text.substr(at.begin, at.end - at.begin) == one.guidance[i]);
      }
    }
  }
}

}  // namespace
}  // namespace hindcast::document
