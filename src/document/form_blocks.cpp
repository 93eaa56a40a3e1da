// Tables, fences, HTML and front matter: the blocks of a template whose shape says what is asked for.
#include <algorithm>
#include <set>

#include "document/form_compiler.h"
#include "document/form_labels.h"
#include "document/form_roles.h"
#include "document/form_text.h"
#include "document/front_matter.h"
#include "document/slot_words.h"

namespace hindcast::document::forms {
namespace {

using markdown::Node;

bool contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

bool is_true(std::string_view value) {
  return value == "true" || value == "yes" || value.empty();
}

// Keys that only the host of an issue template reads.
bool is_host_key(std::string_view key) {
  return key == "name" || key == "about" || key == "labels" || key == "assignees" || key == "description" ||
         key == "layout" || key.substr(0, 7) == "sidebar";
}

}  // namespace

void Compiler::table(std::uint32_t n) {
  std::vector<std::vector<std::uint32_t>> rows;
  for (std::uint32_t row : markdown::children(tree_, n)) {
    rows.emplace_back();
    for (std::uint32_t cell : markdown::children(tree_, row))
      rows.back().push_back(cell);
  }
  if (rows.empty() || rows[0].empty()) return;
  if (!metadata_table(rows)) columns(rows, n);
}

// A table whose every other column holds labels, the ones beside them values: "| **Severity** | [SEV1 / SEV2]
// |".
bool Compiler::metadata_table(const std::vector<std::vector<std::uint32_t>>& rows) {
  std::size_t width = rows[0].size();
  if (width % 2 != 0 || rows.size() < 2) return false;
  auto raw = [&](std::uint32_t cell) { return trimmed(cut(tree_.nodes[cell].content)); };
  auto is_label = [&](std::uint32_t cell) {
    return !raw(cell).empty() && !value_slot(text_, tree_.nodes[cell].content).is_open;
  };
  std::size_t labels = 0, open = 0, bold = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    for (std::size_t c = 0; c + 1 < rows[r].size(); c += 2) {
      if (!is_label(rows[r][c])) return false;
      ++labels;
      bold += raw(rows[r][c]).substr(0, 2) == "**";
      open += value_slot(text_, tree_.nodes[rows[r][c + 1]].content).is_open;
    }
  }
  bool header_empty = true, header_pairs = width >= 4;
  for (std::size_t c = 0; c < width; ++c) {
    header_empty &= raw(rows[0][c]).empty();
    header_pairs &= raw(rows[0][c]).empty() == (c % 2 == 1);
  }
  bool same = rows.size() > 2;  // "| Q: | |" over and over is a table to fill
  for (std::size_t r = 2; r < rows.size(); ++r)
    same &= raw(rows[r][0]) == raw(rows[1][0]);
  bool wide = same || (width > 2 && !header_pairs &&
                       !raw(rows[0][1]).empty());  // "| Phase | Event | Owner | Status |"
  if (labels == 0 || wide || open * 2 < labels) return false;
  if (!header_empty && !header_pairs && width == 2 && bold * 2 < labels && open < labels) return false;
  for (std::size_t r = header_pairs ? 0 : 1; r < rows.size(); ++r)
    for (std::size_t c = 0; c + 1 < rows[r].size(); c += 2)
      field(tree_.nodes[rows[r][c]].content, tree_.nodes[rows[r][c + 1]].content);
  return true;
}

FormColumn Compiler::column(const std::vector<std::vector<std::uint32_t>>& rows, std::size_t index) {
  Span header = tree_.nodes[rows[0][index]].content;
  FormColumn made{plain_label(cut(header)), {SlotType::text, "", {}, {header.end, header.end}}};
  if (rows.size() > 1 && index < rows[1].size())
    made.slot = value_slot(text_, tree_.nodes[rows[1][index]].content).slot;
  if (made.slot.type != SlotType::text) return made;
  std::size_t open = made.title.find('(');  // "Type (Mitigate/Prevent)"
  std::size_t close = made.title.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return made;
  std::vector<std::string> choices =
      choices_of(std::string_view(made.title).substr(open + 1, close - open - 1));
  if (choices.size() < 2) return made;
  made.slot.type = SlotType::enumeration;
  made.slot.choices = std::move(choices);
  return made;
}

void Compiler::columns(const std::vector<std::vector<std::uint32_t>>& rows, std::uint32_t n) {
  FormTable made;
  std::set<std::string> titles;
  for (std::size_t c = 0; c < rows[0].size(); ++c) {
    made.push_back(column(rows, c));
    const std::string& title = made.back().title;
    Span at = tree_.nodes[rows[0][c]].content;
    if (title.empty())
      find("column-without-title", false, "column " + std::to_string(c + 1) + " has no title", at);
    else if (!titles.insert(title).second)
      find("duplicate-column", false, "column `" + title + "` stands twice", at);
  }
  std::size_t open = 0, filled = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    for (std::uint32_t cell : rows[r]) {
      ValueSlot read = value_slot(text_, tree_.nodes[cell].content);
      open += read.is_open;
      filled += !read.is_open;
      bool bare = read.slot.type == SlotType::enumeration &&
                  read.slot.text == trimmed(cut(tree_.nodes[cell].content));
      if (read.is_open && bare) {
        slots().push_back(std::move(read.slot));
        ++slot_count_;
      } else {
        take_slots(tree_.nodes[cell].content);
      }
    }
  }
  if (open == 0 && filled > 0 && section()) filled_tables_.push_back(section()->title);
  if (open == 0 && filled > 0)
    find("table-without-slots", false, "table has filled rows and nothing to fill in", tree_.nodes[n].span);
  if (section() == nullptr) {
    find("table-before-sections", false, "table stands before the first section and belongs to none",
         tree_.nodes[n].span);
  } else if (section()->columns.empty()) {
    section()->columns = std::move(made);
  } else {
    section()->more_tables.push_back(std::move(made));
  }
}

void Compiler::code(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  if (node.line_count == 0 || (node.flags & markdown::fenced) == 0) return;
  std::string info = lower(trimmed(cut(node.content)));
  info = info.substr(0, info.find_first_of(" {"));
  Span body = leaf(n);
  std::size_t headings = 0;
  bool arrows = false;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    std::string_view line = cut(tree_.lines[node.first_line + i]);
    std::string_view bare = trimmed(line);
    headings += line.size() > 2 && line[0] == '#' && line.find_first_not_of('#') < 7 && contains(line, "# ");
    arrows |= bare == "↓" || bare == "⬇" || bare == "|" || bare == "v" || bare == "->" ||
              contains(bare, "↓") || bare.substr(0, 3) == "→" || contains(bare, " -> ") ||
              contains(bare, " → ");
  }
  bool markdown_fence = info == "markdown" || info == "md" || info == "mdx";
  if ((markdown_fence && headings >= 1) || (info.empty() && headings >= 3)) {
    FoundSlots found;
    find_slots(text_, body, found);
    form_.embedded.push_back(body);
    fences_.push_back({body, found.slots.size()});
    return;
  }
  bool plain = info.empty() || info == "text" || info == "txt" || info == "mermaid" || info == "plaintext";
  if (!plain && !markdown_fence) return;  // program text: its brackets are its own
  take_slots(body);
  if (arrows && section() && !markdown_fence) section()->has_chain = true;
}

void Compiler::html(std::uint32_t n) {
  comments(tree_.nodes[n].span);
}

void Compiler::front_matter(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  Span body = leaf(n);
  bool toml = (node.flags & markdown::toml) != 0;
  FrontMatter read = toml ? read_toml(cut(body)) : read_yaml(cut(body));
  issue_template_ = !field_value(read, "about").empty();
  for (const facts::Field& entry : read.fields) {
    Span value{entry.value_at.begin + body.begin, entry.value_at.end + body.begin};
    if (value.end > body.end || value.begin > value.end) continue;
    form_.is_record = form_.is_record || entry.key == record_key;
    if (entry.key == "hindcast" && entry.value.empty()) continue;  // the map's own name
    if (entry.key.substr(0, 9) == "hindcast." || entry.key == "hindcast") {
      Span key{entry.key_at.begin + body.begin, std::min(entry.key_at.end + body.begin, body.end)};
      set_front_matter(entry.key.substr(std::min<std::size_t>(9, entry.key.size())), entry.value, key);
      continue;
    }
    ValueSlot slot = value_slot(text_, value);
    slot_count_ += slot.is_open;
    if (entry.key == "title" && title_node_ == 0) {
      form_.title = entry.value;
      form_.title_at = value;
    }
    if (issue_template_ || is_host_key(entry.key)) continue;
    asked_.push_back({form_.sections.size(), entry.key, {}});
    form_.fields.push_back({entry.key, std::move(slot.slot)});
  }
}

void Compiler::set_front_matter(std::string_view key, std::string_view value, Span at) {
  std::optional<facts::DocumentKind> kind = facts::document_kind(value);
  std::size_t dot = key.find('.');  // "optional.0"
  std::string_view base = key.substr(0, dot);
  if (key == "form" || key == "name") {
    form_.name = std::string(value);
  } else if (key == "kind" && kind) {
    form_.kind = *kind;
    kind_given_ = true;
  } else if (key == "ordered") {
    form_.ordered = is_true(value);
  } else if (base == "optional") {
    for (std::string_view rest = value; !rest.empty();) {
      std::size_t comma = std::min(rest.find(','), rest.size());
      std::string_view title = trimmed(rest.substr(0, comma), " \t\"'[]");
      optional_.push_back({folded_title(title), std::string(title), at});
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  } else if (key == "kind") {
    find("unknown-hindcast-value", true, "`" + std::string(value) + "` is no kind of document", at);
  } else {
    find("unknown-hindcast-key", true, "hindcast knows no key `" + std::string(key) + "` here", at);
  }
}

void Compiler::settings(const std::vector<Setting>& list, Span at) {
  for (const Setting& one : list) {
    FormSection* here = section();
    std::optional<facts::SectionRole> role = facts::section_role(one.value);
    if (one.key == "id" || one.key.substr(0, 3) == "id=") continue;  // an item's pinned id
    if (here == nullptr) {
      set_front_matter(one.key, one.value, at);
    } else if (one.key == "role" && (role || one.value == "none")) {
      here->role = role.value_or(facts::SectionRole::none);
      role_given_.push_back(form_.sections.size() - 1);
    } else if (one.key == "role") {
      find("unknown-hindcast-value", true, "`" + one.value + "` is no role of a section", at);
    } else if (one.key == "required" || one.key == "optional") {
      here->required = is_true(one.value) == (one.key == "required");
      required_given_ = form_.sections.size();
    } else if (one.key == "repeats") {
      here->repeats = is_true(one.value);
    } else if (one.key == "checks") {
      here->has_checks = is_true(one.value);
    } else if (one.key == "chain") {
      here->has_chain = is_true(one.value);
    } else {
      find("unknown-hindcast-key", true, "hindcast knows no key `" + one.key + "` here", at);
    }
  }
}

// Sections that front matter calls optional; two of the same name; what the roles say of the kind.
void Compiler::finish() {
  form_.folded_title = folded_title(form_.title);
  std::set<std::string_view> optional_names, names;
  for (const Optional& optional : optional_)
    optional_names.insert(optional.folded);
  for (FormSection& one : form_.sections) {
    names.insert(one.folded);
    if (one.repeats || optional_names.count(one.folded) != 0) one.required = false;
    std::set<std::string> points;
    std::vector<std::string>& record = one.record;
    record.erase(std::remove_if(record.begin(), record.end(),
                                [&](const std::string& name) { return !points.insert(name).second; }),
                 record.end());
    if (!one.repeats) form_.by_title.push_back(static_cast<std::uint32_t>(&one - form_.sections.data()));
  }
  std::stable_sort(form_.by_title.begin(), form_.by_title.end(), [&](std::uint32_t a, std::uint32_t b) {
    return form_.sections[a].key < form_.sections[b].key;
  });
  for (const Optional& optional : optional_) {
    if (names.count(optional.folded) == 0)
      find("unknown-section", true, "no section is called `" + optional.title + "`", optional.at);
  }
}

}  // namespace hindcast::document::forms
