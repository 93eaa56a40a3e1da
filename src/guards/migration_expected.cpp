#include "guards/migration_expected.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "base/text.h"
#include "guards/looking.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

std::string listed(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns)
    out.append(out.empty() ? "(" : ", ").append(quoted(column));
  return out + ")";
}

constexpr std::array<std::string_view, 7> expected_keys = {"table", "columns", "column", "unique",
                                                           "name",  "why",     "reason"};

// Indexes that were there once, by the table that they were on.
class Past {
 public:
  Past(const sql::Catalogue& catalogue, const std::vector<std::string>& paths)
      : dialect_(catalogue.dialect()), paths_(paths) {
    for (const sql::Gone& one : catalogue.gone())
      by_table_[one.table].push_back(&one);
  }

  // The last index of the table that began with these columns, or had that name.
  const sql::Gone* last(const std::string& table, const std::vector<std::string>& columns,
                        const std::string& name = "") const {
    const auto found = by_table_.find(table);
    if (found == by_table_.end()) return nullptr;
    for (auto one = found->second.rbegin(); one != found->second.rend(); ++one) {
      const sql::Gone& gone = **one;
      const bool fits = gone.columns.size() >= columns.size() &&
                        std::equal(columns.begin(), columns.end(), gone.columns.begin());
      if (name.empty() ? fits && gone.how.find("renamed") == std::string::npos : gone.index == name)
        return &gone;
    }
    return nullptr;
  }

  // ": index `x` was dropped in db/V7__x.sql:3"
  std::string told(const sql::Gone* gone) const {
    if (gone == nullptr || gone->place.line == 0) return {};
    std::string out(gone->index.empty() ? ": its index" : ": index ");
    if (!gone->index.empty()) out.append(quoted(gone->index));
    out.append(" ").append(gone->how).append(" in ").append(paths_[gone->place.file]);
    return out.append(":").append(std::to_string(gone->place.line));
  }

 private:
  sql::Dialect dialect_;
  const std::vector<std::string>& paths_;
  std::map<std::string, std::vector<const sql::Gone*>> by_table_;
};

// Why an index that looks like it does not do: ": `x` is partial".
std::string nearly(const sql::Catalogue& catalogue, const sql::Table& table,
                   const std::vector<std::string>& columns) {
  for (const sql::Index& index : table.indexes) {
    if (index.parts.empty() || index.parts[0].column != columns[0]) continue;
    if (index.is_partial) return ": " + quoted(index.name) + " is for some of its rows only";
    if (!index.finds) return ": " + quoted(index.name) + " is of no use for it";
    if (index.parts[0].is_prefix) return ": " + quoted(index.name) + " is on its first bytes only";
    std::string lacking;
    if (!catalogue.is_whole(table, index, columns, &lacking))
      return ": " + quoted(index.name) + " is on no partition, and " + quoted(lacking) +
             " has none of its own";
    if (columns.size() > 1) return ": " + quoted(index.name) + " does not begin with all of them";
  }
  return {};
}

std::vector<std::string> folded(const std::vector<std::string>& columns) {
  std::vector<std::string> out;
  for (const std::string& column : columns)
    out.push_back(lower(column));
  return out;
}

// Names of a manifest are written as people write them: letter case counts where it would in quotes.
bool is_called(std::string_view name, const std::string& wanted) {
  return name == wanted || name == lower(wanted);
}

bool meets(const sql::Index& index, const ExpectedIndex& wanted) {
  if (index.is_partial || !index.finds || index.parts.size() < wanted.columns.size()) return false;
  if (wanted.is_unique &&
      (!(index.is_unique || index.is_primary) || index.parts.size() != wanted.columns.size()))
    return false;
  if (!wanted.name.empty() && !is_called(index.name, wanted.name)) return false;
  for (std::size_t i = 0; i < wanted.columns.size(); ++i)
    if (index.parts[i].is_prefix || !is_called(index.parts[i].column, wanted.columns[i])) return false;
  return true;
}

std::vector<std::string> first_columns(const sql::Index& index, std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count && i < index.parts.size(); ++i)
    out.push_back(index.parts[i].column);
  return out;
}

}  // namespace

std::vector<ExpectedIndex> read_expected(const data::Value& root, const std::string& path,
                                         std::vector<Finding>& findings) {
  static constexpr std::array<std::string_view, 2> lists = {"index", "indexes"};
  tell_unknown_keys(root, lists, "a list of expected indexes", path, findings);
  const data::Value* list = root.is_list() ? &root : root.find("index");
  if (list == nullptr) list = root.find("indexes");
  std::vector<ExpectedIndex> out;
  if (list == nullptr || !list->is_list() || list->members.empty()) {
    findings.push_back({Verdict::missing, "names no index: a list `index` is looked for", path, root.line});
    return out;
  }
  for (const data::Value& entry : list->members) {
    tell_unknown_keys(entry, expected_keys, "an expected index", path, findings);
    ExpectedIndex one;
    one.line = entry.line;
    one.table = word_in(entry, {"table"});
    one.columns = texts_in(entry, "columns");
    if (one.columns.empty()) one.columns = texts_in(entry, "column");
    one.is_unique = flag_in(entry, "unique");
    one.name = word_in(entry, {"name"});
    one.why = word_in(entry, {"why", "reason"});
    if (one.table.empty() || one.columns.empty())
      findings.push_back(
          {Verdict::inconclusive, "an expected index needs a table and columns", path, entry.line});
    else
      out.push_back(std::move(one));
  }
  return out;
}

std::vector<Gap> keys_without_index(const sql::Catalogue& catalogue, const std::vector<std::string>& paths) {
  const Past past(catalogue, paths);
  std::vector<Gap> gaps;
  for (const sql::Table& table : catalogue.tables()) {
    if (!table.is_alive || table.is_temporary || table.is_partition) continue;
    for (const sql::ForeignKey& key : table.foreign_keys) {
      if (key.columns.empty() || catalogue.leading(table, key.columns) != nullptr) continue;
      const std::string shown = catalogue.shown(table);
      const sql::Gone* gone = past.last(shown, key.columns);
      Gap gap{key.place,
              "foreign key " + listed(key.columns) + " of " + quoted(shown) + " to " +
                  quoted(key.target.name) + " has no index",
              {},
              0};
      const std::string near = nearly(catalogue, table, key.columns);
      gap.message += near.empty() ? past.told(gone) : near;
      if (gone != nullptr) gap.by.push_back(gone->place);
      gaps.push_back(std::move(gap));
    }
  }
  return gaps;
}

std::vector<Gap> missing_indexes(const sql::Catalogue& catalogue, const std::vector<ExpectedIndex>& expected,
                                 const std::vector<std::string>& paths) {
  const Past past(catalogue, paths);
  std::map<std::string, const sql::Table*> tables;
  for (const sql::Table& table : catalogue.tables())
    if (table.is_alive && !table.is_temporary) tables[catalogue.shown(table)] = &table;
  std::vector<Gap> gaps;
  for (const ExpectedIndex& wanted : expected) {
    auto found = tables.find(wanted.table);
    if (found == tables.end()) found = tables.find(lower(wanted.table));
    Gap gap{{}, {}, {}, wanted.line};
    const std::string why = wanted.why.empty() ? "" : " (" + wanted.why + ")";
    if (found == tables.end()) {
      gap.message = "table " + quoted(wanted.table) + " is not there, and an index on it is expected" + why;
    } else {
      const sql::Table& table = *found->second;
      std::string lacking;
      const auto is_met = [&](const sql::Index& index) {
        return meets(index, wanted) &&
               catalogue.is_whole(table, index, first_columns(index, wanted.columns.size()), &lacking);
      };
      if (std::any_of(table.indexes.begin(), table.indexes.end(), is_met)) continue;
      const sql::Gone* gone = past.last(found->first, wanted.columns, wanted.name);
      if (gone == nullptr) gone = past.last(found->first, folded(wanted.columns), lower(wanted.name));
      gap.message = std::string(wanted.is_unique ? "unique index " : "index ") +
                    (wanted.name.empty() ? "" : quoted(wanted.name) + " ") + listed(wanted.columns) + " on " +
                    quoted(wanted.table) + " is expected and not there" + why + past.told(gone) +
                    (lacking.empty() ? "" : ": partition " + quoted(lacking) + " has none");
      if (gone != nullptr) gap.by.push_back(gone->place);
    }
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

}  // namespace hindcast::guards
