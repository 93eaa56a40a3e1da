#include "base/text.h"
#include "data/data.h"
#include "data/reading.h"

namespace hindcast::data {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool is_of_key(char c) {
  const char small = lower(c);
  return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

class DotenvReader {
 public:
  DotenvReader(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

  Result<Value> run() {
    Value out;
    out.type = Type::table;
    out.line = out.column = 1;
    while (at_ < text_.size()) {
      skip_blanks();
      if (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '#') {
        if (out.members.size() >= limits_.values_max) return too_many_values(line_, limits_);
        out.members.push_back(TRY(pair()));
        skip_blanks();
        const bool has_ended = at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '#';
        if (!has_ended) return wrong(line_, "more stands behind the closing quote");
      }
      while (at_ < text_.size() && text_[at_] != '\n')
        ++at_;
      step();
    }
    return out;
  }

 private:
  void step() {
    if (at_ < text_.size() && text_[at_] == '\n') {
      ++line_;
      line_start_ = at_ + 1;
    }
    ++at_;
  }
  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_]))
      ++at_;
  }
  std::uint32_t column() const { return static_cast<std::uint32_t>(at_ - line_start_ + 1); }

  std::string_view name() {
    const auto begin = at_;
    while (at_ < text_.size() && is_of_key(text_[at_]))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // "export KEY = value"; a key without "=" is a mistake, for a shell it would be a command.
  Result<Value> pair() {
    Value out;
    out.type = Type::text;
    auto key = name();
    if (key == "export" && at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
      skip_blanks();
      key = name();
    }
    out.key_line = static_cast<std::uint32_t>(line_);
    out.key_column = static_cast<std::uint32_t>(column() - key.size());
    if (key.empty()) return wrong(line_, "a key is missing; it is made of letters, digits and '_'");
    out.key = key;
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != '=') return wrong(line_, "no '=' stands behind the key");
    ++at_;
    skip_blanks();
    out.line = static_cast<std::uint32_t>(line_);
    out.column = column();
    const char first = at_ < text_.size() ? text_[at_] : '\n';
    if (first == '"' || first == '\'' || first == '`') {
      TRY(quoted(first, out.text));
    } else {
      bare(out.text);
    }
    return out;
  }

  // Up to a comment, which begins behind a blank.
  void bare(std::string& out) {
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != '\n' &&
           !(text_[at_] == '#' && (at_ == begin || is_blank(text_[at_ - 1]))))
      ++at_;
    out = trimmed(text_.substr(begin, at_ - begin));
  }

  Status quoted(char quote, std::string& out) {
    const auto began = line_;
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      char c = text_[at_];
      if (quote == '"' && c == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        constexpr std::string_view letters = "nrt", meant = "\n\r\t";
        c = text_[at_];
        const auto letter = letters.find(c);
        if (letter != letters.npos)
          c = meant[letter];
        else if (std::string_view("\\\"$`").find(c) == std::string_view::npos)
          out += '\\';
      }
      out += c;
      step();
    }
    if (at_ >= text_.size()) return wrong(began, "a quote is not closed");
    ++at_;
    return Ok();
  }

  std::string_view text_;
  const Limits& limits_;
  std::size_t at_ = 0, line_ = 1, line_start_ = 0;
};

}  // namespace

Result<Value> read_dotenv(std::string_view text, const Limits& limits) {
  TRY(admit(text, limits));
  return DotenvReader(text, limits).run();
}

}  // namespace hindcast::data
