// What single words and values of a template stand for: days, numbers to come,
// values still to be decided, enumerations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace hindcast::document::forms {

// True for "YYYY-MM-DD", "DD/MM/YY", "yyyy.mm.dd hh:mm", "JJ/MM/AAAA": letters that stand for a day.
bool is_date_pattern(std::string_view);

// "Date", "Due date", "incident date: yyyy-mm-dd": a few words that ask for a day.
bool names_a_date(std::string_view inside);

// "HH:MM", "xx:xx".
bool names_a_time(std::string_view word);

// "INC-XXXX", "XXX", "YYY": letters that stand for digits to come.
bool is_crossed_out(std::string_view word);
// "X", "~X%", "Xh", "N": the same for a single number and its unit.
bool is_crossed_out_number(std::string_view word);

// "TBD", "TBA", "TBC".
bool is_pending_word(std::string_view word);

// The choices of an enumeration's inside ("High/Medium/Low"); empty where it is none. A list whose parts
// are words of a sentence ("services/features") is none.
std::vector<std::string> choices_of(std::string_view inside);

// `pattern` with the day's numbers in the place of its letters; ISO where it names no order.
std::string fill_date(std::string_view pattern, Date today);

}  // namespace hindcast::document::forms
