#include "exchange/issue_family.h"

#include <algorithm>

#include "base/text.h"
#include "document/document.h"
#include "exchange/issue_fields.h"
#include "exchange/issue_parts.h"
#include "markdown/markdown.h"

namespace hindcast::exchange {
namespace {

// The issue that "#13", "acme/ops#4" or an address names; "" for another word.
std::string reference_of(std::string_view word, std::string_view project) {
  if (const auto address = address_of(word); address.number > 0)
    return reference(address.project, address.number);
  const auto hash = word.find('#');
  if (hash == word.npos || hash + 1 == word.size() || word.size() - hash > 10) return {};
  if (word.find_first_not_of("0123456789", hash + 1) != word.npos) return {};
  return std::string(hash == 0 ? project : word.substr(0, hash)).append(word.substr(hash));
}

// The colon of an address is a part of it.
std::string_view first_word(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  return text.substr(0, text.find_first_of(" \t\r\n,;:)", scheme));
}

// Without a look at its blocks: whether a task of it may name an issue.
bool may_name_issues(std::string_view text) {
  const bool has_box =
      text.find("[ ]") != text.npos || text.find("[x]") != text.npos || text.find("[X]") != text.npos;
  return has_box && (text.find('#') != text.npos || text.find("://") != text.npos);
}

}  // namespace

std::vector<NamedIssue> named_issues(const facts::Document& document, std::string_view text,
                                     std::string_view project) {
  std::vector<NamedIssue> named;
  for (const auto& item : document.items) {
    if (item.role != facts::ItemRole::action || !item.ticked) continue;
    const auto begin = text.find_first_not_of(" \t", item.box.end);
    if (begin >= item.span.end) continue;
    const auto word = first_word(text.substr(begin, item.span.end - begin));
    auto reference = reference_of(word, project);
    if (!reference.empty()) named.push_back({&item, std::move(reference), begin + word.size()});
  }
  return named;
}

std::string_view line_end_of(const Issue& issue) {
  return issue.body.find("\r\n") != issue.body.npos ? "\r\n" : "\n";
}

// A text that begins with the one heading of level 1 has its own title.
std::string body_of(const Issue& issue) {
  const auto tree = markdown::parse(issue.body);
  std::size_t titles = 0;
  bool is_first = false;
  for (const auto node : markdown::children(tree, 0)) {
    const bool is_title = tree.nodes[node].kind == markdown::Kind::heading && tree.nodes[node].level == 1;
    if (node == 1) is_first = is_title;
    titles += is_title;
  }
  const auto end = line_end_of(issue);
  std::string body;
  if (!is_first || titles > 1)
    body.append("# ").append(issue.title).append(end).append(issue.has_body ? end : "");
  body += issue.body;
  return body + closing_of(body, end);
}

Family::Family(std::span<const Issue> issues) {
  for (const auto& issue : issues) {
    issues_.emplace_back(reference(issue.project, issue.number), &issue);
    for (const auto& sub : issue.sub_issues)
      listed_.push_back(sub.reference);
    if (!may_name_issues(issue.body)) continue;
    const auto body = body_of(issue);
    const auto read = document::read({"issue.md", body}, document::builtin_forms());
    for (auto& named : named_issues(read, body, issue.project))
      listed_.push_back(std::move(named.reference));
  }
  std::sort(issues_.begin(), issues_.end());
  std::sort(listed_.begin(), listed_.end());
}

const Issue* Family::find(const std::string& reference) const {
  const auto found =
      std::lower_bound(issues_.begin(), issues_.end(), reference,
                       [](const auto& one, const std::string& sought) { return one.first < sought; });
  return found == issues_.end() || found->first != reference ? nullptr : found->second;
}

bool Family::is_listed(const std::string& reference) const {
  return std::binary_search(listed_.begin(), listed_.end(), reference);
}

}  // namespace hindcast::exchange
