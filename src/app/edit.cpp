#include "app/edit.h"

#include <algorithm>
#include <utility>

#include "app/archived.h"
#include "app/files.h"
#include "app/seek.h"
#include "base/diff.h"
#include "base/nearest.h"
#include "disk/write.h"
#include "document/edit.h"
#include "document/states.h"

namespace hindcast::app {
namespace {

using document::Reading;
using facts::Item;

constexpr std::size_t shown_max = 4;    // items that a message lists
constexpr std::size_t text_shown = 60;  // bytes of an item's text in a message

std::string shortened(std::string_view text) {
  if (text.size() <= text_shown) return std::string(text);
  std::size_t end = text_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
    --end;  // between two letters
  return std::string(text.substr(0, end)) + "…";
}

std::string in_ticks(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string cited(const Item& item) {
  return "#" + item.id + " (line " + std::to_string(item.line) + ", " + shortened(item.text) + ")";
}

std::string without_dot(std::string path) {
  while (path.size() > 2 && path.substr(0, 2) == "./")
    path.erase(0, 2);
  return path;
}

// --- what is meant ---

// A target as written, split.
struct Target {
  std::string written;
  std::string document;               // a path or a slug; "" when only an id was given
  std::string id;                     // "" without one
  std::optional<std::uint32_t> line;  // 1-based
};

Target split(const std::string& written) {
  Target target{written, written, "", std::nullopt};
  const auto hash = written.rfind('#');
  if (hash != std::string::npos && hash + 1 < written.size()) {
    target.document = written.substr(0, hash);
    target.id = written.substr(hash + 1);
    return target;
  }
  const auto colon = written.rfind(':');
  if (colon == std::string::npos || colon + 1 == written.size() || written.size() - colon > 9) return target;
  std::uint32_t line = 0;
  for (std::size_t i = colon + 1; i < written.size(); ++i) {
    if (written[i] < '0' || written[i] > '9') return target;
    line = line * 10 + static_cast<std::uint32_t>(written[i] - '0');
  }
  target.document = written.substr(0, colon);
  target.line = line;
  return target;
}

// A file that is being edited in memory.
struct OpenFile {
  std::string path, before, text;
};

// Reads the file as it stands now and hands the reading on.
template <typename Call>
auto with_reading(const OpenFile& file, std::span<const document::Form> forms, const Call& call) {
  const auto open = document::open_reading({file.path, file.text}, forms);
  return call(open.reading());
}

// "../docs/a.md" would lead out of the folder that a patch is applied in: it is told from the root, as git
// does.
std::string path_in_patch(const std::string& path) {
  if (!path.starts_with("../")) return path;
  const auto whole = absolute(path);
  return path_from(archive_root(".", {}), whole).value_or(whole.substr(1));
}

class Planner {
 public:
  Planner(const EditRequest& request, const ReadOptions& options) : request_(request), options_(options) {
    forms_.assign(options.forms.begin(), options.forms.end());
    forms_.insert(forms_.end(), document::builtin_forms().begin(), document::builtin_forms().end());
  }

  Result<EditPlan> run() {
    // First all that is meant, then all that changes: lines count in the files as they are.
    struct Meant {
      std::size_t file;
      std::string id;  // "" for the file itself
      std::string written;
    };
    std::vector<Meant> meant;
    for (const std::string& written : request_.targets) {
      const Target target = split(written);
      const std::size_t file = TRY(file_of(target));
      Meant one{file, TRY(id_of(target, file)), written};
      const bool twice = std::any_of(meant.begin(), meant.end(), [&](const Meant& other) {
        return other.file == one.file && other.id == one.id;
      });
      if (!twice) meant.push_back(std::move(one));
    }
    for (const Meant& one : meant)
      for (const Assignment& assignment : request_.assignments) {
        auto changed = change(files_[one.file], one.id, assignment);
        if (!changed) return std::move(changed).error().while_(one.written);
      }
    return finish();
  }

  Result<EditPlan> add(const ActionRequest& wanted) {
    const std::size_t file = TRY(file_of({wanted.path, wanted.path, "", std::nullopt}));
    auto edits = with_reading(files_[file], forms_, [&](const Reading& reading) {
      return document::add_action(reading, {wanted.text, wanted.owner, wanted.priority, wanted.due});
    });
    if (!edits) return std::move(edits).error().while_(wanted.path);
    files_[file].text = apply_edits(files_[file].text, *edits);
    plan_.done.push_back(files_[file].path + ": added: " + wanted.text);
    return finish();
  }

 private:
  EditPlan finish() {
    for (OpenFile& file : files_)
      if (file.before != file.text)
        plan_.files.push_back({file.path, std::move(file.before), std::move(file.text)});
    return std::move(plan_);
  }

  Result<std::size_t> open(const std::string& path) {
    for (std::size_t i = 0; i < files_.size(); ++i)
      if (files_[i].path == path) return i;
    if (request_.recover) TRY(put_right(path));
    ReadDocument read = TRY(read_document(path, options_));
    files_.push_back({path, read.text, read.text});
    return files_.size() - 1;
  }

  // What was cut short is no text to plan on. That nothing could be looked at (a link, no such file) is said
  // by reading or writing.
  Status put_right(const std::string& path) {
    std::vector<std::string> roots = request_.paths;
    roots.push_back(path);
    auto notes = disk::recover(roots, {&path, 1});
    if (!notes.ok() && notes.error().code == ErrorCode::conflict) return std::move(notes).error();
    if (notes.ok()) plan_.notes.insert(plan_.notes.end(), notes->begin(), notes->end());
    return Ok();
  }

  Result<std::size_t> file_of(const Target& target) {
    if (!target.document.empty()) {
      auto file = open(without_dot(target.document));
      if (file) {
        plan_.roots.push_back(without_dot(target.document));
        return *file;
      }
      const bool is_path = target.document.find_first_of("/.") != std::string::npos;
      if (file.error().code != ErrorCode::not_found || (is_path && target.id.empty()))
        return with_meant_name(std::move(file).error(), without_dot(target.document)).while_(target.written);
    }
    return found_by_slug(target);
  }

  // The one document whose slug, or whose item's id, the target names.
  Result<std::size_t> found_by_slug(const Target& target) {
    const std::string id = target.id.empty() ? target.document : target.id;
    const std::string slug = target.id.empty() ? "" : target.document;
    auto sought = TRY(seek({slug, id}, request_.paths, options_));
    if (request_.paths.empty()) plan_.roots.push_back(sought.root);
    plan_.roots.insert(plan_.roots.end(), request_.paths.begin(), request_.paths.end());
    const auto& found = sought.found;
    if (found.size() == 1) return open(without_dot(found[0]));
    if (found.size() > 1)
      return Error{ErrorCode::conflict, target.written + ": both " + without_dot(found[0]) + " and " +
                                            without_dot(found[1]) + " are meant by that; write " +
                                            without_dot(found[0]) + "#" + id};
    const std::string what = slug.empty()
                                 ? "no file and no item is called " + in_ticks(target.written)
                                 : "no document below " + sought.root + " is called " + in_ticks(slug);
    std::string hint = "; 'hindcast items' lists what there is, and FILE:LINE names an item too";
    const auto& near = sought.near;
    if (!near.empty()) {
      hint = "; did you mean " + near[0];
      for (std::size_t i = 1; i < near.size(); ++i)
        hint += (i + 1 == near.size() ? " or " : ", ") + near[i];
      hint += "?";
    }
    return Error{ErrorCode::not_found, what + hint};
  }

  // The id of the item that the target names; "" for the file itself.
  Result<std::string> id_of(const Target& target, std::size_t file) {
    const bool by_bare_id =
        target.id.empty() && !target.line && files_[file].path != without_dot(target.document);
    const std::string id = by_bare_id ? target.document : target.id;
    if (id.empty() && !target.line) return std::string();
    return with_reading(files_[file], forms_, [&](const Reading& reading) -> Result<std::string> {
      const auto& items = reading.document.items;
      std::vector<const Item*> there;
      for (const Item& item : items)
        if (target.line ? item.line == *target.line : item.id == id) there.push_back(&item);
      if (there.empty() && target.line)  // a line further down in the item
        for (const Item& item : items)
          if (item.line < *target.line && reading.tree.line_of(item.span.end) + 1 >= *target.line)
            there.push_back(&item);
      if (there.size() == 1) return there[0]->id;
      if (there.size() > 1)
        return Error{ErrorCode::conflict, target.written + ": the line states " +
                                              std::to_string(there.size()) + " items; write " +
                                              files_[file].path + cited(*there[0]) + " or #" + there[1]->id};
      return Error{ErrorCode::not_found, target.written + ": " + nothing_there(target, items)};
    });
  }

  static std::string nothing_there(const Target& target, const std::vector<Item>& items) {
    std::string out = target.line ? "this line states no item" : "there is no item #" + target.id;
    std::vector<const Item*> near;
    for (const Item& item : items)
      if (item.role == facts::ItemRole::action || item.ticked) near.push_back(&item);
    if (near.empty()) return out + ", and the document has no action and no box";
    const auto far_off = [&](const Item* item) {
      return target.line ? std::max(item->line, *target.line) - std::min(item->line, *target.line)
                         : item->line;
    };
    std::stable_sort(near.begin(), near.end(),
                     [&](const Item* a, const Item* b) { return far_off(a) < far_off(b); });
    near.resize(std::min(near.size(), shown_max));
    out += "; there are ";
    for (std::size_t i = 0; i < near.size(); ++i)
      out += (i == 0 ? "" : ", ") + cited(*near[i]);
    return out;
  }

  // --- what changes ---

  Status change(OpenFile& file, const std::string& id, const Assignment& assignment) {
    using What = Assignment::What;
    std::string said;
    auto edits = with_reading(file, forms_, [&](const Reading& reading) -> document::Edits {
      const bool of_file = assignment.what == What::field || assignment.what == What::slot;
      if (of_file && !id.empty())
        return Error{ErrorCode::invalid,
                     "a field or a slot belongs to a file, not to an item; name the file alone"};
      if (!of_file && id.empty())
        return Error{ErrorCode::invalid,
                     "which item? write FILE:LINE or FILE#id; 'hindcast show FILE' lists them"};
      if (of_file) {
        said = file.path + ": " + assignment.name + " = " + assignment.value;
        return assignment.what == What::field
                   ? document::set_field(reading, assignment.name, assignment.value)
                   : document::fill_slot(reading, assignment.name, assignment.value);
      }
      const auto& items = reading.document.items;
      const auto item =
          std::find_if(items.begin(), items.end(), [&](const Item& one) { return one.id == id; });
      if (item == items.end()) return Error{ErrorCode::internal, "the item is not there any more"};
      said = file.path + ":" + std::to_string(item->line) + ": " + words_for(assignment) + ": " +
             shortened(item->text);
      return set(reading, static_cast<std::size_t>(item - items.begin()), assignment);
    });
    if (!edits) return std::move(edits).error();
    if (edits->empty()) {
      ++plan_.unchanged;
      return Ok();
    }
    file.text = apply_edits(file.text, *edits);
    plan_.done.push_back(std::move(said));
    return Ok();
  }

  static std::string words_for(const Assignment& assignment) {
    if (assignment.value.empty()) return "no " + fact_of(assignment.what).second;
    switch (assignment.what) {
      case Assignment::What::ticked:
        return assignment.value == "yes" ? "ticked" : "not ticked";
      case Assignment::What::state:
        return "state " + assignment.value;
      case Assignment::What::owner:
        return "owner " + assignment.value;
      case Assignment::What::due:
        return "due " + assignment.value;
      default:
        return "priority " + assignment.value;
    }
  }

  static std::pair<document::ItemFact, std::string> fact_of(Assignment::What what) {
    switch (what) {
      case Assignment::What::state:
        return {document::ItemFact::state, "state"};
      case Assignment::What::owner:
        return {document::ItemFact::owner, "owner"};
      case Assignment::What::due:
        return {document::ItemFact::due, "due date"};
      default:
        return {document::ItemFact::priority, "priority"};
    }
  }

  static document::Edits set(const Reading& reading, std::size_t item, const Assignment& assignment) {
    if (assignment.value.empty()) return document::clear_fact(reading, item, fact_of(assignment.what).first);
    switch (assignment.what) {
      case Assignment::What::state:
        return document::set_state(
            reading, item, facts::action_state(assignment.value).value_or(facts::ActionState::unknown));
      case Assignment::What::owner:
        return document::set_owner(reading, item, assignment.value);
      case Assignment::What::due:
        return document::set_due(reading, item, parse_iso_date(assignment.value).value_or(Date{}));
      case Assignment::What::priority:
        return document::set_priority(reading, item, assignment.value);
      default:
        return document::set_ticked(reading, item, assignment.value == "yes");
    }
  }

  const EditRequest& request_;
  const ReadOptions& options_;
  std::vector<document::Form> forms_;
  std::vector<OpenFile> files_;
  EditPlan plan_;
};

// "; did you mean in_progress?", of the words and of what people call them; "" for none near.
std::string meant_among(std::string_view word, std::span<const std::string_view> known) {
  const auto near = closest(word, known);
  return near ? "; did you mean " + std::string(*near) + "?" : std::string();
}

Result<std::string> state_word(std::string_view value) {
  if (value.empty()) return std::string();
  std::string word(value);
  std::replace(word.begin(), word.end(), '-', '_');
  if (facts::action_state(word) && word != "unknown") return word;
  if (const auto state = document::state_of_word(value); state && *state != facts::ActionState::unknown)
    return std::string(facts::word(*state));
  constexpr std::string_view words[] = {"idea", "open",     "in_progress", "blocked",
                                        "done", "verified", "wont_do"};
  return Error{ErrorCode::invalid,
               "state cannot be " + in_ticks(value) +
                   "; choose idea, open, in_progress, blocked, done, verified or wont_do" +
                   meant_among(word, words)};
}

Result<std::string> due_day(std::string_view value, Date today) {
  if (value.empty()) return std::string();
  if (parse_iso_date(value)) return std::string(value);
  if (value.size() > 2 && value.size() < 8 && value.front() == '+' && value.back() == 'd') {
    std::int64_t days = 0;
    bool digits = true;
    for (char c : value.substr(1, value.size() - 2)) {
      digits = digits && c >= '0' && c <= '9';
      days = days * 10 + (c - '0');
    }
    const std::int64_t day = days_from_epoch(today) + days;
    if (digits && day <= days_from_epoch({9999, 12, 31})) return to_iso(date_from_days(day));
  }
  return Error{ErrorCode::invalid, "due cannot be " + in_ticks(value) +
                                       "; give a day such as 2026-05-01, or days from today such as +14d"};
}

// The name of a value by what trackers call it, or nearest to what was typed.
std::string name_meant(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> others[] = {{"status", "state"},
                                                                      {"assignee", "owner"},
                                                                      {"assigned", "owner"},
                                                                      {"who", "owner"},
                                                                      {"deadline", "due"},
                                                                      {"due_date", "due"},
                                                                      {"duedate", "due"},
                                                                      {"date", "due"},
                                                                      {"when", "due"},
                                                                      {"prio", "priority"},
                                                                      {"severity", "field:Severity"},
                                                                      {"title", "field:title"}};
  for (const auto& [other, ours] : others)
    if (other == name) return "; did you mean " + std::string(ours) + "=?";
  constexpr std::string_view known[] = {"state=", "owner=", "due=", "priority=", "field:", "slot:"};
  return meant_among(name, known);
}

}  // namespace

Result<std::optional<Assignment>> assignment_of(std::string_view word, Date today) {
  using What = Assignment::What;
  const auto equals = word.find('=');
  if (equals == std::string_view::npos) return std::optional<Assignment>();
  const auto name = word.substr(0, equals);
  const std::string value(word.substr(equals + 1));
  if (name == "state") return std::optional(Assignment{What::state, "", TRY(state_word(value))});
  if (name == "owner") return std::optional(Assignment{What::owner, "", value});
  if (name == "due") return std::optional(Assignment{What::due, "", TRY(due_day(value, today))});
  if (name == "priority") return std::optional(Assignment{What::priority, "", value});
  if (name.substr(0, 6) == "field:")
    return std::optional(Assignment{What::field, std::string(name.substr(6)), value});
  if (name.substr(0, 5) == "slot:")
    return std::optional(Assignment{What::slot, std::string(name.substr(5)), value});
  // A path may hold "=" too, but then it names a folder, an id or a line as well.
  if (name.find_first_of("/.#:") != std::string_view::npos) return std::optional<Assignment>();
  return Error{ErrorCode::invalid,
               "nothing is called " + in_ticks(name) +
                   "; write state=, owner=, due=, priority=, field:NAME= or slot:NAME=" + name_meant(name)};
}

Result<EditPlan> plan_edits(const EditRequest& request, const ReadOptions& options) {
  return Planner(request, options).run();
}

Result<EditPlan> plan_action(const ActionRequest& request, const ReadOptions& options) {
  EditRequest around;
  around.recover = request.recover;
  return Planner(around, options).add(request);
}

Result<std::vector<std::string>> apply_plan(const EditPlan& plan) {
  std::vector<disk::Change> changes;
  for (const FileChange& file : plan.files)
    changes.push_back({file.path, file.before, file.after});
  if (changes.empty()) return std::vector<std::string>{};
  return disk::write_changes(plan.roots, changes);
}

std::string plan_diff(const EditPlan& plan) {
  std::string out;
  for (const FileChange& file : plan.files)
    out += unified_diff(path_in_patch(file.path), file.before, file.after);
  return out;
}

}  // namespace hindcast::app
