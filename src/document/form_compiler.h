// Walks a template's blocks once and fills a Form. Internal to the forms; see
// document/form.h for what comes out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/form.h"
#include "document/slots.h"
#include "markdown/markdown.h"

namespace hindcast::document::forms {

struct Label;
struct Setting;

class Compiler {
 public:
  // Reads `form.text`, which must stay where it is; appends findings in the order they are met.
  Compiler(Form& form, std::vector<FormFinding>& findings);
  void run();

  // A fence that holds a whole document, and how much there is to fill in it.
  struct Fence {
    Span body;
    std::size_t slots = 0;
  };
  const std::vector<Fence>& fences() const { return fences_; }
  bool kind_given() const { return kind_given_; }
  std::size_t slot_count() const { return slot_count_; }

 private:
  // blocks
  void front_matter(std::uint32_t node);
  void heading(std::uint32_t node);
  void paragraph(std::uint32_t node);
  void list(std::uint32_t node);
  void item(std::uint32_t node, bool after_instruction);
  void record(std::uint32_t n);
  void table(std::uint32_t node);
  bool metadata_table(const std::vector<std::vector<std::uint32_t>>& rows);
  void columns(const std::vector<std::vector<std::uint32_t>>& rows, std::uint32_t node);
  FormColumn column(const std::vector<std::vector<std::uint32_t>>& rows, std::size_t index);
  void code(std::uint32_t node);
  void html(std::uint32_t node);

  // pieces
  void find_title();
  void open_section(std::uint32_t node);
  void prose(Span at, bool quoted);
  void count_why();
  void choice(std::string_view asked, std::uint32_t list);
  bool without_quote_mark(Span& value) const;
  std::vector<Label> labels_of(std::uint32_t node, bool list_follows) const;
  void labelled(const Label& label, Span value, std::uint32_t list_after);
  void field(Span key, Span value);
  void comments(Span within);
  void settings(const std::vector<Setting>& list, Span at);
  void set_front_matter(std::string_view key, std::string_view value, Span at);
  void finish();
  void take_slots(Span within);
  void note_guidance(Span at);
  void note_optional(std::string_view guidance);
  void duplicates();
  void duplicate_fields();
  void say_what_is_not_inferred();

  // where things go: the open section, or the form before the first one
  FormSection* section() { return form_.sections.empty() ? nullptr : &form_.sections.back(); }
  std::vector<Slot>& slots() { return form_.sections.empty() ? form_.slots : form_.sections.back().slots; }
  std::vector<FormField>& fields() {
    return form_.sections.empty() ? form_.fields : form_.sections.back().fields;
  }

  std::string_view cut(Span at) const { return text_.substr(at.begin, at.end - at.begin); }
  Span span_of(std::string_view piece) const;  // REQUIRES: a piece of the text
  bool is_late_front_matter(std::uint32_t node) const;
  Span leaf(std::uint32_t node) const;  // all the lines of a leaf's text, prefixes between them included
  std::string line_name(std::uint32_t at) const;
  void find(std::string_view rule, bool is_error, std::string message, Span at);

  Form& form_;
  std::vector<FormFinding>& findings_;
  std::string_view text_;
  markdown::Tree tree_;
  std::vector<Fence> fences_;
  std::uint32_t title_node_ = 0;       // 0: none
  std::uint32_t rule_at_ = 0;          // offset of the last thematic break
  std::uint32_t skipped_list_ = 0;     // a list under an "Examples" label
  std::uint32_t instructed_list_ = 0;  // a list that continues an instruction: "including:"
  std::size_t slot_count_ = 0;
  std::size_t empty_sections_ = 0;
  std::size_t whys_ = 0;
  std::vector<std::string> filled_tables_;  // sections whose table leaves nothing to fill
  struct Optional {
    std::string folded, title;
    Span at;
  };
  std::vector<Optional> optional_;   // sections that front matter calls optional
  std::vector<std::size_t> around_;  // the open section and those around it, outermost first
  struct Asked {
    std::size_t section;  // 1 + its index; 0 before the first one
    std::string name;
    Span at;  // empty for a key of front matter
  };
  std::vector<Asked> asked_;  // fields, in order
  bool issue_template_ = false;
  bool kind_given_ = false;
  std::vector<std::size_t> role_given_;  // sections whose role a remark gives, in order
  std::size_t required_given_ = 0;       // 1 + the section whose remark says whether it is required
};

}  // namespace hindcast::document::forms
