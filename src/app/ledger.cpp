#include "app/ledger.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "app/archived.h"
#include "app/documents.h"
#include "app/files.h"
#include "app/indexing.h"
#include "app/policies.h"
#include "app/pool.h"
#include "base/nearest.h"
#include "disk/disk.h"
#include "document/document.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

using archive::Id;
using facts::ActionState;
using recall::Repeat;

struct Read {
  Status outcome = Ok();
  recall::Source source;
};

Read read_one(const std::string& path, std::span<const document::Form> forms) {
  Read made;
  const auto text = read_bytes(path);
  if (!text.ok()) {
    made.outcome = text.error();
    return made;
  }
  if (lint::is_template_file(path)) return made;
  made.source = recall::source_of(document::read({path, *text}, forms), path, *text);
  return made;
}

// `with_empty`: those that promise nothing, too.
std::vector<recall::Source> read_sources(const std::vector<std::string>& files, const ReadOptions& options,
                                         bool with_empty, Ledger& ledger) {
  const Forms forms(options);
  std::vector<recall::Source> sources;
  in_runs<std::vector<Read>>(
      files.size(), {options.threads, options.watch},
      [&](std::size_t begin, std::size_t end, std::vector<Read>& run) {
        run.clear();
        for (auto i = begin; i < end; ++i)
          run.push_back(read_one(files[i], forms.all()));
      },
      [&](std::size_t begin, std::vector<Read>& run) {
        for (std::size_t i = 0; i < run.size(); ++i) {
          if (!run[i].outcome.ok()) {
            ledger.troubles.push_back({files[begin + i], std::move(run[i].outcome).error()});
            continue;
          }
          ++ledger.documents;
          auto& source = run[i].source;
          if (source.promises.empty() && !with_empty) continue;
          if (!source.date && !source.promises.empty()) ++ledger.undated;
          sources.push_back(std::move(source));
        }
      });
  return sources;
}

// What the archive knows of items that are named by their document's path and their id.
class Memory {
 public:
  static Result<Memory> open(const std::string& root, const Configuration& configuration) {
    auto zone = TRY(team_zone(configuration));
    return Memory(TRY(open_archive(root)), std::move(zone));
  }

  // What `read` asks is answered as of one moment, while others write.
  template <typename Read>
  auto look(const Read& read) -> decltype(read()) {
    return open_.archive.look([&]() -> decltype(read()) {
      documents_.clear();
      judgements_.clear();
      for (auto& document : TRY(open_.archive.documents(open_.workspace)))
        if (document.is_here) documents_.emplace(document.path, document);
      for (auto& judgement : TRY(open_.archive.judgements(open_.workspace))) {
        const std::pair key(judgement.earlier, judgement.later);
        judgements_.emplace(key, std::move(judgement));
      }
      return read();
    });
  }

  Result<std::optional<archive::Item>> item(const LedgerItem& wanted) {
    const auto path = path_from(open_.root, wanted.path);
    const auto found = path ? documents_.find(*path) : documents_.end();
    if (found == documents_.end()) return std::optional<archive::Item>();
    for (auto& item : TRY(open_.archive.items(open_.workspace, found->second.id)))
      if (item.is_here != wanted.promise.is_gone && item.facts.short_id == wanted.promise.id)
        return std::optional(std::move(item));
    return std::optional<archive::Item>();
  }

  // Adds what the document of `source` promised once and says no more.
  Status add_gone(recall::Source& source) {
    const auto path = path_from(open_.root, source.path);
    const auto found = path ? documents_.find(*path) : documents_.end();
    if (found == documents_.end()) return Ok();
    std::unordered_set<std::string> here;
    for (const auto& promise : source.promises)
      here.insert(promise.id);
    for (auto& item : TRY(open_.archive.items(open_.workspace, found->second.id))) {
      const auto role = facts::item_role(item.facts.role);
      const bool is_work = role == facts::ItemRole::action || role == facts::ItemRole::improvement;
      if (item.is_here || !is_work || !here.insert(item.facts.short_id).second) continue;
      source.promises.push_back(
          {.role = *role,
           .state = facts::action_state(item.facts.state).value_or(ActionState::unknown),
           .id = item.facts.short_id,
           .line = static_cast<std::uint32_t>(std::max<std::int64_t>(item.facts.line, 1)),
           .text = item.facts.text,
           .owner = item.facts.owner,
           .due = parse_iso_date(item.facts.due) ? item.facts.due : std::string(),
           .is_gone = true});
    }
    return Ok();
  }

  std::string day(Timestamp at) const { return to_iso(zone_.day(at)); }

  // The last change of an item's state, or that it was taken out: when and whose.
  Status tell_outcome(Id item, Outcome& outcome) {
    for (const auto& event : TRY(open_.archive.events(open_.workspace, {.item = item})))
      if (outcome.word == "dropped" ? event.field == "state" || event.what == "item_gone"
                                    : event.field == "state") {
        outcome.since = day(event.at);
        outcome.actor = event.actor;
      }
    return Ok();
  }

  const archive::Judgement* said_of(Id earlier, Id later) const {
    const auto found = judgements_.find({earlier, later});
    return found == judgements_.end() ? nullptr : &found->second;
  }
  const auto& judgements() const { return judgements_; }

  Status judge(const archive::Judgement& judgement, const archive::By& by) {
    return open_.archive.change(open_.workspace, by, [&](archive::Changes& changes) {
      return without_index(open_, changes, [&] { return changes.judge(judgement); });
    });
  }

 private:
  Memory(OpenArchive open, Zone zone) : open_(std::move(open)), zone_(std::move(zone)) {}

  OpenArchive open_;
  Zone zone_;
  std::unordered_map<std::string, archive::Document> documents_;  // by path
  std::map<std::pair<Id, Id>, archive::Judgement> judgements_;
};

LedgerItem item_of(std::span<const recall::Source> sources, recall::Mention mention) {
  const auto& source = sources[mention.source];
  return {source.path, source.slug, source.title, *source.date, source.promises[mention.promise]};
}

std::string_view outcome_of(const recall::Promise& promise) {
  const auto state = promise.state;
  if (promise.is_gone && facts::is_open(state)) return "dropped";
  if (state == ActionState::unknown) return "unknown";
  if (state == ActionState::wont_do) return "dropped";
  return facts::is_open(state) ? "open" : "done";
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %";
}

LedgerRow row_of(std::span<const recall::Source> sources, const Repeat& repeat) {
  constexpr double same = 0.99, akin = 0.3;
  LedgerRow row;
  row.id = recall::row_id(sources, repeat);
  row.kind = repeat.kind;
  row.held = repeat.held;
  row.earlier = item_of(sources, repeat.earlier);
  row.later = item_of(sources, repeat.later);
  for (const auto& mention : repeat.between)
    row.between.push_back(item_of(sources, mention));
  row.days = repeat.days;
  row.score = repeat.score;
  row.reasons.push_back(repeat.likeness >= same
                            ? "the same words"
                            : percent(repeat.likeness) + " of the words, weighed by how rare they are");
  if (repeat.kinship >= akin)
    row.reasons.push_back("the documents' subjects agree by " + percent(repeat.kinship));
  if (repeat.cites) row.reasons.push_back("the later one names the earlier document");
  row.first.word = outcome_of(row.earlier.promise);
  return row;
}

// What happened to the first, and what was said of the row.
Status remember(Memory& memory, LedgerRow& row) {
  const auto earlier = TRY(memory.item(row.earlier));
  if (!earlier) return Ok();
  TRY(memory.tell_outcome(earlier->id, row.first));
  const auto later = TRY(memory.item(row.later));
  if (!later) return Ok();
  if (const auto* said = memory.said_of(earlier->id, later->id))
    row.said = Said{said->verdict, said->reason, said->actor, memory.day(said->at)};
  return Ok();
}

bool is_kind_wanted(const LedgerQuery& query, recall::RepeatKind kind) {
  return query.kinds.empty() || std::find(query.kinds.begin(), query.kinds.end(), kind) != query.kinds.end();
}

// Whether `row` is shown; one that is not is counted.
bool is_shown(const LedgerRow& row, const LedgerQuery& query, Ledger& ledger) {
  const bool is_dismissed = row.said && row.said->verdict == "dismissed";
  if (query.only_dismissed) return is_dismissed;
  if (!is_kind_wanted(query, row.kind)) return ++ledger.of_other_kinds, false;
  if (query.with_held) return true;
  if (is_dismissed) return ++ledger.dismissed, false;
  if (row.held == recall::Held::routine) return ++ledger.routine, false;
  if (row.held == recall::Held::copied) return ++ledger.copied, false;
  return true;
}

std::string root_of(const std::vector<std::string>& paths, const Configuration& configuration) {
  return archive_root(paths.empty() ? "." : paths.front(), configuration);
}

std::tuple<std::string_view, std::string_view, std::string_view, std::string_view> place_of(
    const LedgerRow& row) {
  return {row.earlier.path, row.earlier.promise.id, row.later.path, row.later.promise.id};
}

// Of rows with one name each gets a number behind it, in the order of their documents.
void tell_apart(std::vector<LedgerRow>& rows) {
  std::map<std::string, std::vector<LedgerRow*>> by_name;
  for (auto& row : rows)
    by_name[row.id].push_back(&row);
  for (auto& [name, twins] : by_name) {
    if (twins.size() == 1) continue;
    std::sort(twins.begin(), twins.end(),
              [](const auto* a, const auto* b) { return place_of(*a) < place_of(*b); });
    for (std::size_t i = 0; i < twins.size(); ++i)
      twins[i]->id = name + "." + std::to_string(i + 1);
  }
}

// Tells of each row the longest other one that lists it between its two.
void tell_parts(std::vector<LedgerRow>& rows) {
  using Pair = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  std::map<Pair, const LedgerRow*> wholes;
  for (const auto& row : rows)
    for (const auto& item : row.between) {
      auto& whole = wholes[{row.earlier.path, row.earlier.promise.id, item.path, item.promise.id}];
      if (!whole || whole->between.size() < row.between.size()) whole = &row;
    }
  for (auto& row : rows)
    if (const auto found = wholes.find(place_of(row)); found != wholes.end()) row.within = found->second->id;
}

// Every row, with what the archive adds; `memory` is null without one.
std::vector<LedgerRow> all_rows(const std::vector<std::string>& paths, const Configuration& configuration,
                                const LedgerQuery& query, Memory* memory, Ledger& ledger) {
  auto list = documents_beneath(paths, configuration);
  ledger.troubles = std::move(list.troubles);
  auto sources = read_sources(list.files, query.read, memory != nullptr, ledger);
  const auto broke = [&](Status told) {
    if (told.ok()) return;
    ledger.troubles.push_back({"the archive", std::move(told).error()});
    memory = nullptr;
  };
  for (auto& source : sources)
    if (memory) broke(memory->add_gone(source));
  std::erase_if(sources, [](const recall::Source& source) { return source.promises.empty(); });
  auto repeats = recall::repeated_promises(sources);
  recall::sort_by_weight(sources, repeats);
  std::vector<LedgerRow> rows;
  for (const auto& repeat : repeats) {
    auto& row = rows.emplace_back(row_of(sources, repeat));
    if (memory) broke(remember(*memory, row));
  }
  tell_apart(rows);
  return rows;
}

// A row, and the judgement that says nothing yet of its items.
struct Judged {
  LedgerRow row;
  archive::Judgement judgement;
};

Error unknown_row(const std::string& name, const std::vector<LedgerRow>& rows) {
  std::vector<std::string_view> ids, twins;
  for (const auto& row : rows) {
    ids.push_back(row.id);
    if (row.id.starts_with(name + ".")) twins.push_back(row.id);
  }
  if (!twins.empty()) {
    std::sort(twins.begin(), twins.end());
    auto message = "`" + name + "` names several rows:";
    for (const auto twin : twins)
      message.append(twin == twins.front() ? " " : ", ").append(twin);
    return {ErrorCode::invalid, std::move(message)};
  }
  const auto meant = closest(name, ids);
  return {ErrorCode::not_found,
          "the ledger has no row `" + name + "`" +
              (meant ? "; did you mean `" + std::string(*meant) + "`?"
                     : "; 'hindcast ledger promises --all' lists them, with the same PATH")};
}

Result<Judged> row_to_judge(const std::vector<std::string>& paths, const Configuration& configuration,
                            const LedgerQuery& query, const Judging& judging, Memory& memory) {
  Ledger ledger;
  auto rows = all_rows(paths, configuration, query, &memory, ledger);
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const LedgerRow& row) { return row.id == judging.row; });
  if (found == rows.end()) return unknown_row(judging.row, rows);
  const auto earlier = TRY(memory.item(found->earlier));
  const auto later = TRY(memory.item(found->later));
  if (!earlier || !later)
    return Error{ErrorCode::not_found, (earlier ? found->later : found->earlier).path +
                                           ": the archive does not know this item yet; 'hindcast sync' "
                                           "brings it in"};
  if (judging.verdict.empty() && !found->said)
    return Error{ErrorCode::invalid,
                 "nothing was said of row `" + judging.row + "`, so nothing is taken back"};
  Judged judged{std::move(*found), {}};
  judged.judgement.earlier = earlier->id;
  judged.judgement.later = later->id;
  return judged;
}

// Of an item: its document's path in the archive, and its id.
using Place = std::pair<std::string, std::string>;

Result<std::vector<std::pair<Place, Place>>> dismissed_in(OpenArchive& open) {
  std::vector<std::pair<Place, Place>> rows;
  const auto judgements = TRY(open.archive.judgements(open.workspace));
  if (judgements.empty()) return rows;
  std::unordered_map<Id, Place> places;
  for (const auto& document : TRY(open.archive.documents(open.workspace)))
    for (const auto& item : TRY(open.archive.items(open.workspace, document.id)))
      places[item.id] = {document.path, item.facts.short_id};
  for (const auto& judgement : judgements)
    if (judgement.verdict == "dismissed")
      rows.emplace_back(places[judgement.earlier], places[judgement.later]);
  return rows;
}

}  // namespace

Ledger list_ledger(const std::vector<std::string>& paths, const Configuration& configuration,
                   const LedgerQuery& query) {
  Ledger ledger;
  const auto root = root_of(paths, configuration);
  std::optional<Memory> memory;
  std::optional<Error> broken;
  if (disk::exists(archive_file(root))) {
    auto opened = Memory::open(root, configuration);
    if (opened.ok())
      memory.emplace(std::move(*opened));
    else
      broken = opened.error();
  }
  ledger.has_archive = memory.has_value();
  const auto list = [&](Memory* known) { return all_rows(paths, configuration, query, known, ledger); };
  std::vector<LedgerRow> rows;
  if (memory) {
    auto seen = memory->look([&]() -> Result<std::vector<LedgerRow>> { return list(&*memory); });
    if (!seen.ok()) broken = seen.error();
    rows = seen.ok() ? std::move(*seen) : list(nullptr);
  } else {
    rows = list(nullptr);
  }
  std::erase_if(rows, [&](const LedgerRow& row) { return !is_shown(row, query, ledger); });
  tell_parts(rows);
  for (auto& row : rows) {
    if (query.is_folded && !row.within.empty())
      ++ledger.folded;
    else if (query.rows_max > 0 && ledger.rows.size() >= query.rows_max)
      ++ledger.beyond_max;
    else
      ledger.rows.push_back(std::move(row));
  }
  if (broken) ledger.troubles.push_back({archive_file(root), *broken});
  return ledger;
}

Result<LedgerRow> judge_row(const std::vector<std::string>& paths, const Configuration& configuration,
                            const LedgerQuery& query, const Judging& judging) {
  auto memory = TRY(Memory::open(root_of(paths, configuration), configuration));
  auto [row, judgement] =
      TRY(memory.look([&] { return row_to_judge(paths, configuration, query, judging, memory); }));
  judgement.verdict = judging.verdict;
  judgement.reason = judging.reason;
  TRY(memory.judge(judgement, {.actor = judging.actor, .at = judging.at}));
  row.said.reset();
  if (!judging.verdict.empty())
    row.said = Said{judging.verdict, judging.reason, judging.actor, memory.day(judging.at)};
  return std::move(row);
}

Result<std::vector<std::pair<recall::Mention, recall::Mention>>> dismissed_repeats(
    const std::string& start, const Configuration& configuration, std::span<const recall::Source> sources) {
  std::vector<std::pair<recall::Mention, recall::Mention>> repeats;
  const auto root = archive_root(start, configuration);
  if (!disk::exists(archive_file(root))) return repeats;
  auto opened = TRY(open_archive(root));
  const auto rows = TRY(opened.archive.look([&] { return dismissed_in(opened); }));
  if (rows.empty()) return repeats;
  std::map<Place, recall::Mention> mentions;
  for (std::uint32_t i = 0; i < sources.size(); ++i)
    if (const auto path = path_from(opened.root, sources[i].path))
      for (std::uint32_t k = 0; k < sources[i].promises.size(); ++k)
        mentions.emplace(Place(*path, sources[i].promises[k].id), recall::Mention{i, k});
  for (const auto& [earlier, later] : rows) {
    const auto first = mentions.find(earlier), second = mentions.find(later);
    if (first != mentions.end() && second != mentions.end())
      repeats.emplace_back(first->second, second->second);
  }
  return repeats;
}

}  // namespace hindcast::app
