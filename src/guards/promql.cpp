#include "guards/promql.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "guards/looking.h"

namespace hindcast::guards {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_of_word(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c) || c == '_' || c == ':' || c == '.';
}

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Walks over values and operators, which take turns.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  std::optional<std::string> fault() {
    while (!gave_up_ && fault_.empty() && skip_blanks())
      step();
    if (gave_up_) return std::nullopt;
    if (fault_.empty() && !open_.empty()) fault_ = "a `(` is never closed";
    if (fault_.empty() && wants_value_) fault_ = "it ends where a value belongs";
    return fault_.empty() ? std::nullopt : std::optional(fault_);
  }

 private:
  bool skip_blanks() {
    while (at_ < text_.size()) {
      if (text_[at_] == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
        ++at_;
      else
        return true;
    }
    return false;
  }

  void step() {
    const char c = text_[at_];
    if (c == '(') return open();
    if (c == ')') return close();
    if (c == '{' || c == '[') return brackets(c);
    if (c == '"' || c == '\'' || c == '`') {
      if (skip_string()) value("a text");
    } else if (c == ',') {
      ++at_;
      if (wants_value_) return misplaced(",");
      if (open_.empty()) fault_ = "`,` stands outside of brackets";
      value_ends(true);
    } else if (is_of_word(c)) {
      word();
    } else {
      sign();
    }
  }

  void open() {
    ++at_;
    if (!wants_value_ && !is_callable_) {
      fault_ = "`(` stands where an operator belongs";
      return;
    }
    open_.push_back(is_callable_);
    value_ends(true);
    may_close_ = open_.back();  // "time()"
  }

  void close() {
    ++at_;
    if (open_.empty()) {
      fault_ = "a `)` closes nothing";
    } else if (wants_value_ && !may_close_) {
      misplaced(")");
    } else {
      open_.pop_back();
      value_ends(false);
    }
  }

  // Label matchers and ranges: what stands in them is not looked at.
  void brackets(char c) {
    if (c == '[' && wants_value_) return misplaced("[");
    if (c == '{' && !wants_value_ && !is_callable_) {
      fault_ = "`{` stands where an operator belongs";
      return;
    }
    const char end = c == '{' ? '}' : ']';
    for (++at_; at_ < text_.size() && text_[at_] != end;)
      if (text_[at_] == '"' || text_[at_] == '\'' || text_[at_] == '`') {
        if (!skip_string()) return;
      } else {
        ++at_;
      }
    if (at_ == text_.size()) {
      fault_ = std::string("a `").append(1, c).append("` is never closed");
      return;
    }
    ++at_;
    value_ends(false);
  }

  bool skip_string() {
    const char quote = text_[at_];
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_)
      if (text_[at_] == '\\' && quote != '`') ++at_;
    if (at_ >= text_.size()) fault_ = "a quote is never closed";
    ++at_;
    return fault_.empty();
  }

  void word() {
    static constexpr std::array<std::string_view, 7> operators = {"and",     "or", "unless", "atan2",
                                                                  "default", "if", "ifnot"};
    static constexpr std::array<std::string_view, 6> with_labels = {"by",       "without",    "on",
                                                                    "ignoring", "group_left", "group_right"};
    const std::size_t begin = at_;
    const bool is_number = is_digit(text_[at_]);
    while (at_ < text_.size() && is_of_word(text_[at_])) {
      const bool is_exponent = is_number && lower(text_[at_]) == 'e' && at_ + 1 < text_.size() &&
                               (text_[at_ + 1] == '-' || text_[at_ + 1] == '+');
      at_ += is_exponent ? 2 : 1;
    }
    const std::string_view written = text_.substr(begin, at_ - begin);
    const std::string word = lower(written);
    if (word == "with") {
      gave_up_ = true;  // of another language than Prometheus's
    } else if (is_in(with_labels, word)) {
      labels();
    } else if (word == "offset" && !wants_value_) {
      if (skip_blanks() && text_[at_] == '-') ++at_;
      skip_blanks();
      skip_word();
    } else if (!wants_value_ && is_in(operators, word)) {
      value_ends(true);
    } else if (word != "bool" && word != "keep_metric_names") {
      value(written);
      is_callable_ = !is_number && fault_.empty();
    }
  }

  void skip_word() {
    while (at_ < text_.size() && is_of_word(text_[at_]))
      ++at_;
  }

  // "by (job, path)", and "group_left" alone.
  void labels() {
    const std::size_t before = at_;
    if (!skip_blanks() || text_[at_] != '(') {
      at_ = before;
      return;
    }
    const std::size_t end = text_.find(')', at_);
    if (end == text_.npos) fault_ = "a `(` is never closed";
    at_ = end == text_.npos ? text_.size() : end + 1;
  }

  void sign() {
    static constexpr std::array<std::string_view, 12> signs = {"==", "!=", ">=", "<=", ">", "<",
                                                               "+",  "-",  "*",  "/",  "%", "^"};
    if (text_[at_] == '@' && !wants_value_) return at_a_moment();
    const auto found = std::find_if(signs.begin(), signs.end(),
                                    [&](auto one) { return text_.substr(at_, one.size()) == one; });
    const bool is_followed_oddly = found != signs.end() && text_.substr(at_ + found->size()).starts_with('~');
    if (found == signs.end() || is_followed_oddly) {
      gave_up_ = true;  // "|=", "$x": another language, or a template
      return;
    }
    at_ += found->size();
    if (wants_value_ && *found != "+" && *found != "-") return misplaced(*found);
    value_ends(true);
  }

  // "@ 1609746000", "@ end()"
  void at_a_moment() {
    ++at_;
    skip_blanks();
    skip_word();
    if (text_.substr(at_).starts_with("()")) at_ += 2;
  }

  void value(std::string_view what) {
    if (!wants_value_) {
      fault_ = what == "a text" ? std::string("a text stands where an operator belongs")
                                : quoted(what) + " stands where an operator belongs";
      return;
    }
    value_ends(false);
  }

  void misplaced(std::string_view what) { fault_ = quoted(what) + " stands where a value belongs"; }

  void value_ends(bool wants_another) {
    wants_value_ = wants_another;
    is_callable_ = may_close_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool wants_value_ = true;
  bool is_callable_ = false;  // a name stands right before: "rate" of "rate(x[5m])"
  bool may_close_ = false;    // a bracket of arguments was just opened
  bool gave_up_ = false;
  std::vector<bool> open_;  // brackets; whether each holds arguments
  std::string fault_;
};

}  // namespace

std::optional<std::string> promql_fault(std::string_view expression) {
  const bool is_template =
      expression.find("{{") != expression.npos || expression.find('$') != expression.npos;
  if (is_template || trimmed(expression).empty()) return std::nullopt;
  return Walk(expression).fault();
}

bool is_promql_duration(std::string_view text) {
  static constexpr std::array<std::string_view, 7> units = {"ms", "s", "m", "h", "d", "w", "y"};
  text = trimmed(text);
  if (text == "0") return true;
  if (text.empty()) return false;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(digits);
    const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    if (digits == 0 || !is_in(units, text.substr(0, letters))) return false;
    text.remove_prefix(letters);
  }
  return true;
}

}  // namespace hindcast::guards
