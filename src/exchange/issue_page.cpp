#include "exchange/issue_page.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "document/document.h"
#include "document/owners.h"
#include "exchange/issue_family.h"
#include "exchange/issue_parts.h"
#include "exchange/issue_work.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::exchange {
namespace {

constexpr std::size_t stem_bytes_max = 70;

// "Tills froze at 9!" is "tills-froze-at-9": nothing in it can lead anywhere.
std::string slugged(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const char small = lower(c);
    const bool is_plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (is_plain)
      out += small;
    else if (!out.empty() && out.back() != '-')
      out += '-';
    if (out.size() >= stem_bytes_max) break;
  }
  while (!out.empty() && out.back() == '-')
    out.pop_back();
  return out;
}

std::string id_of(const Issue& issue) {
  const auto project = slugged(std::string_view(issue.project).substr(issue.project.rfind('/') + 1));
  return (project.empty() ? "issue" : project) + "-" + std::to_string(issue.number);
}

// "till-12-tills-froze.md", cut behind the number.
std::string file_name_of(const Issue& issue) {
  const auto id = id_of(issue), words = slugged(issue.title);
  auto stem = (id + (words.empty() ? "" : "-" + words)).substr(0, std::max(stem_bytes_max, id.size()));
  while (stem.back() == '-')
    stem.pop_back();
  return stem + ".md";
}

std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string yaml_list(const std::vector<std::string>& names, bool are_people) {
  std::string out = "[";
  for (const auto& name : names)
    out += (out.size() > 1 ? ", " : "") + yaml_quoted(are_people ? at_name(name) : name);
  return out + "]";
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string severity_of(const Issue& issue) {
  if (!issue.severity.empty()) return issue.severity;
  for (const auto& label : issue.labels)
    if (const auto severity = document::severity_in_label(label); !severity.empty())
      return std::string(severity);
  return {};
}

std::string ticket(std::string_view reference, const std::string& url) {
  const auto number = std::string(reference.substr(reference.rfind('#')));
  return url.empty() ? number : "[" + number + "](" + url + ")";
}

// " (blocked) (owner: @ada; priority: high; due: 2031-06-01)", of which `action` says nothing.
std::string untold_facts(const Issue& issue, const facts::Item& action) {
  std::string facts;
  const auto add = [&](std::string_view name, bool is_told, std::string_view value) {
    if (is_told || value.empty()) return;
    facts.append(facts.empty() ? "" : "; ").append(name).append(": ");
    for (const char c : value)  // what would end it, or begin another
      facts += c == ';' || c == '(' || c == ')' ? ' ' : c;
  };
  add("owner", action.owner.has_value(), people_of(issue.assignees, " & "));
  add("priority", action.priority.has_value(), priority_of(issue));
  add("due", action.due.has_value() || action.due_text.has_value(), due_of(issue));
  const auto state = state_word(issue);
  const bool is_state_told = *action.ticked || action.state_text.has_value() || state == "Open";
  return (is_state_told ? "" : " (" + lower(state) + ")") + (facts.empty() ? "" : " (" + facts + ")");
}

class PageMaker {
 public:
  PageMaker(const Issue& issue, Tracker tracker, const Family& family) : issue_(issue), family_(family) {
    page_.key = tracker == Tracker::github ? "github" : "gitlab";
  }

  IssuePage run() {
    page_.reference = reference(issue_.project, issue_.number);
    page_.name = file_name_of(issue_);
    page_.line_end = line_end_of(issue_);
    page_.body = body_of(issue_);
    read_ = document::read({page_.name, page_.body}, document::builtin_forms());
    tell_named();
    head();
    rest();
    return std::move(page_);
  }

 private:
  void line(std::string key, const std::string& value) { page_.head.emplace_back(key, key + ": " + value); }
  void text(std::string key, const std::string& value) {
    if (!value.empty()) line(std::move(key), yaml_quoted(value));
  }

  // What the tracker knows of an issue that an action of the text names, where the text does not say it: as
  // the tracker shows it there itself.
  void tell_named() {
    std::string told;
    std::size_t at = 0;
    for (const auto& named : named_issues(read_, page_.body, issue_.project)) {
      const auto* issue = family_.find(named.reference);
      if (!issue) continue;
      const auto line = std::string_view(page_.body).substr(0, page_.body.find('\n', named.behind));
      const auto end = line.find_last_not_of(" \t\r") + 1;
      told.append(page_.body, at, named.behind - at);
      if (end == named.behind) told += " " + issue->title;
      told.append(page_.body, named.behind, end - named.behind);
      told += untold_facts(*issue, *named.action);
      at = end;
    }
    if (at == 0) return;
    page_.body = told.append(page_.body, at);
    read_ = document::read({page_.name, page_.body}, document::builtin_forms());
  }

  void head() {
    text("title", issue_.title);
    text("id", id_of(issue_));
    text(page_.key, page_.reference);
    text("url", issue_.url);
    line("state", issue_.state);
    if (!issue_.type.empty()) text("type", issue_.type);
    if (!issue_.labels.empty()) line("labels", yaml_list(issue_.labels, false));
    if (!issue_.assignees.empty()) line("assignees", yaml_list(issue_.assignees, true));
    text("severity", severity_of(issue_));
    if (!issue_.author.empty()) text("author", at_name(issue_.author));
    // "created" would be taken for the day of the document before the days that its text names.
    if (!issue_.opened.empty()) line("opened", issue_.opened);
    if (!issue_.closed.empty()) line("closed", issue_.closed);
    if (!issue_.opened.empty() && !read_.date) line("date", issue_.opened.substr(0, 10));
    text("milestone", issue_.milestone);
    if (!issue_.due.empty()) line("due", issue_.due);
    text("parent", issue_.parent);
  }

  void rest() {
    actions();
    int level = 2;
    for (const auto& comment : issue_.comments)
      if (has_titles(comment.text)) level = 1;
    if (has_titles(page_.body, 1)) level = 1;
    for (const auto& comment : issue_.comments)
      add(comment, level);
  }

  // More headings of level 1 than the one above all: a comment under the last of them would be a part of it.
  static bool has_titles(std::string_view text, std::size_t allowed = 0) {
    const auto tree = markdown::parse(text);
    std::size_t titles = 0;
    for (const auto node : markdown::children(tree, 0))
      titles += tree.nodes[node].kind == markdown::Kind::heading && tree.nodes[node].level == 1;
    return titles > allowed;
  }

  void add(const Comment& comment, int level) {
    const auto& end = page_.line_end;
    if (!page_.rest.empty()) page_.rest += end;
    page_.rest += std::string(static_cast<std::size_t>(level), '#') + " Comment";
    if (!comment.author.empty()) page_.rest += " by " + at_name(comment.author);
    if (!comment.at.empty()) page_.rest += " on " + comment.at.substr(0, 10);
    const auto text = comment.text + (comment.text.ends_with("\n") ? "" : end);
    page_.rest += end + end + text + closing_of(text, end);
  }

  bool tells_own_action() const {
    return std::any_of(read_.items.begin(), read_.items.end(), [&](const facts::Item& item) {
      return item.role == facts::ItemRole::action && item.text == issue_.title;
    });
  }

  void row(const Issue& issue, const std::string& link) {
    row(issue.title, issue.assignees, priority_of(issue), state_word(issue), due_of(issue), link);
  }

  void row(std::string_view title, const std::vector<std::string>& assignees, std::string_view priority,
           std::string_view state, std::string_view due, const std::string& link) {
    const std::array<std::string, 6> cells = {cell(title),      cell(people_of(assignees, ", ")),
                                              cell(priority),   std::string(state),
                                              std::string(due), link};
    page_.rest += "|";
    for (const auto& one : cells)
      page_.rest += one.empty() ? " |" : " " + one + " |";
    page_.rest += page_.line_end;
  }

  void actions() {
    const bool is_own = is_action(issue_) && !family_.is_listed(page_.reference) && !tells_own_action();
    if (!is_own && issue_.sub_issues.empty()) return;
    const auto& end = page_.line_end;
    page_.rest += "## Action items in the tracker" + end + end;
    page_.rest += "| Action | Owner | Priority | Status | Due | Ticket |" + end;
    page_.rest += "|--------|-------|----------|--------|-----|--------|" + end;
    if (is_own) row(issue_, ticket(page_.reference, issue_.url));
    for (const auto& sub : issue_.sub_issues) {
      const auto link = ticket(sub.reference, sub.url);
      if (const auto* whole = family_.find(sub.reference))
        row(*whole, link);
      else
        row(sub.title, sub.assignees, "", state_word(sub.state), "", link);
    }
  }

  const Issue& issue_;
  const Family& family_;
  IssuePage page_;
  facts::Document read_;
};

}  // namespace

IssuePage page_of(const Issue& issue, Tracker tracker, const Family& family) {
  return PageMaker(issue, tracker, family).run();
}

}  // namespace hindcast::exchange
