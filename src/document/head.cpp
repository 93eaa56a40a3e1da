#include "document/head.h"

#include <algorithm>
#include <array>

#include "document/front_matter.h"
#include "document/ids.h"
#include "document/key_values.h"
#include "document/language.h"
#include "document/leftovers.h"
#include "document/lexicon.h"
#include "document/owners.h"
#include "document/plain.h"

namespace hindcast::document {
namespace {

using facts::DocumentKind;
using facts::Field;
using facts::SectionRole;
using markdown::Kind;
using markdown::Tree;

constexpr std::uint32_t head_lines_max = 60;  // fields further down describe something else
constexpr std::size_t key_bytes_max = 60;
constexpr std::ptrdiff_t key_blanks_max = 5;  // more words are a sentence
constexpr std::size_t fields_max = 200;
constexpr std::size_t clock_within_max =
    4000;  // bytes of a timeline: its first entries have clocks or none has
constexpr std::uint32_t byline_lines_max = 4;
constexpr std::uint8_t byline_before = 6;  // a heading, not a bold line, ends the place of a byline

class HeadReader {
 public:
  HeadReader(const Source& source, const Tree& tree, const Outline& outline, const Form* form,
             facts::Document& document)
      : text_(source.text),
        path_(source.path),
        tree_(tree),
        outline_(outline),
        form_(form),
        document_(document) {}

  void run() {
    front_matter();
    fields();
    if (form_ != nullptr) drop_unfilled_fields(*form_, tree_, text_, document_.fields);
    title();
    document_.language = language_of(text_);
    severity();
    document_.kind = kind();
    document_.slug = slug_of(path_, value_of("id"));
  }

 private:
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  static Span at(Span inner, std::uint32_t base) { return {inner.begin + base, inner.end + base}; }

  std::string_view value_of(std::string_view key) const {
    for (const auto& field : document_.fields)
      if (field.key == key) return field.value;
    return {};
  }

  void front_matter() {
    const auto front = markdown::front_matter_node(tree_);
    if (front == 0) return;
    const auto& node = tree_.nodes[front];
    if (node.line_count == 0) return;
    const auto begin = tree_.lines[node.first_line].begin;
    const auto end = tree_.lines[node.first_line + node.line_count - 1].end;
    const auto inside = text_.substr(begin, end - begin);
    auto found = (node.flags & markdown::toml) != 0 ? read_toml(inside) : read_yaml(inside);
    const auto first_line = tree_.line_of(begin);
    for (auto& field : found.fields) {
      field.line += first_line;
      field.key_at = at(field.key_at, begin);
      field.value_at = at(field.value_at, begin);
    }
    document_.fields = std::move(found.fields);
  }

  // Where the head ends: the first section that tells the story, or after some lines.
  std::uint32_t head_end() const {
    for (std::size_t i = 0; i < outline_.parts.size(); ++i) {
      const auto& section = outline_.sections[i];
      const bool tells = section.role != SectionRole::none && section.role != SectionRole::summary &&
                         section.role != SectionRole::impact && section.role != SectionRole::participants;
      if (section.line > head_lines_max || (tells && section.level < 7)) return outline_.parts[i].node;
    }
    return static_cast<std::uint32_t>(tree_.nodes.size());
  }

  // The node of the first heading that is not the title.
  std::uint32_t first_section() const {
    for (std::size_t i = 0; i < outline_.parts.size(); ++i)
      if (static_cast<std::int32_t>(i) != outline_.title && outline_.parts[i].depth <= byline_before)
        return outline_.parts[i].node;
    return static_cast<std::uint32_t>(tree_.nodes.size());
  }

  void fields() {
    const auto end = head_end();
    const auto byline_end = first_section();
    for (std::uint32_t i = 1; i < end && document_.fields.size() < fields_max; ++i) {
      const auto& node = tree_.nodes[i];
      if (tree_.line_of(node.span.begin) > head_lines_max) break;
      if (node.kind == Kind::list && i < byline_end) take_listed(i);
      if (node.kind == Kind::paragraph) {
        take_lines(i, i < byline_end);
        if (i < byline_end) byline(i);
      }
      if (node.kind == Kind::table && !field_row(i)) field_table(i);
    }
  }

  void take_lines(std::uint32_t paragraph, bool is_head) {
    const auto& node = tree_.nodes[paragraph];
    std::vector<std::string_view> lines;
    for (std::uint32_t line = 0; line < node.line_count; ++line)
      lines.push_back(slice(tree_.lines[node.first_line + line]));
    const bool listed = listed_until_ > paragraph || (is_head && are_keys(lines));
    for (const auto line : lines)
      for (const auto& [key, value] : listed ? keys_of_listed_line(line) : keys_of_line(line))
        add(key, value);
  }

  // "- Date: …", "- Duration: …": bullets that are nothing but keys and values.
  void take_listed(std::uint32_t list) {
    std::vector<std::string_view> lines;
    for (auto item : markdown::children(tree_, list)) {
      const auto& node = tree_.nodes[item];
      if (item + 2 != node.end || tree_.nodes[item + 1].kind != Kind::paragraph) return;
      if ((node.flags & markdown::task) != 0) return;
      lines.push_back(slice(tree_.lines[tree_.nodes[item + 1].first_line]));
    }
    if (are_keys(lines)) listed_until_ = tree_.nodes[list].end;
  }

  // "2 May 2031 · SEV2 · Ada Quill" in the lines between the title and the first section.
  void byline(std::uint32_t paragraph) {
    const auto& node = tree_.nodes[paragraph];
    DateContext context;
    for (std::uint32_t line = 0; line < std::min(node.line_count, byline_lines_max); ++line)
      for (const auto& [key, value] : keys_of_byline(slice(tree_.lines[node.first_line + line]), context))
        add_under(key, value);
  }

  // The cells of a row of two, "| Severity | SEV1 |"; nothing for any other row.
  std::optional<std::array<std::string_view, 2>> pair(std::uint32_t row) const {
    std::array<std::string_view, 2> cells;
    std::size_t count = 0;
    for (auto cell : markdown::children(tree_, row)) {
      if (count == 2) return std::nullopt;
      cells[count++] = slice(tree_.nodes[cell].content);
    }
    if (count != 2) return std::nullopt;
    return cells;
  }

  std::uint32_t meaning_of(std::string_view key) {
    plain_.clear();
    append_plain(key, plain_);
    fold(plain_, folded_);
    return field_meaning(folded_);
  }

  // A day, a time or a sentence is no key: "| 14:05 | disk full |", "| The disk was full. | we added one |".
  static bool is_key(std::string_view cell) {
    if (cell.size() > key_bytes_max || std::count(cell.begin(), cell.end(), ' ') > key_blanks_max)
      return false;
    const char last = cell.empty() ? ' ' : cell.back();
    if (last == '.' || last == '?' || last == '!') return false;
    return digits.find(cell) == std::string_view::npos || !cell_time(cell, {Date{2000, 1, 1}, {}});
  }

  // Two columns are fields where the header says so, by being empty too, or where a key is one of those that
  // documents have; and most of the keys can be one.
  bool is_field_table(std::uint32_t table) {
    std::size_t rows = 0, keys = 0;
    bool known = false;
    for (auto row : markdown::children(tree_, table)) {
      const auto cells = pair(row);
      if (!cells) return false;
      const bool header = tree_.nodes[row].number == 0;
      const auto& key = (*cells)[0];
      known = known || (header && key.empty()) || meaning_of(key) != 0;
      if (header) continue;
      ++rows;
      keys += is_key(key);
    }
    return known && keys * 2 > rows;
  }

  // "| Date | Severity | Lead |" over one row: keys in the header, where it says when or how bad it was and
  // asks for no action or event. True where it is one.
  bool field_row(std::uint32_t table) {
    std::vector<std::string_view> keys, values;
    for (auto row : markdown::children(tree_, table)) {
      if (tree_.nodes[row].number > 1) return false;
      auto& cells = tree_.nodes[row].number == 0 ? keys : values;
      for (auto cell : markdown::children(tree_, row))
        cells.push_back(slice(tree_.nodes[cell].content));
    }
    constexpr std::size_t keys_max = 12;
    if (keys.size() < 2 || keys.size() > keys_max || keys.size() != values.size()) return false;
    constexpr std::uint32_t telling =
        field_date | field_detected | field_resolved | field_severity | field_commander | field_made;
    constexpr std::uint32_t rows = column_action | column_event | column_lesson | column_metric | column_time;
    std::size_t known = 0;
    bool tells = false;
    for (const auto key : keys) {
      const auto meaning = meaning_of(key);
      if ((columns_of(folded_) & rows) != 0) return false;
      known += meaning != 0;
      tells = tells || (meaning & telling) != 0;
    }
    if (!tells || known * 2 < keys.size() || (keys.size() == 2 && known < 2)) return false;
    for (std::size_t i = 0; i < keys.size(); ++i)
      add(keys[i], values[i]);
    return true;
  }

  void field_table(std::uint32_t table) {
    if (!is_field_table(table)) return;
    for (auto row : markdown::children(tree_, table)) {
      const auto [key, value] = *pair(row);
      // The header of such a table is its first field where it says something, "| Field | Value |" doesn't.
      if (tree_.nodes[row].number == 0 && (meaning_of(key) & ~field_header) == 0) continue;
      if (document_.fields.size() < fields_max) add(key, value);
    }
  }

  // `key` and `value` are views into the text.
  void add(std::string_view key, std::string_view value) {
    if (key.empty() || key.size() > key_bytes_max || value.empty()) return;
    Field field;
    append_plain(key, field.key);
    field.key_at = span_in_text(key);
    add_value(std::move(field), value);
  }

  // A value that stands there without its key, where no field says it already.
  void add_under(std::string_view name, std::string_view value) {
    for (const auto& field : document_.fields)
      if (field.key == name) return;
    Field field;
    field.key = name;
    field.key_at = {span_in_text(value).begin, span_in_text(value).begin};
    add_value(std::move(field), value);
  }

  void add_value(Field field, std::string_view value) {
    append_plain(value, field.value);
    field.value_at = span_in_text(value);
    field.line = tree_.line_of(field.value_at.begin) + 1;
    if (document_.fields.size() < fields_max) document_.fields.push_back(std::move(field));
  }

  Span span_in_text(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  void title() {
    if (outline_.title >= 0) {
      const auto& section = outline_.sections[static_cast<std::size_t>(outline_.title)];
      document_.title = {section.title, section.heading};
    }
    for (const auto& field : document_.fields) {
      if (!document_.title.text.empty()) return;
      const bool is_title = field.key == "title" || field.key == "Title" || field.key == "TITLE";
      if (is_title && !field.value.empty()) document_.title = {field.value, field.value_at};
    }
    if (document_.title.text.empty()) document_.title = {title_of_path(), {}};
  }

  // "resultado" alone tells nothing: the folder's name goes in front where it has a number.
  std::string title_of_path() const {
    const auto words = path_words(path_);
    std::string title;
    const bool bare = words.stem.find_first_of(" _-0123456789") == std::string_view::npos;
    const bool index = words.stem == "README" || words.stem == "readme" || words.stem == "index";
    if (index && !words.folder.empty()) {
      title = words.folder;
    } else {
      if (bare && words.folder.find_first_of("0123456789") != std::string_view::npos)
        title = std::string(words.folder) + " ";
      title += words.stem;
    }
    for (char& c : title)
      if (c == '_') c = ' ';
    return title;
  }

  DocumentKind kind() {
    fold(document_.title.text, folded_);
    const auto titled = kind_in(folded_);
    // "Issue with the queue": the word names the trouble as often as the kind of document.
    const bool weak = titled == DocumentKind::issue;
    // "Outage retrospective" under the headings of a form for retrospectives is one.
    const bool is_forms = form_ != nullptr && form_->kind == DocumentKind::retrospective &&
                          folded_.text.find("retro") != std::string::npos;
    if (titled && !weak) return is_forms ? DocumentKind::retrospective : *titled;
    for (const auto& field : document_.fields) {
      if (field.key != "layout" && field.key != "type" && field.key != "kind") continue;
      fold(field.value, folded_);
      if (const auto kind = kind_in(folded_)) return *kind;
    }
    auto rest = path_;
    for (int names = 0; names < 12 && !rest.empty(); ++names) {
      const auto cut = rest.find_last_of("/\\");
      fold(cut == std::string_view::npos ? rest : rest.substr(cut + 1), folded_);
      // What GitHub's folder holds are lists of tasks as often as anything.
      const auto name = cut == std::string_view::npos ? rest : rest.substr(cut + 1);
      const bool is_template = name.find("ISSUE_TEMPLATE") != std::string_view::npos;
      const auto kind = kind_in(folded_);
      const bool repeats_title = weak && names == 0 && kind == DocumentKind::issue;
      if (kind && !repeats_title && !is_template) return *kind;
      rest = cut == std::string_view::npos ? std::string_view{} : rest.substr(0, cut);
    }
    // What the words don't say, the form does, but for an incident told under the headings of another one.
    const bool by_form = !document_.form.empty() && !(tells_incident() && !asks_story());
    const auto told = by_form ? document_.kind : kind_of_sections();
    const bool unsure = told == DocumentKind::other || told == DocumentKind::checklist;
    return weak && unsure ? DocumentKind::issue : told;
  }

  bool has(SectionRole role) const {
    return std::any_of(outline_.sections.begin(), outline_.sections.end(),
                       [role](const facts::Section& section) { return section.role == role; });
  }

  // Does the form itself ask for what would tell an incident elsewhere?
  bool asks_story() const {
    if (form_ == nullptr || form_->kind == DocumentKind::postmortem) return true;
    return std::any_of(form_->sections.begin(), form_->sections.end(), [](const FormSection& section) {
      return section.role == SectionRole::timeline || section.role == SectionRole::impact;
    });
  }

  // True for a story by the clock, and for a severity beside what happened to whom.
  bool tells_incident() const {
    for (const auto& section : outline_.sections)
      if (section.role == SectionRole::timeline && has_clock(slice(section.body))) return true;
    return document_.severity && (has(SectionRole::impact) || has(SectionRole::timeline) ||
                                  has(SectionRole::cause) || has(SectionRole::resolution));
  }

  // "14:05", "14時": plans and phases go by days.
  static bool has_clock(std::string_view text) {
    text = text.substr(0, clock_within_max);
    for (auto colon = text.find(':'); colon != text.npos; colon = text.find(':', colon + 1))
      if (colon > 0 && colon + 2 < text.size() && digits.has(text[colon - 1]) &&
          digits.has(text[colon + 1]) && digits.has(text[colon + 2]))
        return true;
    const auto hour = text.find("時");
    return hour != text.npos && hour > 0 && digits.has(text[hour - 1]);
  }

  DocumentKind kind_of_sections() const {
    const bool cause = has(SectionRole::cause), impact = has(SectionRole::impact);
    const bool timeline = has(SectionRole::timeline), detection = has(SectionRole::detection);
    const bool mended = has(SectionRole::resolution);
    const bool well = has(SectionRole::went_well) || has(SectionRole::went_badly);
    const int analysed = int{cause} + impact + detection + mended;
    if (tells_incident() || (cause && (timeline || impact || detection)) || (impact && timeline))
      return DocumentKind::postmortem;
    if (well) return DocumentKind::retrospective;
    if (analysed >= 2 || (timeline && mended)) return DocumentKind::postmortem;
    if (has(SectionRole::checklist)) return DocumentKind::checklist;
    return has(SectionRole::lessons) ? DocumentKind::lessons_learned : DocumentKind::other;
  }

  void severity() {
    for (const auto& field : document_.fields) {
      fold(field.key, folded_);
      if ((field_meaning(folded_) & field_severity) == 0) continue;
      const auto found = severity_in_value(slice(field.value_at));
      if (!found) continue;
      facts::Quote quote;
      quote.at = at(found->at, field.value_at.begin);
      const auto written = slice(quote.at);  // front matter may have it in quotes
      if (written.size() > 2 && written.front() == written.back() &&
          (written.front() == '"' || written.front() == '\''))
        quote.at = {quote.at.begin + 1, quote.at.end - 1};
      append_plain(slice(quote.at), quote.text);
      document_.severity = quote;
      return;
    }
    if (severity_heading()) return;
    const auto span = document_.title.at;
    if (const auto found = severity_in_text(slice(span)))
      document_.severity =
          facts::Quote{std::string(slice(at(found->at, span.begin))), at(found->at, span.begin)};
  }

  // "### Severity: MEDIUM"
  bool severity_heading() {
    for (const auto& section : outline_.sections) {
      const auto heading = slice(section.heading);
      const auto colon = heading.find(':');
      if (section.role != SectionRole::none || colon == std::string_view::npos) continue;
      if ((meaning_of(heading.substr(0, colon)) & field_severity) == 0) continue;
      const auto found = severity_in_value(heading.substr(colon + 1));
      if (!found) continue;
      const auto where = at(found->at, section.heading.begin + static_cast<std::uint32_t>(colon + 1));
      document_.severity = facts::Quote{std::string(slice(where)), where};
      return true;
    }
    return false;
  }

  std::string_view text_, path_;
  const Tree& tree_;
  const Outline& outline_;
  const Form* form_;
  facts::Document& document_;
  std::uint32_t listed_until_ = 0;  // the node behind a list whose items are all keys and values
  std::string plain_;
  Folded folded_;
};

std::optional<facts::DerivedDate> in_text(std::string_view text, Span span, std::string from,
                                          const DateContext& context) {
  const auto found = first_date(text.substr(span.begin, span.end - span.begin), context);
  if (!found || !found->has_year) return std::nullopt;
  return facts::DerivedDate{
      found->first, std::move(from), {span.begin + found->at.begin, span.begin + found->at.end}};
}

std::optional<facts::DerivedDate> in_fields(std::string_view text, const facts::Document& document,
                                            std::uint32_t meaning, const DateContext& context) {
  Folded folded;
  for (const auto& field : document.fields) {
    fold(field.key, folded);
    if ((field_meaning(folded) & meaning) == 0) continue;
    if (auto found = in_text(text, field.value_at, "field `" + field.key + "`", context)) return found;
  }
  return std::nullopt;
}

}  // namespace

PathWords path_words(std::string_view path) {
  const auto cut_at = [](std::string_view text) {
    const auto slash = text.find_last_of("/\\");
    const auto wide = text.rfind("__");
    if (slash == std::string_view::npos && wide == std::string_view::npos) return std::size_t{0};
    if (wide == std::string_view::npos || (slash != std::string_view::npos && slash > wide)) return slash + 1;
    return wide + 2;
  };
  PathWords words;
  const auto begin = cut_at(path);
  words.stem = path.substr(begin);
  for (std::string_view extension : {".erb", ".txt", ".mdx", ".md", ".markdown", ".rst", ".html", ".adoc"})
    if (words.stem.size() > extension.size() &&
        words.stem.substr(words.stem.size() - extension.size()) == extension)
      words.stem.remove_suffix(extension.size());

  auto folder = path.substr(0, begin);
  while (!folder.empty() && (folder.back() == '/' || folder.back() == '\\' || folder.back() == '_'))
    folder.remove_suffix(1);
  words.folder = folder.substr(cut_at(folder));
  return words;
}

void read_head(const Source& source, const Tree& tree, const Outline& outline, const Form* form,
               facts::Document& document) {
  HeadReader(source, tree, outline, form, document).run();
}

std::optional<facts::DerivedDate> stated_date(const Source& source, const facts::Document& document,
                                              const DateContext& context) {
  if (auto found = in_fields(source.text, document, field_date, context)) return found;
  if (auto found = in_text(source.text, document.title.at, "the title", context)) return found;
  return in_fields(source.text, document, field_detected, context);
}

std::optional<facts::DerivedDate> written_date(const Source& source, const facts::Document& document,
                                               const DateContext& context) {
  if (auto found = in_fields(source.text, document, field_made, context)) return found;
  for (const auto& field : document.fields)
    if (field.key == "path")
      if (auto found = in_text(source.text, field.value_at, "field `path`", context)) return found;
  const auto words = path_words(source.path);
  const auto found = first_date(words.stem, context);
  if (found && found->has_year) return facts::DerivedDate{found->first, "the file name", {}};
  return std::nullopt;
}

}  // namespace hindcast::document
