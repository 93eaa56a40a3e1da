// The commands `search` and `similar`.
#include "app/search.h"

#include <algorithm>

#include "app/forms.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/reporting.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::FoundDocument;
using app::SearchReport;

constexpr std::size_t margin = 8;  // line numbers stand in it

// A text with its hits, which are in yellow where there is colour.
struct Marked {
  std::string text;
  std::vector<Span> inked;

  Marked(std::string_view from, const std::vector<Span>& hits) {
    std::size_t at = 0;
    for (const Span& hit : hits) {
      text += harmless(from.substr(at, hit.begin - at));
      const auto begin = static_cast<std::uint32_t>(text.size());
      text += harmless(from.substr(hit.begin, hit.end - hit.begin));
      inked.push_back({begin, static_cast<std::uint32_t>(text.size())});
      at = hit.end;
    }
    text += harmless(from.substr(at));
  }
};

// In lines of `columns`; the ink is put on behind the breaking, so that it counts for nothing.
std::vector<std::string> lines_of(const Marked& marked, std::size_t columns, Ink ink, const Style& style) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (const auto& part : wrap(marked.text, static_cast<int>(std::max<std::size_t>(20, columns)))) {
    from = std::min(marked.text.find(part, from), marked.text.size());
    std::string line;
    std::size_t done = 0;
    for (const Span& hit : marked.inked) {  // what of each stands in this line
      const auto begin = std::clamp<std::size_t>(hit.begin, from, from + part.size()) - from;
      const auto end = std::clamp<std::size_t>(hit.end, from, from + part.size()) - from;
      if (begin >= end) continue;
      line += style.paint(ink, std::string_view(part).substr(done, begin - done));
      line += style.paint(Ink::yellow, std::string_view(part).substr(begin, end - begin));
      done = end;
    }
    lines.push_back(line + style.paint(ink, std::string_view(part).substr(done)));
    from += part.size();
  }
  return lines;
}

// The lines behind a margin, in which the first has the number of its line in the document.
std::string with_margin(const std::vector<std::string>& lines, std::int64_t number, const Style& style) {
  const auto shown = std::to_string(number);
  std::string out;
  for (const auto& line : lines)
    out += (out.empty() ? std::string(margin - 2 - std::min(margin - 2, shown.size()), ' ') +
                              style.paint(Ink::dim, shown) + "  "
                        : std::string(margin, ' ')) +
           line + "\n";
  return out;
}

std::size_t room_in(const Style& style) {
  return static_cast<std::size_t>(style.columns) -
         std::min<std::size_t>(margin, static_cast<std::size_t>(style.columns));
}

std::string passage_text(const app::FoundPassage& found, const Style& style) {
  const std::string ellipsis(style.sign("…", "..."));
  Marked marked(found.passage.text, found.passage.hits);
  if (found.passage.is_cut_after) marked.text += " " + ellipsis;
  if (found.passage.is_cut_before) {
    marked.text.insert(0, ellipsis + " ");
    for (auto& span : marked.inked)
      span = {span.begin + static_cast<std::uint32_t>(ellipsis.size()) + 1,
              span.end + static_cast<std::uint32_t>(ellipsis.size()) + 1};
  }
  return with_margin(lines_of(marked, room_in(style), Ink::plain, style), found.line, style);
}

std::string item_text(const app::FoundItem& found, const Style& style) {
  const auto& facts = found.item.facts;
  std::string about = spoken(facts.role);
  if (!facts.state.empty()) about += ", " + spoken(facts.state);
  const auto& who = facts.owner.empty() ? facts.team : facts.owner;
  if (!who.empty()) about += ", " + harmless(who);
  if (!facts.due.empty()) about += ", due " + harmless(facts.due);
  const auto text = std::string(style.sign("• ", "* ")) + harmless(facts.text) + " (" + about + ")";
  return with_margin(wrap(text, static_cast<int>(std::max<std::size_t>(20, room_in(style)))), facts.line,
                     style);
}

std::string document_text(const FoundDocument& one, bool says_why, const Style& style) {
  const auto& facts = one.document.facts;
  std::string out;
  const auto width = static_cast<std::size_t>(style.columns);
  for (const auto& line : lines_of(Marked(facts.title, one.title_hits), width, Ink::bold, style))
    out += line + "\n";
  std::string about = harmless(one.path);
  if (!facts.date.empty()) about += "  " + facts.date;
  about += "  " + spoken(facts.kind);
  if (!facts.severity.empty()) about += "  " + harmless(facts.severity);
  out += style.paint(Ink::dim, about) + "\n";
  const std::string blank(margin, ' ');
  if (one.has_changed)
    out += blank +
           style.paint(Ink::red, one.is_gone ? "its file is gone; 'hindcast sync' records that"
                                             : "its file has changed since the last sync") +
           "\n";
  for (std::size_t i = 0; says_why && i < one.reasons.size(); ++i)
    for (const auto& line :
         wrap(harmless(one.reasons[i]), static_cast<int>(std::max<std::size_t>(20, room_in(style)))))
      out += blank + line + "\n";
  for (const auto& passage : one.passages)
    out += passage_text(passage, style);
  for (const auto& item : one.items)
    out += item_text(item, style);
  if (one.items_more > 0) out += blank + "and " + counted(one.items_more, "item") + " more\n";
  return out;
}

std::string facets_text(const std::vector<search::Facet>& facets, const Style& style) {
  constexpr std::size_t name_columns = 10;
  std::string out;
  for (const auto& facet : facets) {
    std::string values;
    for (const auto& value : facet.values)
      values += (values.empty() ? "" : ", ") + harmless(value.value) + " " + std::to_string(value.documents);
    if (values.empty()) continue;
    if (!facet.is_complete) values += style.sign(", …", ", ...");
    std::string name =
        style.paint(Ink::bold, facet.name) + std::string(name_columns - facet.name.size(), ' ');
    for (const auto& line : wrap(values, std::max(20, style.columns - static_cast<int>(name_columns)))) {
      out += name + line + "\n";
      name = std::string(name_columns, ' ');
    }
  }
  return out.empty() ? out : out + "\n";
}

std::string found_text(const SearchReport& report, bool says_why, const Style& style) {
  std::string out;
  for (const auto& one : report.results)
    out += document_text(one, says_why, style) + "\n";
  out += facets_text(report.facets, style);
  auto line = (report.is_exact ? "" : "At least ") + counted(report.total, "document");
  if (report.total > report.results.size()) line += ", " + std::to_string(report.results.size()) + " shown";
  return out + style.paint(Ink::bold, line + ".") + "\n";
}

// "owner:nobdy: nowhere; did you mean nobody?"
std::string part_text(const app::AskedPart& part, bool is_corrected) {
  const auto documents = counted(part.documents, "document");
  if (part.is_denied && part.documents > 0)
    return "-" + harmless(part.text) + ": leaves out " + documents + "\n";
  std::string out = (part.is_denied ? "-" : "") + harmless(part.text) + ": " +
                    (part.documents == 0 ? "nowhere" : documents);
  if (!part.meant.empty() && !is_corrected) out += "; did you mean " + harmless(part.meant) + "?";
  for (std::size_t i = 0; i < part.known.size(); ++i)
    out += (i == 0 ? "; there is " : ", ") + harmless(part.known[i]);
  return out + (part.has_more_known ? " and more" : "") + "\n";
}

std::string nothing_text(const SearchReport& report, bool is_similar, const Style& style) {
  auto line = "Nothing found in " + counted(report.documents, "document") + ".";
  if (is_similar) line = "No other document shares words that few documents have.";
  if (report.documents == 0) line = "There is no document here: those below this folder are searched.";
  std::string out = style.paint(Ink::bold, line) + "\n";
  if (report.documents == 0) return out;
  if (!report.suggestion.empty()) out += "Did you mean: " + harmless(report.suggestion) + "\n";
  std::size_t wanted = 0, found = 0;
  for (const auto& part : report.parts) {
    if (!part.is_denied) ++wanted;
    if (!part.is_denied && part.documents > 0) ++found;
    const bool says_more = !part.known.empty() || (!part.meant.empty() && report.suggestion.empty());
    if (report.parts.size() > 1 || says_more) out += "  " + part_text(part, !report.suggestion.empty());
  }
  return wanted < 2 || found == 0 ? out
                                  : out + "All must be in one document; OR between them asks for any.\n";
}

// The query with a caret under what is wrong in it.
int refuse_query(const Terminal& terminal, std::string_view query, const search::typed::Problem& problem) {
  const auto before = harmless(query.substr(0, problem.at.begin));
  const auto here = harmless(query.substr(problem.at.begin, problem.at.end - problem.at.begin));
  std::string out = "hindcast: " + harmless(problem.what) + "\n  " + harmless(query.substr(0, 400)) + "\n  ";
  out.append(static_cast<std::size_t>(columns_of(before)), ' ');
  out.append(static_cast<std::size_t>(std::max(1, columns_of(here))), '^');
  out += "\n";
  if (!problem.hint.empty()) out += "  " + harmless(problem.hint) + "\n";
  terminal.err(out);
  return 2;
}

// What both commands begin with.
struct Desk {
  Style style;
  app::ReadOptions read;
  std::size_t limit = 10;
  app::Library library;
};
Result<Desk> desk_of(const Arguments& arguments, const Terminal& terminal) {
  const auto limit = parse_number(arguments.value("limit"), 0, 100'000);
  if (!limit) return Error{ErrorCode::invalid, "--limit takes a number: --limit 20"};
  auto style = TRY(style_of(arguments, terminal));
  auto configuration = TRY(configuration_of(arguments));
  auto read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(configuration, read));
  auto library = TRY(app::open_library(".", configuration, read));
  if (library.took_long)
    terminal.err(
        "hindcast: without an archive all documents are read each time; 'hindcast sync' makes one\n");
  say_troubles(terminal, library.troubles);
  return Desk{style, std::move(read), static_cast<std::size_t>(*limit), std::move(library)};
}

int answer(const SearchReport& report, bool says_why, const Arguments& arguments, const Terminal& terminal,
           const Desk& desk) {
  if (arguments.value("format") == "json")
    terminal.out(app::search_json(report));
  else
    terminal.out(without_trailing_spaces(report.total > 0 ? found_text(report, says_why, desk.style)
                                                          : nothing_text(report, says_why, desk.style)));
  if (report.total > 0)
    for (const auto& part : report.parts)
      terminal.err("hindcast: " + part_text(part, false));
  if (report.is_behind)
    terminal.err("hindcast: the archive knows more than its search index; 'hindcast sync' makes up for it\n");
  if (!desk.library.troubles.empty()) return 2;
  return report.total > 0 ? 0 : 1;
}

}  // namespace

int run_search(const Arguments& arguments, const Terminal& terminal) {
  app::SearchWish wish;
  for (const auto operand : arguments.operands)
    wish.query.append(wish.query.empty() ? "" : " ").append(operand);
  if (const auto parsed = search::typed::parse(wish.query); parsed.problem)  // before anything is read
    return refuse_query(terminal, wish.query, *parsed.problem);
  auto desk = desk_of(arguments, terminal);
  if (!desk) return refuse_lines(terminal, desk.error().message);
  wish.limit = desk->limit;
  wish.wants_facets = arguments.has("facets");
  const auto sort = arguments.value("sort");
  if (sort == "date") wish.order = search::Order::newest;
  if (sort == "oldest") wish.order = search::Order::oldest;
  auto report = app::find(desk->library, wish);
  if (!report) return refuse(terminal, report.error().message);
  if (report->problem) return refuse_query(terminal, wish.query, *report->problem);
  return answer(*report, false, arguments, terminal, *desk);
}

int run_similar(const Arguments& arguments, const Terminal& terminal) {
  auto desk = desk_of(arguments, terminal);
  if (!desk) return refuse_lines(terminal, desk.error().message);
  auto report = app::find_similar(desk->library, std::string(arguments.operands[0]), desk->limit, desk->read);
  if (!report) return refuse(terminal, report.error().message);
  return answer(*report, true, arguments, terminal, *desk);
}

}  // namespace hindcast::cli
