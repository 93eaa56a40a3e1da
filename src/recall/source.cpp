// What of a document the ledger remembers.
#include <algorithm>

#include "recall/promises.h"
#include "recall/words.h"

namespace hindcast::recall {
namespace {

// The words in capitals and digits that a file's name begins with, at least one digit and a letter among
// them.
std::string code_of(std::string_view path) {
  constexpr std::size_t code_bytes_min = 4;
  path = path.substr(path.find_last_of("/_") + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::size_t end = 0;
  bool has_digit = false;
  for (std::size_t at = 0;
       at < path.size() && (is_digit(path[at]) || is_capital(path[at]) || path[at] == '-'); ++at) {
    has_digit |= is_digit(path[at]);
    const char next = at + 1 < path.size() ? path[at + 1] : '.';
    if (path[at] != '-' && (next == '-' || next == ' ' || next == '.')) end = at + 1;
  }
  if (!has_digit || end < code_bytes_min || !is_capital(path[0])) return {};
  return std::string(path.substr(0, end));
}

std::string_view above(std::string_view path) {
  const auto end = path.find_last_of('/');
  return end == path.npos ? std::string_view() : path.substr(0, end);
}

std::string home_of(std::string_view path) {
  const auto name = lower(path.substr(path.find_last_of('/') + 1));
  path = above(path);
  if (name == "readme.md" || name == "index.md") path = above(path);  // a folder for each document
  while (!path.empty() && divides_by_kind_or_time(path.substr(path.find_last_of('/') + 1)))
    path = above(path);
  return std::string(path);
}

// Tells of items, asked in the order of the document, which stand below advice to others.
class Advice {
 public:
  explicit Advice(const facts::Document& document) : sections_(document.sections) {}
  bool holds(const facts::Item& item) {
    for (; next_ < sections_.size() && sections_[next_].line <= item.line; ++next_)
      if (sections_[next_].level > 1 && is_advice(sections_[next_].title))
        end_ = std::max(end_, sections_[next_].end_line);
    return item.line <= end_;
  }

 private:
  std::span<const facts::Section> sections_;
  std::size_t next_ = 0;
  std::uint32_t end_ = 0;  // the last line of advice that began so far
};

Promise promise_of(const facts::Item& item) {
  std::string owner = item.owner ? item.owner->text : std::string();
  if (owner.empty() && item.team) owner = item.team->text;
  return {.role = item.role,
          .state = state_of(item),
          .id = item.id,
          .line = item.line,
          .span = item.span,
          .text = item.text,
          .owner = std::move(owner),
          .due = item.due ? to_iso(item.due->date) : std::string(),
          .is_heading = item.from == "heading"};
}

}  // namespace

Source source_of(const facts::Document& document, std::string_view path, std::string_view text) {
  using facts::DocumentKind, facts::ItemRole;
  Source source;
  source.path = path;
  source.home = home_of(path);
  source.code = code_of(path);
  source.slug = document.slug;
  source.title = document.title.text;
  if (document.date) source.date = document.date->date;
  if (document.kind == DocumentKind::release || document.kind == DocumentKind::checklist) return source;
  Advice advice(document);
  for (const auto& item : document.items) {
    const bool is_work = item.role == ItemRole::action || item.role == ItemRole::improvement;
    if (!is_work && !(item.role == ItemRole::lesson && asks_for_something(item.text))) continue;
    if (is_about_its_document(item.text) || advice.holds(item)) continue;
    source.promises.push_back(promise_of(item));
  }
  source.title_terms = terms_of(source.title);
  source.about = about_terms(source.title, text);
  source.sketch = sketch_of(text);
  return source;
}

}  // namespace hindcast::recall
