#include "exchange/issue_page.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "document/document.h"
#include "document/owners.h"
#include "exchange/issue_fields.h"
#include "exchange/issue_parts.h"
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

std::string at_name(const std::string& person) {
  const bool is_handle = std::all_of(person.begin(), person.end(), [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
  return is_handle ? "@" + person : person;
}

std::string yaml_list(const std::vector<std::string>& names, bool are_people) {
  std::string out = "[";
  for (const auto& name : names)
    out += (out.size() > 1 ? ", " : "") + yaml_quoted(are_people ? at_name(name) : name);
  return out + "]";
}

// "Type: Action Item" is " type action item ".
std::string words_of(std::string_view label) {
  std::string out = " ";
  for (const char c : label) {
    const bool is_sign = c == '-' || c == '_' || c == ':' || c == '/' || c == ' ' || c == '.';
    if (is_sign && out.back() != ' ') out += ' ';
    if (!is_sign) out += lower(c);
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool holds_one_of(std::string_view words, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view one) { return words.find(one) != words.npos; });
}

// "actions" alone is more often the name of a build service than of a promise.
bool says_action(std::string_view label) {
  const auto words = words_of(label);
  return words == " action " || words == " actionitem " || words == " type action " ||
         words == " kind action " ||
         holds_one_of(words, {" action item ",
                              " action items ",
                              " follow up ",
                              " follow ups ",
                              " followup ",
                              " followups ",
                              " remediation ",
                              " corrective action ",
                              " corrective actions ",
                              " preventive action ",
                              " preventative action ",
                              " preventive actions ",
                              " postmortem action ",
                              " postmortem actions ",
                              " incident action ",
                              " incident actions ",
                              " retro action ",
                              " retro actions ",
                              " retrospective action ",
                              " retrospective actions "});
}

bool is_action(const Issue& issue) {
  return says_action(issue.type) || std::any_of(issue.labels.begin(), issue.labels.end(), says_action);
}

std::string_view state_word(std::string_view state) {
  if (state == "closed as not planned" || state == "closed as duplicate") return "Won't do";
  return state == "open" ? "Open" : "Done";
}

std::string_view state_word(const Issue& issue) {
  if (issue.state != "open") return state_word(issue.state);
  std::string words = words_of(issue.progress);
  for (const auto& label : issue.labels)
    words += words_of(label);
  if (holds_one_of(words, {" blocked ", " on hold "})) return "Blocked";
  if (holds_one_of(words, {" in progress ", " doing ", " wip ", " in review "})) return "In progress";
  return "Open";
}

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string people(const std::vector<std::string>& assignees) {
  std::string out;
  for (const auto& person : assignees)
    out += (out.empty() ? "" : ", ") + at_name(person);
  return cell(out);
}

// "P1", "priority: high", "priority::2".
std::string priority_of(const Issue& issue) {
  for (const auto& label : issue.labels) {
    const bool is_code = label.size() == 2 && lower(label[0]) == 'p' && label[1] >= '0' && label[1] <= '9';
    if (is_code) return label;
    if (!holds_one_of(words_of(label), {" priority ", " prio "})) continue;
    auto value = trimmed(std::string_view(label).substr(label.find_last_of(":/") + 1));  // npos + 1 is 0
    if (!holds_one_of(words_of(value), {" priority ", " prio "})) return std::string(value);
  }
  return {};
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

class PageMaker {
 public:
  PageMaker(const Issue& issue, Tracker tracker, bool is_listed) : issue_(issue), is_listed_(is_listed) {
    page_.key = tracker == Tracker::github ? "github" : "gitlab";
  }

  IssuePage run() {
    page_.reference = reference(issue_.project, issue_.number);
    page_.name = file_name_of(issue_);
    page_.line_end = issue_.body.find("\r\n") != issue_.body.npos ? "\r\n" : "\n";
    body();
    read_ = document::read({page_.name, page_.body}, document::builtin_forms());
    head();
    rest();
    return std::move(page_);
  }

 private:
  void line(std::string key, const std::string& value) { page_.head.emplace_back(key, key + ": " + value); }
  void text(std::string key, const std::string& value) {
    if (!value.empty()) line(std::move(key), yaml_quoted(value));
  }

  // A text that begins with the one heading of level 1 has its own title.
  void body() {
    const auto tree = markdown::parse(issue_.body);
    std::size_t titles = 0;
    bool is_first = false;
    for (const auto node : markdown::children(tree, 0)) {
      const bool is_title = tree.nodes[node].kind == markdown::Kind::heading && tree.nodes[node].level == 1;
      if (node == 1) is_first = is_title;
      titles += is_title;
    }
    if (!is_first || titles > 1)
      page_.body = "# " + issue_.title + page_.line_end + (issue_.has_body ? page_.line_end : "");
    page_.body += issue_.body;
    page_.body += closing_of(page_.body, page_.line_end);
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

  void row(std::string_view title, const std::vector<std::string>& assignees, std::string_view priority,
           std::string_view state, std::string_view due, const std::string& link) {
    const std::array<std::string, 6> cells = {cell(title),        people(assignees), cell(priority),
                                              std::string(state), std::string(due),  link};
    page_.rest += "|";
    for (const auto& one : cells)
      page_.rest += one.empty() ? " |" : " " + one + " |";
    page_.rest += page_.line_end;
  }

  void actions() {
    const bool is_own = is_action(issue_) && !is_listed_ && !tells_own_action();
    if (!is_own && issue_.sub_issues.empty()) return;
    const auto& end = page_.line_end;
    page_.rest += "## Action items in the tracker" + end + end;
    page_.rest += "| Action | Owner | Priority | Status | Due | Ticket |" + end;
    page_.rest += "|--------|-------|----------|--------|-----|--------|" + end;
    if (is_own)
      row(issue_.title, issue_.assignees, priority_of(issue_), state_word(issue_),
          issue_.due.empty() ? issue_.milestone_due : issue_.due, ticket(page_.reference, issue_.url));
    for (const auto& sub : issue_.sub_issues)
      row(sub.title, sub.assignees, "", state_word(sub.state), "", ticket(sub.reference, sub.url));
  }

  const Issue& issue_;
  bool is_listed_;
  IssuePage page_;
  facts::Document read_;
};

// "#12" or an address behind the box of a task.
void add_listed(std::string_view line, const Issue& issue, std::vector<std::string>& out) {
  line = trimmed(line);
  if (line.size() < 7 || (line[0] != '-' && line[0] != '*' && line[0] != '+') || line.substr(1, 2) != " [" ||
      line[4] != ']')
    return;
  const auto word = trimmed(line.substr(5));
  const auto first = word.substr(0, word.find_first_of(" \t,;)"));
  if (const auto address = address_of(first); address.number > 0) {
    out.push_back(reference(address.project, address.number));
    return;
  }
  const auto hash = first.find('#');
  if (hash == first.npos || hash + 1 == first.size() || first.size() - hash > 10) return;
  const auto digits = first.substr(hash + 1);
  if (digits.find_first_not_of("0123456789") != digits.npos) return;
  out.push_back(std::string(hash == 0 ? std::string_view(issue.project) : first.substr(0, hash)) +
                std::string(first.substr(hash)));
}

}  // namespace

IssuePage page_of(const Issue& issue, Tracker tracker, bool is_listed) {
  return PageMaker(issue, tracker, is_listed).run();
}

std::vector<std::string> listed_by(const Issue& issue) {
  std::vector<std::string> out;
  for (const auto& sub : issue.sub_issues)
    out.push_back(sub.reference);
  for (std::size_t at = 0; at < issue.body.size();) {
    const auto end = std::min(issue.body.find('\n', at), issue.body.size());
    add_listed(std::string_view(issue.body).substr(at, end - at), issue, out);
    at = end + 1;
  }
  return out;
}

}  // namespace hindcast::exchange
