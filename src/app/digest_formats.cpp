// A digest said in words: for mail, for a chat, for a browser, for a machine.
#include <algorithm>

#include "app/digest.h"
#include "app/plain_text.h"
#include "base/plain.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

constexpr std::size_t lines_max = 20;  // of one list: the rest is counted, and 'hindcast items' has it
constexpr int columns_min = 20;

std::string day_span(const Digest& digest) {
  return to_iso(digest.since) + " to " + to_iso(digest.today);
}

std::string heading_of(const Digest& digest) {
  return (digest.about.empty() ? "What is owed, new and done" : "For " + digest.about) + ", " +
         day_span(digest);
}

std::string with_count(std::string_view title, std::size_t count) {
  return std::string(title).append(" (").append(std::to_string(count)).append(")");
}

std::string soon_title(const Digest& digest) {
  return "Due in the next " + std::to_string(digest.ahead_days) + " days";
}

constexpr std::string_view no_archive =
    "What was finished is not known without an archive: 'hindcast sync' records it.";

// The lists that are told alike.
struct Part {
  std::string title;
  const std::vector<DigestLine>* lines;
};
std::vector<Part> parts_of(const Digest& digest) {
  return {{soon_title(digest), &digest.soon},
          {"Finished", &digest.finished},
          {"Declined", &digest.declined},
          {"New documents", &digest.documents},
          {"New actions in older documents", &digest.items},
          {"Can't be told", &digest.untold}};
}

std::string more_line(std::size_t count) {
  return "and " + std::to_string(count) + " more";
}

// About as many columns as a mail program gives it: letters beyond U+07FF are mostly wide ones.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    columns += byte >= 0xE0 ? 2 : byte < 0x80 || byte >= 0xC0 ? 1 : 0;
  }
  return columns;
}

// `text` in lines of at most `columns` columns with `indent` before each but the first.
void put_wrapped(std::string& out, std::string_view first, const std::string& text, const std::string& indent,
                 std::size_t columns) {
  std::string line(first);
  bool has_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    const auto word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (has_word && columns_of(line) + 1 + columns_of(word) > columns) {
      out.append(line).append("\n");
      line = indent;
      has_word = false;
    }
    line.append(has_word ? " " : "").append(word);
    has_word = true;
  }
  out.append(line).append("\n");
}

void put_text_line(std::string& out, const DigestLine& line, bool with_who, std::size_t columns) {
  auto text = one_line(line.text);
  if (with_who && !line.who.empty()) text += " (" + one_line(line.who) + ")";
  put_wrapped(out, "- ", text, "  ", columns);
  if (!line.told.empty()) put_wrapped(out, "  ", one_line(line.told), "  ", columns);
  if (!line.place.empty()) out.append("  ").append(one_line(line.place)).append("\n");
}

void put_text_lines(std::string& out, const std::vector<DigestLine>& lines, bool with_who,
                    std::size_t columns) {
  const auto shown = shown_of(lines, lines_max);
  for (std::size_t i = 0; i < shown; ++i)
    put_text_line(out, lines[i], with_who, columns);
  if (lines.size() > shown) out.append("- ").append(more_line(lines.size() - shown)).append("\n");
}

void put_text_title(std::string& out, const std::string& title) {
  out += "\n" + title + "\n" + std::string(columns_of(title), '-') + "\n";
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

void put_markdown_line(std::string& out, const DigestLine& line, bool with_who) {
  const bool goes_on = !line.told.empty() && line.text.ends_with('.') && !line.text.ends_with("..");
  out.append("- ").append(markdown_text(goes_on ? line.text.substr(0, line.text.size() - 1) : line.text));
  if (with_who && !line.who.empty()) out.append(" (").append(markdown_text(line.who)).append(")");
  if (!line.told.empty()) out.append(": ").append(markdown_text(line.told));
  if (!line.place.empty()) out.append(" · ").append(markdown_text(line.place));
  out += "\n";
}

void put_markdown_lines(std::string& out, const std::vector<DigestLine>& lines, bool with_who) {
  const auto shown = shown_of(lines, lines_max);
  for (std::size_t i = 0; i < shown; ++i)
    put_markdown_line(out, lines[i], with_who);
  if (lines.size() > shown) out.append("- ").append(more_line(lines.size() - shown)).append("\n");
}

void put_json_lines(json::Writer& json, const std::vector<DigestLine>& lines) {
  const auto text_or_null = [&](std::string_view text) { text.empty() ? json.null() : json.text(text); };
  json.open_array();
  for (const auto& line : lines) {
    json.open_object().key("text").text(line.text).key("owner");
    text_or_null(line.who);
    json.key("place");
    text_or_null(line.place);
    json.key("told");
    text_or_null(line.told);
    json.key("days").number(line.days).key("error").boolean(line.is_error).close_object();
  }
  json.close_array();
}

}  // namespace

std::string digest_text(const Digest& digest, int columns_max) {
  if (digest.is_empty()) return {};
  const auto columns = static_cast<std::size_t>(std::clamp(columns_max, columns_min, mail_columns));
  const auto heading = one_line(heading_of(digest));
  auto out = heading + "\n" + std::string(columns_of(heading), '=') + "\n";
  if (!digest.overdue.empty()) put_text_title(out, with_count("Overdue", digest.overdue_count()));
  for (const auto& person : digest.overdue) {
    out.append("\n").append(person.name.empty() ? "Nobody's" : one_line(person.name)).append("\n");
    put_text_lines(out, person.lines, false, columns);
  }
  for (const auto& part : parts_of(digest)) {
    if (part.lines->empty()) continue;
    put_text_title(out, with_count(part.title, part.lines->size()));
    put_text_lines(out, *part.lines, true, columns);
  }
  if (!digest.lessons.empty()) put_text_title(out, "New lessons for your services");
  for (const auto& one : digest.lessons) {
    out += "\n" + one_line(one.team) + ": " + one_line(joined(one.services)) + "\n";
    for (std::size_t i = 0; i < std::min(one.lessons.size(), lines_max); ++i)
      put_wrapped(out, "- ", one_line(one.lessons[i]), "  ", columns);
    if (one.lessons.size() > lines_max) out += "- " + more_line(one.lessons.size() - lines_max) + "\n";
    put_wrapped(out, "  ", one_line(one.title), "  ", columns);
    out += "  " + one_line(one.place) + "\n";
  }
  if (!digest.has_archive) out.append("\n").append(no_archive).append("\n");
  return out;
}

std::string digest_markdown(const Digest& digest) {
  if (digest.is_empty()) return {};
  auto out = "# " + markdown_text(heading_of(digest)) + "\n";
  if (!digest.overdue.empty()) out += "\n## " + with_count("Overdue", digest.overdue_count()) + "\n";
  for (const auto& person : digest.overdue) {
    out += "\n**" + (person.name.empty() ? "Nobody's" : markdown_text(person.name)) + "**\n\n";
    put_markdown_lines(out, person.lines, false);
  }
  for (const auto& part : parts_of(digest)) {
    if (part.lines->empty()) continue;
    out += "\n## " + with_count(part.title, part.lines->size()) + "\n\n";
    put_markdown_lines(out, *part.lines, true);
  }
  if (!digest.lessons.empty()) out += "\n## New lessons for your services\n";
  for (const auto& one : digest.lessons) {
    out += "\n**" + markdown_text(one.team) + "**: " + markdown_text(joined(one.services)) + " · " +
           markdown_text(one.title) + " · " + markdown_text(one.place) + "\n\n";
    for (std::size_t i = 0; i < std::min(one.lessons.size(), lines_max); ++i)
      out += "- " + markdown_text(one.lessons[i]) + "\n";
    if (one.lessons.size() > lines_max) out += "- " + more_line(one.lessons.size() - lines_max) + "\n";
  }
  if (!digest.has_archive) out.append("\n").append(no_archive).append("\n");
  return out;
}

std::string digest_json(const Digest& digest) {
  std::string out;
  json::Writer json(out);
  json.open_object()
      .key("since")
      .text(to_iso(digest.since))
      .key("today")
      .text(to_iso(digest.today))
      .key("about");
  digest.about.empty() ? json.null() : json.text(digest.about);
  json.key("archive").boolean(digest.has_archive).key("overdue").open_array();
  for (const auto& person : digest.overdue) {
    json.open_object().key("owner");
    person.name.empty() ? json.null() : json.text(person.name);
    json.key("lines");
    put_json_lines(json, person.lines);
    json.close_object();
  }
  json.close_array().key("soon");
  put_json_lines(json, digest.soon);
  json.key("finished");
  put_json_lines(json, digest.finished);
  json.key("declined");
  put_json_lines(json, digest.declined);
  json.key("new_documents");
  put_json_lines(json, digest.documents);
  json.key("new_items");
  put_json_lines(json, digest.items);
  json.key("undecidable");
  put_json_lines(json, digest.untold);
  json.key("lessons").open_array();
  for (const auto& one : digest.lessons) {
    json.open_object().key("team").text(one.team).key("services").open_array();
    for (const auto& service : one.services)
      json.text(service);
    json.close_array()
        .key("document")
        .text(one.place)
        .key("title")
        .text(one.title)
        .key("lessons")
        .open_array();
    for (const auto& lesson : one.lessons)
      json.text(lesson);
    json.close_array().close_object();
  }
  json.close_array().close_object();
  json.finish();
  return out + "\n";
}

}  // namespace hindcast::app
