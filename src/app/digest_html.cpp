// A digest as a page that stands alone: it is opened from a file, a mail or a chat, on a phone or in the
// dark.
#include <algorithm>

#include "app/digest.h"
#include "app/plain_text.h"

namespace hindcast::app {
namespace {

constexpr std::size_t lines_max = 50;  // of one list

// Mail programs that drop the sheet still show plain black on white; those that keep it may be dark.
constexpr std::string_view head_end =
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n"
    "<meta name=\"color-scheme\" content=\"light dark\" />\n"
    "<style>\n"
    ":root { color-scheme: light dark; --ink: #1c2128; --quiet: #57606a; --paper: #ffffff; --line: #d0d7de;"
    " --late: #a40e26; --good: #116329; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9da7b1; --paper: #0d1117;"
    " --line: #30363d; --late: #ff9492; --good: #6bc46d; } }\n"
    "body { margin: 0 auto; padding: 1.25rem 1rem 3rem; max-width: 44rem; color: var(--ink);"
    " background: var(--paper); font: 16px/1.5 system-ui, -apple-system, \"Segoe UI\", sans-serif;"
    " overflow-wrap: anywhere; }\n"
    "h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }\n"
    "h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid "
    "var(--line); }\n"
    "h3 { font-size: 1rem; margin: 1rem 0 .25rem; }\n"
    "ul { margin: 0; padding: 0 0 0 1.1rem; }\n"
    "li { margin: 0 0 .6rem; }\n"
    "p { margin: .25rem 0; }\n"
    ".told, .place { display: block; font-size: .9rem; color: var(--quiet); }\n"
    ".place { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .8rem; }\n"
    "code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; }\n"
    ".late .told { color: var(--late); }\n"
    ".good .told { color: var(--good); }\n"
    "footer { margin-top: 2.5rem; font-size: .85rem; color: var(--quiet); }\n"
    "@media print { body { max-width: none; } }\n"
    "</style>\n</head>\n";

void put_lines(std::string& out, const std::vector<DigestLine>& lines, bool with_who, std::string_view kind) {
  out.append(kind.empty() ? "<ul>\n" : "<ul class=\"").append(kind).append(kind.empty() ? "" : "\">\n");
  const auto shown = shown_of(lines, lines_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& line = lines[i];
    out.append("<li>").append(html_prose(line.text));
    if (with_who && !line.who.empty()) out.append(" (").append(html_text(line.who)).append(")");
    if (!line.told.empty())
      out.append(" <span class=\"told\">").append(html_prose(line.told)).append("</span>");
    if (!line.place.empty())
      out.append(" <span class=\"place\">").append(html_text(line.place)).append("</span>");
    out += "</li>\n";
  }
  if (lines.size() > shown) out += "<li>and " + std::to_string(lines.size() - shown) + " more</li>\n";
  out += "</ul>\n";
}

void put_part(std::string& out, const std::string& title, const std::vector<DigestLine>& lines,
              std::string_view kind) {
  if (lines.empty()) return;
  out += "<section>\n<h2>" + html_text(title) + " (" + std::to_string(lines.size()) + ")</h2>\n";
  put_lines(out, lines, true, kind);
  out += "</section>\n";
}

void put_lessons(std::string& out, const std::vector<DigestLessons>& lessons) {
  if (lessons.empty()) return;
  out += "<section>\n<h2>New lessons for your services</h2>\n";
  for (const auto& one : lessons) {
    std::string services;
    for (const auto& service : one.services)
      services += (services.empty() ? "" : ", ") + service;
    out += "<h3>" + html_text(one.team) + ": " + html_text(services) + "</h3>\n<p>" + html_prose(one.title) +
           " <span class=\"place\">" + html_text(one.place) + "</span></p>\n<ul>\n";
    for (std::size_t i = 0; i < std::min(one.lessons.size(), lines_max); ++i)
      out += "<li>" + html_prose(one.lessons[i]) + "</li>\n";
    if (one.lessons.size() > lines_max)
      out += "<li>and " + std::to_string(one.lessons.size() - lines_max) + " more</li>\n";
    out += "</ul>\n";
  }
  out += "</section>\n";
}

}  // namespace

std::string digest_html(const Digest& digest) {
  if (digest.is_empty()) return {};
  const auto title = html_text(digest.about.empty() ? "What is owed, new and done" : "For " + digest.about);
  const auto days = to_iso(digest.since) + " to " + to_iso(digest.today);
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n<title>" +
                    title + ", " + days + "</title>\n";
  out.append(head_end);
  out += "<body>\n<header>\n<h1>" + title + "</h1>\n<p class=\"told\">" + days + "</p>\n</header>\n<main>\n";
  if (!digest.overdue.empty()) {
    out += "<section>\n<h2>Overdue (" + std::to_string(digest.overdue_count()) + ")</h2>\n";
    for (const auto& person : digest.overdue) {
      out += "<h3>" + (person.name.empty() ? "Nobody&#39;s" : html_text(person.name)) + "</h3>\n";
      put_lines(out, person.lines, false, "late");
    }
    out += "</section>\n";
  }
  put_part(out, "Due in the next " + std::to_string(digest.ahead_days) + " days", digest.soon, "");
  put_part(out, "Finished", digest.finished, "good");
  put_part(out, "Declined", digest.declined, "");
  put_part(out, "New documents", digest.documents, "");
  put_part(out, "New actions in older documents", digest.items, "");
  put_lessons(out, digest.lessons);
  put_part(out, "Can't be told", digest.untold, "");
  out += "</main>\n<footer>\n";
  if (!digest.has_archive)
    out += "<p>What was finished is not known without an archive: &#39;hindcast sync&#39; records it.</p>\n";
  out += "<p>Written by hindcast digest from the documents themselves.</p>\n</footer>\n</body>\n</html>\n";
  return out;
}

}  // namespace hindcast::app
