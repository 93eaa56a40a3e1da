#include "lint/rules/dates.h"

#include <algorithm>
#include <string>

#include "document/calendar.h"
#include "document/dates.h"
#include "document/plain.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using document::DateOrder;
namespace calendar = document::calendar;

constexpr std::string_view weekdays[] = {"",         "Monday", "Tuesday",  "Wednesday",
                                         "Thursday", "Friday", "Saturday", "Sunday"};

bool is_digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool is_letter(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  const char c = text[at];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// 1 Monday … 7 Sunday.
int weekday_of(Date date) {
  const auto days = days_from_epoch(date);  // 1970-01-01 was a Thursday
  return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
}

// Days that no year has in this month: the 29th of February counts as one that may be.
bool is_past_month_end(int year, int month, int day) {
  if (month < 1 || month > 12) return false;
  if (year == 0) return day > calendar::last_of_month(2000, month).day;
  return day > calendar::last_of_month(year, month).day;
}

// Looks at one line of running text. Numbers are dates only where a month's name or a year says so.
class DateLine {
 public:
  DateLine(const Subject& subject, Span at, DateOrder order, Findings& findings)
      : line_(slice(subject.text, at)),
        at_(at),
        digits_(subject.digits),
        order_(order),
        findings_(findings) {}

  void run() {
    for (auto at = next_digit(0); at < line_.size(); at = next_digit(at)) {
      const auto number = calendar::number_at(line_, at);
      const auto end = number.width == 0 ? after_digits(at) : number.end;
      if (number.width == 5) long_year(at, end);
      if (number.width == 4 && number.value >= 1900 && number.value < 2100) year(at, number);
      if (number.width == 2 && number.value >= 29 && number.value <= 31) last_days(at, number);
      if (number.width >= 1 && number.width <= 2 && number.value <= 31) weekday(at);
      at = end;
    }
  }

 private:
  std::size_t next_digit(std::size_t at) const {
    return digits_.next(at_.begin + static_cast<std::uint32_t>(at), at_.end) - at_.begin;
  }
  std::size_t after_digits(std::size_t at) const {
    while (is_digit(line_, at))
      ++at;
    return at;
  }

  // "2025-02-30", "2025/04/31".
  void year(std::size_t at, const calendar::Number& year) {
    if (at > 0 && (is_letter(line_, at - 1) || line_[at - 1] == '-' || line_[at - 1] == '/')) return;
    const char mark = year.end < line_.size() ? line_[year.end] : ' ';
    if (mark != '-' && mark != '/') return weekday(at);
    const auto month = calendar::number_at(line_, year.end + 1);
    if (month.width != 2 || month.end >= line_.size() || line_[month.end] != mark) return;
    const auto day = calendar::number_at(line_, month.end + 1);
    if (day.width != 2) return;
    const char next = day.end < line_.size() ? line_[day.end] : ' ';
    const bool is_no_month = mark == '-' && month.value > 12 && month.value <= 31;
    if (day.value <= 31 && (is_no_month || is_past_month_end(year.value, month.value, day.value)) &&
        next != '-' && next != '/' && next != '_')
      return no_such_day(at, day.end);
    weekday(at);
  }

  // "22025-03-18", "20202-01-16": a digit was typed twice.
  void long_year(std::size_t at, std::size_t end) {
    const char mark = end < line_.size() ? line_[end] : ' ';
    if ((mark != '-' && mark != '/') || (at > 0 && (is_letter(line_, at - 1) || line_[at - 1] == mark)))
      return;
    const auto is_century = [&](std::size_t i) {
      return line_.compare(i, 2, "20") == 0 || line_.compare(i, 2, "19") == 0;
    };
    const auto month = calendar::number_at(line_, end + 1);
    if (!(is_century(at) || is_century(at + 1)) || month.width != 2 || month.value < 1 || month.value > 12 ||
        month.end >= line_.size() || line_[month.end] != mark)
      return;
    const auto day = calendar::number_at(line_, month.end + 1);
    const char next = day.end < line_.size() ? line_[day.end] : ' ';
    if (day.width == 2 && day.value >= 1 && day.value <= 31 && next != mark && next != '_')
      no_such_day(at, day.end);
  }

  // "April 31", "31 April", "30 February 2025".
  void last_days(std::size_t at, const calendar::Number& day) {
    if (at > 0 && line_[at - 1] != ' ') return;
    int month = 0;
    std::size_t begin = at, end = day.end;
    std::size_t word = at > 0 ? at - 1 : 0;
    while (word > 0 && (is_letter(line_, word - 1) || line_[word - 1] == '.'))
      --word;
    if (word + 1 < at) {
      const auto name = calendar::month_at(line_, word);
      if (name.month != 0 && !name.is_doubtful && name.end == at - 1) month = name.month, begin = word;
    }
    if (month == 0 && end < line_.size() && line_[end] == ' ') {
      const auto name = calendar::month_at(line_, end + 1);
      if (name.month != 0 && !name.is_doubtful && !is_letter(line_, name.end))
        month = name.month, end = name.end;
    }
    // "September 30-31", "31 Juni,": the year stands after a comma or a blank.
    auto at_year = end;
    while (at_year < line_.size() && (line_[at_year] == ',' || line_[at_year] == ' '))
      ++at_year;
    const auto year = calendar::number_at(line_, at_year);
    const bool has_year = year.width == 4 && year.value >= 1900 && year.value < 2100;
    if (month != 0 && is_past_month_end(has_year ? year.value : 0, month, day.value))
      no_such_day(begin, has_year ? year.end : end);
  }

  // "Monday, May 6, 2025", "2025-05-06 (Mon)": a date whose weekday can be checked.
  void weekday(std::size_t at) {
    if (!may_name_weekday()) return;
    const auto date = calendar::date_around(line_, at, 0, order_);
    if (!date || date->year == 0 || date->last_day != 0) return;
    if (!is_valid({date->year, date->month, date->day})) return;
    auto named = calendar::weekday_at(line_, date->begin);
    auto end = date->end;
    if (named.day == 0) {
      // The bracket may be part of the date already: "2025-05-06(Mon)", "2025-05-06 (Mon)".
      auto open = line_.substr(0, end).rfind('(');
      if (open == std::string_view::npos || open < date->begin)
        open = line_.compare(end, 2, " (") == 0 ? end + 1 : end;
      named = calendar::weekday_at(line_, open + 1);
      if (named.day != 0) end = named.end;
    }
    const int real = weekday_of({date->year, date->month, date->day});
    if (named.day == 0 || named.day == real) return;
    findings_.add(span(date->begin, end), "that day was a " + std::string(weekdays[real]));
  }

  // The middle of 月曜日 or the beginning of 星期一.
  static bool is_east_asian(char a, char b, char c) {
    return a == '\xE6' && ((b == '\x9B' && c == '\x9C') || (b == '\x98' && c == '\x9F'));
  }

  // Nearly every line is passed over here: "Mon" … "Sunday" in English, or a bracket for other scripts.
  bool may_name_weekday() {
    if (may_name_weekday_ < 0) {
      bool found = false;
      if (line_.find("20") == std::string_view::npos && line_.find("19") == std::string_view::npos) {
        may_name_weekday_ = 0;
        return false;
      }
      static constexpr document::ByteSet firsts("MTWFS\xE6");
      for (auto i = firsts.find(line_); i < line_.size() && i + 2 < line_.size() && !found;
           i = firsts.find(line_, i + 1)) {
        const char a = line_[i], b = line_[i + 1], c = line_[i + 2];
        found = (b == 'o' && a == 'M' && c == 'n') ||
                (b == 'u' && ((a == 'T' && c == 'e') || (a == 'S' && c == 'n'))) ||
                (a == 'W' && b == 'e' && c == 'd') || (a == 'T' && b == 'h' && c == 'u') ||
                (a == 'F' && b == 'r' && c == 'i') || (a == 'S' && b == 'a' && c == 't') ||
                is_east_asian(a, b, c);
      }
      may_name_weekday_ = found ? 1 : 0;
    }
    return may_name_weekday_ == 1;
  }

  void no_such_day(std::size_t begin, std::size_t end) {
    findings_.add(span(begin, end), "there is no such day");
  }

  Span span(std::size_t begin, std::size_t end) const {
    return {at_.begin + static_cast<std::uint32_t>(begin), at_.begin + static_cast<std::uint32_t>(end)};
  }

  std::string_view line_;
  Span at_;
  const Marks& digits_;
  DateOrder order_;
  Findings& findings_;
  int may_name_weekday_ = -1;
};

}  // namespace

void impossible_date(const Subject& subject, Findings& findings) {
  const auto order = document::date_order("", subject.document.language);
  for (const auto& line : subject.lines)
    if (line.has_digit) DateLine(subject, line.at, order, findings).run();
}

}  // namespace hindcast::lint
