// Due dates as an iCalendar file (RFC 5545).
#include "app/items.h"
#include "app/plain_text.h"
#include "base/plain.h"
#include "base/text.h"

namespace hindcast::app {
namespace {

using facts::ActionState;

constexpr std::size_t line_bytes_max = 75;  // RFC 5545, 3.1

// A content line, folded between characters.
void put_line(std::string& out, std::string_view line) {
  for (std::size_t room = line_bytes_max; line.size() > room; room = line_bytes_max - 1) {
    const auto part = first_bytes(line, room);
    out.append(part).append("\r\n ");
    line.remove_prefix(part.size());
  }
  out.append(line).append("\r\n");
}

// A value of type TEXT.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c;
  }
  return out;
}

void put_text(std::string& out, std::string_view name, std::string_view text) {
  put_line(out, std::string(name).append(":").append(escaped(one_line(text))));
}

std::string basic(Date day) {
  auto iso = to_iso(day);
  return iso.erase(7, 1).erase(4, 1);
}

std::string_view task_state(ActionState state) {
  switch (state) {
    case ActionState::in_progress:
    case ActionState::blocked:
      return "IN-PROCESS";
    case ActionState::done:
    case ActionState::verified:
      return "COMPLETED";
    case ActionState::wont_do:
      return "CANCELLED";
    default:
      return "NEEDS-ACTION";
  }
}

// 1 is the most urgent of nine, 0 says nothing.
int priority_of(const ListedItem& row) {
  const auto level = row.item.priority ? facts::severity_level(row.item.priority->text) : std::nullopt;
  return !level ? 0 : *level <= 1 ? 1 : *level == 2 ? 3 : *level == 3 ? 5 : 9;
}

void put_item(std::string& out, const ListedItem& row, CalendarOf of, const std::string& stamp) {
  const std::string_view kind = of == CalendarOf::events ? "VEVENT" : "VTODO";
  const std::string_view word = of == CalendarOf::events ? "due" : "todo";
  put_line(out, std::string("BEGIN:").append(kind));
  put_line(out,
           "UID:" + escaped(one_line(row.slug + "#" + row.item.id)) + "@" + std::string(word) + ".hindcast");
  put_line(out, "DTSTAMP:" + stamp);
  put_line(out, (of == CalendarOf::events ? "DTSTART;VALUE=DATE:" : "DUE;VALUE=DATE:") +
                    basic(row.item.due->date));
  const auto owner = owner_of(row.item);
  put_text(out, "SUMMARY", owner.empty() ? row.item.text : row.item.text + " (" + std::string(owner) + ")");
  auto told = escaped(one_line(row.title)) + "\\n" + escaped(one_line(row.path)) + ":" +
              std::to_string(row.item.line);
  if (row.is_overdue)
    told += row.state == ActionState::unknown ? "\\nOverdue"
                                              : "\\nOverdue: still " + escaped(item_cell(row, "state"));
  put_line(out, "DESCRIPTION:" + told);
  std::string services;
  for (const auto& service : row.services)
    services.append(services.empty() ? "" : ",").append(escaped(one_line(service)));
  if (!services.empty()) put_line(out, "CATEGORIES:" + services);
  if (const int priority = priority_of(row); priority > 0)
    put_line(out, "PRIORITY:" + std::to_string(priority));
  if (of == CalendarOf::tasks) {
    put_line(out, std::string("STATUS:").append(task_state(row.state)));
  } else {
    put_line(out, row.state == ActionState::wont_do ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    put_line(out, "TRANSP:TRANSPARENT");  // nobody is busy for the whole day
  }
  put_line(out, std::string("END:").append(kind));
}

}  // namespace

std::string items_calendar(const ItemList& list, CalendarOf of, Date today) {
  std::string out;
  const auto stamp = basic(today) + "T000000Z";
  put_line(out, "BEGIN:VCALENDAR");
  put_line(out, "VERSION:2.0");
  put_line(out, "PRODID:-//Hindcast//Due dates//EN");
  put_line(out, "CALSCALE:GREGORIAN");
  bool is_empty = true;
  for (const auto& row : list.rows) {
    if (!row.item.due) continue;
    put_item(out, row, of, stamp);
    is_empty = false;
  }
  // A calendar must have a component, and one that is subscribed to has days without any due date.
  if (is_empty)
    for (const char* line : {"BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000",
                             "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"})
      put_line(out, line);
  put_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace hindcast::app
