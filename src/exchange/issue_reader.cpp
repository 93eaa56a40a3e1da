#include <algorithm>
#include <map>
#include <type_traits>
#include <unordered_map>

#include "base/plain.h"
#include "base/text.h"
#include "base/time.h"
#include "exchange/issue.h"
#include "exchange/issue_fields.h"

namespace hindcast::exchange {
namespace {

using json::Value;

// What an issue may hold: read, or of no use to anybody who reads a document. Folded, with blanks around.
constexpr std::string_view issue_keys =
    " activelockreason assignee assignees author authorassociation authorid blockedby blocking "
    "blockingissuescount "
    " body bodyhtml bodytext closed closedat closedby closedbyid closedbypullrequestsreferences comments "
    " commentsurl confidential createdat databaseid description descriptionhtml discussionlocked discussions "
    " downvotes draft duedate duplicatedtoid editor epic epicid epiciid eventsurl externalid fullprojectpath "
    " hasdescription healthstatus htmlurl id iid imported importedfrom isdraft isepic ispinned ispullrequest "
    " issueassignees issuedependenciessummary issuefieldvalues issuelinkid issuetype iteration labellinks "
    "labels "
    " labelsurl lasteditedat links locked mergerequestscount milestone milestoneid movedtoid nodeid notes "
    "number "
    " parent parentissueurl participants performedviagithubapp pinnedcomment projectcards projectid "
    "projectitems "
    " projectv2 pullrequest reactiongroups reactions references relativeposition repository repositoryid "
    " repositoryname repositoryurl resourcepath score servicedeskreplyto severity state stateid statereason "
    " startdate subissues subissuessummary subscribed subscription taskcompletionstatus taskstatus "
    "templatename "
    " textmatches timeestimate timelineurl timestats title titlehtml trackedinissues trackedissues "
    " trackedissuescount type typename updatedat updatedby updatedbyid upvotes url user userdiscussionscount "
    " usernotescount webpath weburl weight workitemtype ";
constexpr std::string_view comment_keys =
    " attachment author authorassociation authorid body bodyhtml bodytext commands commandschanges "
    "confidential "
    " createdat databaseid discussion discussionid edited htmlurl id imported importedfrom "
    "includescreatededit "
    " internal isminimized issueurl lasteditedat linecode minimized minimizedreason nodeid note noteableid "
    " noteableiid noteabletype notes performedviagithubapp pin position projectid publishedat reactiongroups "
    " reactions resolvable resolved suggestions system systemnotemetadata type typename updatedat "
    "updatedbyid url "
    " user viewerdidauthor weburl ";

// Trackers allow fewer; who goes beyond wants to see what it costs.
constexpr std::size_t issues_max = 100'000, names_max = 100, sub_issues_max = 10'000;
constexpr std::size_t project_bytes_max = 255;  // every issue repeats it

std::vector<std::string_view> sorted_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = text.find_first_not_of(' '); at < text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(' ', end);
  }
  std::sort(words.begin(), words.end());
  return words;
}

std::string state_of(const Fields& fields) {
  auto state = lower(fields.line({"state"}));
  if (state.empty() && fields.get({"closed"}).is_true()) state = "closed";
  if (state.empty() && fields.get({"closedat"})) state = "closed";
  if (state != "closed") return "open";  // GitLab says "opened"
  const auto reason = folded_key(fields.line({"statereason"}));
  if (reason == "notplanned") return "closed as not planned";
  if (reason == "duplicate") return "closed as duplicate";
  return "closed";
}

// The day, or the moment, that a text begins with: "2031-05-05", "2031-05-05T10:00:00Z".
std::string moment(std::string_view text) {
  if (!parse_iso_date(text.substr(0, 10))) return {};
  constexpr std::size_t to_seconds = 19;
  if (text.size() < to_seconds || text[10] != 'T') return std::string(text.substr(0, 10));
  for (std::size_t at = 11; at < to_seconds; ++at)
    if (at == 13 || at == 16 ? text[at] != ':' : text[at] < '0' || text[at] > '9')
      return std::string(text.substr(0, 10));
  const auto zone = text.substr(to_seconds);
  const bool is_utc = zone.empty() || zone.back() == 'Z' || zone.ends_with("+00:00");
  return std::string(text.substr(0, is_utc ? to_seconds : 10)) + (is_utc ? "Z" : "");
}

std::vector<std::string> names_of(Value list, std::string (*name)(Value)) {
  std::vector<std::string> out;
  for (const auto value : list_of(list)) {
    auto one = name(value);
    if (!one.empty() && out.size() < names_max && std::find(out.begin(), out.end(), one) == out.end())
      out.push_back(std::move(one));
  }
  return out;
}

// NUL is no text in a file, and no tracker keeps it.
std::string without_nul(std::string text) {
  if (text.find('\0') == text.npos) return text;
  std::string out;
  for (const char c : text)
    c == '\0' ? out.append("\uFFFD") : out.append(1, c);
  return out;
}

// What a packed file begins with, and what unpacks it.
struct Packing {
  std::string_view mark, name, unpack;
};
constexpr Packing packings[] = {{"\x1F\x8B", "gzip", "gunzip -c FILE"},
                                {"PK\x03\x04", "zip", "unzip -p FILE"},
                                {"\x28\xB5\x2F\xFD", "zstd", "zstd -dc FILE"},
                                {"BZh", "bzip2", "bunzip2 -c FILE"},
                                {"\xFD"
                                 "7zXZ",
                                 "xz", "xz -dc FILE"}};

Status refuse_packed(std::string_view input) {
  for (const auto& packing : packings)
    if (input.starts_with(packing.mark)) {
      std::string message("is packed (");
      message.append(packing.name).append("); unpack it first, as in: ").append(packing.unpack);
      return Error{ErrorCode::invalid, message.append(" | hindcast import … -")};
    }
  return Ok();
}

class Reader {
 public:
  Reader(Tracker tracker, std::string_view project) : tracker_(tracker), project_(project) {}

  Result<Issues> run(const json::Tree& tree) {
    TRY(refuse_answers(tree));
    std::vector<Place> left;
    push({tree.first(), add_project(project_), true}, left);
    while (!left.empty()) {
      if (out_.issues.size() >= issues_max)
        return Error{ErrorCode::invalid,
                     "holds more than " + std::to_string(issues_max) + " issues; list fewer at a time"};
      const auto place = left.back();
      left.pop_back();
      push({place.value.next(), place.project, place.is_of_list}, left);
      take(place, left);
    }
    give_notes();
    tell();
    return std::move(out_);
  }

 private:
  // A value that is looked at before those behind it in its list or object: as many wait as lists lie in each
  // other.
  struct Place {
    Value value;
    std::size_t project = 0;  // of projects_
    bool is_of_list = false;
  };
  static_assert(std::is_trivially_copyable_v<Place>, "a text of its own for each value takes gigabytes");
  struct LooseNote {
    std::string project;
    std::int64_t project_id = 0, number = 0;
    Comment comment;
  };

  // {"message": "Not Found", …} is what an interface answers instead of issues.
  static Status refuse_answers(const json::Tree& tree) {
    const auto first = tree.first();
    if (!first) return Error{ErrorCode::invalid, "is empty; nothing was listed"};
    const Fields fields(first);
    const auto why = fields.line({"message", "error"});
    if (!why.empty() && !fields.has("title"))
      return Error{ErrorCode::invalid, "the tracker answered: " + why};
    const auto errors = list_of(fields.get({"errors"}));
    if (!errors.empty() && !fields.get({"data"}))
      return Error{ErrorCode::invalid, "the tracker answered: " + Fields(errors[0]).line({"message"})};
    return Ok();
  }

  void take(const Place& place, std::vector<Place>& left) {
    if (place.value.is_list()) {
      push({place.value.first(), place.project, true}, left);
      return;
    }
    if (!place.value.is_object()) {
      ++no_issues_;
      return;
    }
    const Fields fields(place.value);
    const bool has_number = fields.has("number") || fields.has("iid");
    if (fields.has("title") && (has_number || fields.has("body") || fields.has("description")))
      return take_issue(place, fields);
    if ((fields.has("body") || fields.has("note")) && (fields.has("issueurl") || fields.has("noteableiid")))
      return take_loose_note(fields);
    const auto name = fields.line({"namewithowner", "fullpath"});
    const bool is_name = !name.empty() && name.size() <= project_bytes_max;
    const auto project = is_name ? add_project(name) : place.project;
    const bool has_members = push({place.value.first(), project, false}, left);
    if (!has_members && !fields.has("nodes") && !fields.has("items")) ++no_issues_;
  }

  // The first of the values from there on that is worth a look; whether there is one. What an object says of
  // itself is not.
  static bool push(Place place, std::vector<Place>& left) {
    while (place.value && !place.is_of_list && !place.value.is_list() && !place.value.is_object())
      place.value = place.value.next();
    if (place.value) left.push_back(place);
    return static_cast<bool>(place.value);
  }

  // Each name once, however many values are of it.
  std::size_t add_project(const std::string& name) {
    const auto [known, is_new] = project_numbers_.emplace(name, projects_.size());
    if (is_new) projects_.push_back(name);
    return known->second;
  }

  void take_issue(const Place& place, const Fields& fields) {
    keys_.count("issue", fields, issue_keys_);
    const auto address = address_of(fields.get({"htmlurl", "weburl", "url"}).text());
    if (address.is_pull_request || fields.get({"pullrequest"}).is_object() ||
        fields.get({"ispullrequest"}).is_true()) {
      ++pull_requests_;
      return;
    }
    Issue issue;
    issue.number = fields.number({"iid", "number"}).value_or(address.number);
    issue.title = fields.line({"title"});
    if (issue.number < 1) {
      if (++without_number_ == 1) first_without_number_ = place.value.line();
      return;
    }
    issue.project = project_of(fields, address, projects_[place.project]);
    issue.url = web_url(fields.get({"htmlurl", "weburl", "url"}).text());
    read_text(fields, issue);
    read_facts(fields, issue);
    read_comments(fields, issue);
    read_family(fields, issue);
    keep(std::move(issue), fields.number({"projectid"}).value_or(0));
  }

  void read_text(const Fields& fields, Issue& issue) {
    const auto body = fields.get({"body", "description", "bodytext"});
    issue.has_body = body.type() == json::Type::string && !trimmed(body.text()).empty();
    odd_bodies_ += body && body.type() != json::Type::string;
    if (issue.has_body) issue.body = without_nul(body.text());
    if (!issue.has_body) ++without_body_;
    if (issue.title.empty()) issue.title = "Issue " + std::to_string(issue.number);
  }

  void read_facts(const Fields& fields, Issue& issue) {
    issue.state = state_of(fields);
    issue.author = person_of(fields.get({"author", "user"}));
    issue.opened = moment(fields.line({"createdat"}));
    if (issue.state != "open") issue.closed = moment(fields.line({"closedat"}));
    issue.labels = names_of(fields.get({"labels"}), name_of);
    for (const auto link : list_of(fields.get({"labellinks"})))  // of GitLab's project exports
      if (auto name = name_of(link["label"]); !name.empty() && issue.labels.size() < names_max)
        issue.labels.push_back(std::move(name));
    issue.assignees = names_of(fields.get({"assignees"}), person_of);
    if (auto one = person_of(fields.get({"assignee"})); issue.assignees.empty() && !one.empty())
      issue.assignees.push_back(std::move(one));
    issue.type = name_of(fields.get({"issuetype", "type", "workitemtype"}));
    if (const auto type = lower(issue.type); type == "issue" || type == "user" || type == "bot")
      issue.type.clear();
    const auto milestone = fields.get({"milestone"});
    issue.milestone = name_of(milestone);
    issue.due = moment(fields.line({"duedate"})).substr(0, 10);
    issue.milestone_due = moment(Fields(milestone).line({"dueon", "duedate"})).substr(0, 10);
    if (const auto severity = fields.line({"severity"}); lower(severity) != "unknown")
      issue.severity = severity;
    for (const auto item : list_of(fields.get({"projectitems"})))
      if (issue.progress.empty()) issue.progress = name_of(item["status"]);
  }

  void read_comments(const Fields& fields, Issue& issue) {
    std::vector<Value> all = list_of(fields.get({"comments"}));
    for (const auto value : list_of(fields.get({"notes"})))
      all.push_back(value);
    for (const auto discussion : list_of(fields.get({"discussions"})))
      for (const auto value : list_of(discussion["notes"]))
        all.push_back(value);
    for (const auto value : all)
      if (auto comment = comment_of(Fields(value))) issue.comments.push_back(std::move(*comment));
    const auto told = fields.number({"usernotescount", "comments"}).value_or(0);
    if (told > 0 && told < 1'000'000 && all.empty())
      missing_comments_[reference(issue.project, issue.number)] = static_cast<std::size_t>(told);
  }

  // Nothing for what a tracker says itself ("ada changed the label"), and for what holds nothing.
  std::optional<Comment> comment_of(const Fields& fields) {
    keys_.count("comment", fields, comment_keys_);
    const auto body = fields.get({"body", "note", "bodytext"});
    if (fields.get({"system"}).is_true()) return std::nullopt;
    if (body.type() != json::Type::string || trimmed(body.text()).empty()) return std::nullopt;
    return Comment{person_of(fields.get({"author", "user"})), moment(fields.line({"createdat"})),
                   without_nul(body.text())};
  }

  void read_family(const Fields& fields, Issue& issue) {
    for (const auto value : list_of(fields.get({"subissues", "trackedissues"}))) {
      const Fields one(value);
      SubIssue sub;
      sub.title = one.line({"title"});
      sub.url = web_url(one.get({"htmlurl", "weburl", "url"}).text());
      const auto address = address_of(sub.url);
      const auto number = one.number({"iid", "number"}).value_or(address.number);
      if (number < 1 || sub.title.empty() || issue.sub_issues.size() >= sub_issues_max) continue;
      sub.reference = reference(project_of(one, address, issue.project), number);
      sub.state = state_of(one);
      sub.assignees = names_of(one.get({"assignees"}), person_of);
      issue.sub_issues.push_back(std::move(sub));
    }
    const auto parent = fields.get({"parent"});
    const Fields above(parent);
    auto address = address_of(above.get({"htmlurl", "weburl", "url"}).text());
    if (address.number == 0) address = address_of(fields.line({"parentissueurl"}));
    const auto number = above.number({"iid", "number"}).value_or(address.number);
    if (number > 0) issue.parent = reference(project_of(above, address, issue.project), number);
  }

  std::string project_of(const Fields& fields, const Address& address, const std::string& fallback) const {
    if (!address.project.empty()) return address.project;
    const auto full = Fields(fields.get({"references"})).line({"full"});
    if (const auto hash = full.rfind('#'); hash != full.npos && hash > 0) return full.substr(0, hash);
    const auto repository = fields.get({"repository"});
    auto name = Fields(repository).line({"namewithowner", "fullname", "fullpath"});
    if (name.empty()) name = fields.line({"fullprojectpath"});
    return name.empty() ? fallback : name;
  }

  void keep(Issue issue, std::int64_t project_id) {
    const auto name = reference(issue.project, issue.number);
    const auto [known, is_new] = places_.emplace(name, out_.issues.size());
    if (project_id != 0)
      by_id_[std::to_string(project_id) + "#" + std::to_string(issue.number)] = known->second;
    if (is_new)
      out_.issues.push_back(std::move(issue));
    else
      out_.issues[known->second] = std::move(issue);
  }

  void take_loose_note(const Fields& fields) {
    auto comment = comment_of(fields);
    if (!comment) return;
    const auto address = address_of(fields.get({"issueurl", "htmlurl", "url"}).text());
    LooseNote note{address.project, fields.number({"projectid"}).value_or(0),
                   fields.number({"noteableiid"}).value_or(address.number), std::move(*comment)};
    loose_.push_back(std::move(note));
  }

  void give_notes() {
    std::size_t homeless = 0;
    for (auto& note : loose_) {
      auto name = reference(note.project.empty() ? project_ : note.project, note.number);
      const auto place = places_.find(name);
      const auto other = by_id_.find(std::to_string(note.project_id) + "#" + std::to_string(note.number));
      if (place == places_.end() && other == by_id_.end()) {
        ++homeless;
        continue;
      }
      auto& issue = out_.issues[place != places_.end() ? place->second : other->second];
      issue.comments.push_back(std::move(note.comment));
      missing_comments_.erase(reference(issue.project, issue.number));
    }
    if (homeless > 0)
      out_.notes.push_back(counted(homeless, "comment") + " on issues that are not in the input");
  }

  void tell() {
    for (const auto& [where, count] : keys_.all())
      out_.unknown.push_back({where, count});
    std::size_t comments = 0;
    for (const auto& [name, count] : missing_comments_)
      comments += count;
    if (comments > 0)
      out_.notes.push_back(counted(comments, "comment") + " of " +
                           counted(missing_comments_.size(), "issue") + (comments == 1 ? " is" : " are") +
                           " counted, but not in the input");
    if (pull_requests_ > 0)
      out_.notes.push_back(
          counted(pull_requests_, tracker_ == Tracker::github ? "pull request" : "merge request") +
          " left out");
    if (without_number_ > 0)
      out_.notes.push_back(counted(without_number_, "issue") +
                           " without a number left out, the first in line " +
                           std::to_string(first_without_number_));
    if (odd_bodies_ > 0) out_.notes.push_back(counted(odd_bodies_, "issue") + " with a text that is none");
    if (without_body_ > 0) out_.notes.push_back(counted(without_body_, "issue") + " without a text");
    if (no_issues_ > 0)
      out_.notes.push_back(counted(no_issues_, "value") + " that " +
                           (no_issues_ == 1 ? "is no issue" : "are no issues"));
    const auto nameless = std::count_if(out_.issues.begin(), out_.issues.end(),
                                        [](const Issue& issue) { return issue.project.empty(); });
    if (nameless > 0)
      out_.notes.push_back(counted(static_cast<std::size_t>(nameless), "issue") +
                           " of a project that nothing names; --repo names it");
  }

  Tracker tracker_;
  std::string project_;
  Issues out_;
  const std::vector<std::string_view> issue_keys_ = sorted_words(issue_keys);
  const std::vector<std::string_view> comment_keys_ = sorted_words(comment_keys);
  KeyCounts keys_;
  std::vector<std::string> projects_;
  std::unordered_map<std::string, std::size_t> project_numbers_, places_, by_id_;
  std::vector<LooseNote> loose_;
  std::map<std::string, std::size_t> missing_comments_;
  std::size_t pull_requests_ = 0, without_body_ = 0, no_issues_ = 0;
  std::size_t without_number_ = 0, first_without_number_ = 0, odd_bodies_ = 0;
};

}  // namespace

std::string reference(std::string_view project, std::int64_t number) {
  return std::string(project) + "#" + std::to_string(number);
}

Result<Issues> read_issues(Tracker tracker, std::string_view input, std::string_view project) {
  if (input.size() > issues_bytes_max)
    return Error{ErrorCode::invalid, "is larger than " + std::to_string(issues_bytes_max >> 20) +
                                         " MiB; list fewer issues at a time"};
  TRY(refuse_packed(input));
  const auto tree = TRY(json::Tree::read(input));
  return Reader(tracker, project).run(tree);
}

}  // namespace hindcast::exchange
