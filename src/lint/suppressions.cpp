#include "lint/suppressions.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "markdown/inlines.h"

namespace hindcast::lint {
namespace {

using diag::Severity;
using Scope = Suppression::Scope;

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// What follows "hindcast-" up to a blank: "disable-next-line".
Scope scope_of(std::string_view word) {
  constexpr std::pair<std::string_view, Scope> known[] = {{"disable-line", Scope::line},
                                                          {"disable-next-line", Scope::next_line},
                                                          {"disable-file", Scope::file},
                                                          {"disable", Scope::disable},
                                                          {"enable", Scope::enable}};
  for (const auto& [name, scope] : known)
    if (name == word) return scope;
  return Scope::unknown;
}

// "rule, other: reason (until 2026-12-31)", the word before already taken off.
void read_body(std::string_view body, Suppression& into) {
  body = trimmed(body);
  if (!body.empty() && body.back() == ')')
    if (const auto open = body.rfind("(until "); open != body.npos) {
      into.until = trimmed(body.substr(open + 7, body.size() - open - 8));
      body = trimmed(body.substr(0, open));
    }
  // A reason follows the first colon, or " -- " for hands that are used to it.
  auto names = body;
  const auto colon = body.find(':'), dashes = body.find(" -- ");
  if (colon != body.npos && (dashes == body.npos || colon < dashes)) {
    names = body.substr(0, colon);
    into.reason = trimmed(body.substr(colon + 1));
  } else if (dashes != body.npos) {
    names = body.substr(0, dashes);
    into.reason = trimmed(body.substr(dashes + 4));
  }
  for (;;) {
    const auto begin = names.find_first_not_of(" ,\t\r\n");
    if (begin == names.npos) return;
    names.remove_prefix(begin);
    const auto name = names.substr(0, names.find_first_of(" ,\t\r\n"));
    into.rules.push_back(name);
    names.remove_prefix(name.size());
  }
}

// The comment that opens at `open`, when it is one of ours.
std::optional<Suppression> read_comment(std::string_view text, std::size_t open) {
  constexpr std::string_view ours = "hindcast-";
  const auto word = text.find_first_not_of(blanks, open + 4);
  if (word == text.npos || text.substr(word, ours.size()) != ours) return std::nullopt;
  const auto close = text.find("-->", word);
  if (close == text.npos) return std::nullopt;
  auto body = text.substr(word + ours.size(), close - word - ours.size());
  const auto name = body.substr(0, body.find_first_of(" \t\r\n:"));
  const bool is_ours = name.substr(0, 7) == "disable" || name.substr(0, 6) == "enable";
  if (!is_ours) return std::nullopt;
  Suppression made;
  made.scope = scope_of(name);
  made.at = {static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(close + 3)};
  body.remove_prefix(name.size());
  if (!body.empty() && body[0] == ':') {  // "hindcast-disable-line: reason": every rule
    made.reason = trimmed(body.substr(1));
    body = {};
  }
  read_body(body, made);
  return made;
}

// Is this byte inside code? Leaves are looked for once, their inline pieces read only where a comment stands.
class CodeFinder {
 public:
  CodeFinder(const markdown::Tree& tree, std::string_view text) : tree_(tree), text_(text) {}

  bool holds(std::uint32_t offset) {
    while (next_ < tree_.nodes.size() && tree_.nodes[next_].span.begin <= offset)
      ++next_;
    // The last node that begins at or before the offset, then outwards to one that holds it.
    std::uint32_t node = next_ == 0 ? 0 : next_ - 1;
    while (node != 0 && tree_.nodes[node].span.end <= offset)
      node = tree_.nodes[node].parent;
    const auto kind = tree_.nodes[node].kind;
    if (kind == markdown::Kind::code || kind == markdown::Kind::front_matter) return true;
    if (kind != markdown::Kind::paragraph && kind != markdown::Kind::heading && kind != markdown::Kind::cell)
      return false;
    if (read_ != node) {
      if (!definitions_) definitions_.emplace(tree_, text_);
      std::uint64_t steps = 0;
      markdown::read_inlines(tree_, node, text_, *definitions_, pieces_, steps);
      read_ = node;
      piece_ = 0;
    }
    for (; piece_ < pieces_.size() && pieces_[piece_].span.begin <= offset; ++piece_)
      if (pieces_[piece_].kind == markdown::InlineKind::code && offset < pieces_[piece_].span.end)
        return true;
    return false;
  }

 private:
  const markdown::Tree& tree_;
  std::string_view text_;
  std::uint32_t next_ = 0;
  std::optional<markdown::Definitions> definitions_;
  std::vector<markdown::Inline> pieces_;
  std::uint32_t read_ = 0;  // the leaf that `pieces_` are of; 0, the document, is none
  std::size_t piece_ = 0;   // offsets ascend: earlier pieces are done with
};

bool is_known(std::string_view rule) {
  return find_rule(rule) != nullptr;
}

// Where a comment silences: bytes of the text, by where a finding begins.
Span reach_of(const Suppression& comment, const markdown::Tree& tree, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto& starts = tree.line_starts;
  const auto line_of = [&](std::uint32_t offset) { return tree.line_of(offset); };
  const auto end_of = [&](std::uint32_t line) { return line + 1 < starts.size() ? starts[line + 1] : size; };
  switch (comment.scope) {
    case Scope::line:
      return {starts[line_of(comment.at.begin)], end_of(line_of(comment.at.end - 1))};
    case Scope::next_line: {
      // Markdown often wants a blank line after a comment: the next line that says something is meant.
      const auto after = end_of(line_of(comment.at.end - 1));
      const auto said = text.find_first_not_of(blanks, after);
      if (said == text.npos) return {size, size};
      const auto line = line_of(static_cast<std::uint32_t>(said));
      return {starts[line], end_of(line)};
    }
    case Scope::file:
      return {0, size + 1};
    case Scope::disable:
      return {comment.at.end, size + 1};  // or up to the comment that enables again
    default:
      return {0, 0};
  }
}

// A comment at work: which findings it silences, and whether it did.
struct Active {
  const Suppression* comment = nullptr;
  Span reach;
  bool is_used = false;
  bool is_expired = false;

  bool covers(const diag::Diagnostic& finding) const {
    if (finding.span.begin < reach.begin || finding.span.begin >= reach.end) return false;
    const auto& rules = comment->rules;
    return rules.empty() || std::find(rules.begin(), rules.end(), finding.rule) != rules.end();
  }
};

bool closes(const Suppression& enable, const Suppression& disable) {
  if (enable.rules.empty()) return true;
  return !disable.rules.empty() && std::all_of(disable.rules.begin(), disable.rules.end(), [&](auto rule) {
    return std::find(enable.rules.begin(), enable.rules.end(), rule) != enable.rules.end();
  });
}

class Sifter {
 public:
  Sifter(const Subject& subject, const Settings& settings, std::optional<Date> today)
      : subject_(subject),
        settings_(settings),
        today_(today),
        comments_(suppressions(subject.tree, subject.text)) {}

  Sifted run(std::vector<diag::Diagnostic> findings) {
    const bool is_forbidden = severity_of("suppression-forbidden") != Severity::off;
    if (is_forbidden)
      for (const auto& comment : comments_)
        report("suppression-forbidden", comment, "comments that silence findings are forbidden here");
    else
      work(findings);
    return merged(std::move(findings));
  }

 private:
  void work(const std::vector<diag::Diagnostic>& findings) {
    activate();
    reasons_.resize(findings.size());
    // Findings and comments are both in order; only block comments reach far, and those are dropped when
    // they end, so the list that is looked through stays short.
    std::vector<std::size_t> near;
    std::size_t next = 0;
    std::sort(active_.begin(), active_.end(),
              [](const Active& a, const Active& b) { return a.reach.begin < b.reach.begin; });
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const auto at = findings[i].span.begin;
      while (next < active_.size() && active_[next].reach.begin <= at)
        near.push_back(next++);
      near.erase(
          std::remove_if(near.begin(), near.end(), [&](std::size_t k) { return active_[k].reach.end <= at; }),
          near.end());
      if (near.size() > near_max) near.erase(near.begin(), near.end() - near_max);
      // The nearest comment answers: it was written for this finding.
      for (auto k = near.rbegin(); k != near.rend() && !reasons_[i]; ++k)
        if (active_[*k].covers(findings[i])) {
          active_[*k].is_used = true;
          if (!active_[*k].is_expired) reasons_[i] = std::string(active_[*k].comment->reason);
        }
    }
    for (const auto& active : active_)
      judge(active);
  }

  void activate() {
    std::vector<std::size_t> open;  // block comments that nothing has closed yet
    for (const auto& comment : comments_) {
      if (comment.scope == Scope::enable) {
        std::size_t kept = 0;
        for (const auto k : open)
          if (closes(comment, *active_[k].comment))
            active_[k].reach.end = comment.at.begin;
          else
            open[kept++] = k;
        if (kept == open.size())
          report("suppression-unused", comment, "nothing is disabled here that this could enable");
        open.resize(kept);
        continue;
      }
      if (comment.scope == Scope::unknown) {
        report("suppression-unknown", comment,
               "no such comment; write hindcast-disable-next-line, -line or -file, or hindcast-disable and "
               "hindcast-enable");
        continue;
      }
      if (open.size() < near_max && comment.scope == Scope::disable) open.push_back(active_.size());
      active_.push_back(
          {&comment, reach_of(comment, subject_.tree, subject_.text), false, is_expired(comment)});
    }
  }

  bool is_expired(const Suppression& comment) {
    if (comment.until.empty()) return false;
    const auto until = parse_iso_date(comment.until);
    if (!until) {
      report("suppression-unknown", comment,
             "`" + std::string(comment.until) + "` is no day; write (until 2030-12-31)");
      return false;
    }
    return today_ && *until < *today_;
  }

  void judge(const Active& active) {
    const auto& comment = *active.comment;
    bool all_run = !comment.rules.empty();
    for (const auto rule : comment.rules) {
      if (!is_known(rule))
        report("suppression-unknown", comment,
               "no rule is called `" + std::string(rule) + "`; 'hindcast rules' lists them");
      all_run = all_run && has_run(rule);
    }
    if (comment.reason.empty())
      report("suppression-without-reason", comment, "no reason is given; write it behind a colon");
    if (active.is_expired && active.is_used)
      report("suppression-expired", comment, "has expired on " + std::string(comment.until));
    // One without a name is unused only if every rule ran, and one for a rule that is off may serve others.
    if (!active.is_used && all_run) add_unused(comment);
  }

  // Rules over all documents never run with the others, so nobody can say that they would find nothing.
  bool has_run(std::string_view name) const {
    const auto* rule = find_rule(name);
    return rule && rule->group != Group::doctor && severity_of(name) != Severity::off;
  }

  void add_unused(const Suppression& comment) {
    auto* found = report("suppression-unused", comment, "nothing is found here that this would silence");
    if (!found) return;
    // Inside a line the comment can go without a trace. On lines of its own it may part two lists or
    // paragraphs, so a person should look.
    const auto text = subject_.text;
    auto begin = comment.at.begin;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
      --begin;
    const bool is_last =
        comment.at.end == text.size() || text[comment.at.end] == '\n' || text[comment.at.end] == '\r';
    const bool is_inside = begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r' && is_last;
    const Span cut = is_inside ? Span{begin, comment.at.end} : comment.at;
    found->fixes.push_back({"take the comment out", {{cut, ""}}, is_inside});
  }

  Severity severity_of(std::string_view rule) const {
    const auto all = rules();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (all[i].name == rule) return settings_.severities[i];
    return Severity::off;
  }

  diag::Diagnostic* report(std::string_view name, const Suppression& comment, std::string message) {
    const auto severity = severity_of(name);
    if (severity == Severity::off) return nullptr;
    auto& made = own_.add(comment.at, std::move(message));
    made.rule = find_rule(name)->name;
    made.severity = severity;
    return &made;
  }

  Sifted merged(std::vector<diag::Diagnostic> findings) {
    Sifted out;
    reasons_.resize(findings.size());
    const auto less = [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
      return std::tie(a.span.begin, a.span.end, a.rule) < std::tie(b.span.begin, b.span.end, b.rule);
    };
    std::stable_sort(own_.found.begin(), own_.found.end(), less);
    std::size_t i = 0, k = 0;
    while (i < findings.size() || k < own_.found.size()) {
      const bool takes_own =
          i == findings.size() || (k < own_.found.size() && less(own_.found[k], findings[i]));
      out.reasons.push_back(takes_own ? std::nullopt : std::move(reasons_[i]));
      out.findings.push_back(takes_own ? std::move(own_.found[k++]) : std::move(findings[i++]));
    }
    return out;
  }

  static constexpr std::size_t near_max = 64;  // comments over one another; stops a text of nothing but these
  const Subject& subject_;
  const Settings& settings_;
  std::optional<Date> today_;
  std::vector<Suppression> comments_;
  std::vector<Active> active_;
  std::vector<std::optional<std::string>> reasons_;
  Findings own_;
};

}  // namespace

std::vector<Suppression> suppressions(const markdown::Tree& tree, std::string_view text) {
  std::vector<Suppression> all;
  CodeFinder code(tree, text);
  for (auto at = text.find("<!--"); at != text.npos;) {
    if (auto comment = read_comment(text, at); comment && !code.holds(static_cast<std::uint32_t>(at))) {
      at = text.find("<!--", comment->at.end);
      all.push_back(std::move(*comment));
      continue;
    }
    at = text.find("<!--", at + 4);
  }
  return all;
}

Sifted sift(const Subject& subject, const Settings& settings, std::vector<diag::Diagnostic> findings,
            std::optional<Date> today) {
  return Sifter(subject, settings, today).run(std::move(findings));
}

}  // namespace hindcast::lint
