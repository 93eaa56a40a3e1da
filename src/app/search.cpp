#include "app/search.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/asked.h"
#include "app/entry.h"
#include "app/in_vain.h"
#include "app/indexing.h"
#include "app/sync.h"
#include "app/telling.h"
#include "base/nearest.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "document/document.h"
#include "search/words.h"

namespace hindcast::app {
namespace {

constexpr std::size_t items_shown_max = 3;
constexpr std::size_t checked_max = 2'000;  // documents whose items are looked at for one query
constexpr std::size_t shared_words_max = 5, shared_looked_at_max = 100;
constexpr std::size_t quickly_read = 3'000;  // documents, without an archive, in about a second

// Where the text proper begins: behind front matter and the first heading, whose words the title shows.
std::uint32_t body_of(std::string_view text) {
  std::size_t at = 0;
  const auto fence = text.substr(0, 3);
  if (fence == "---" || fence == "+++")
    if (const auto end = text.find("\n" + std::string(fence), 3); end != text.npos)
      at = std::min(text.find('\n', end + 1), text.size());
  while (at < text.size() && (text[at] == '\n' || text[at] == '\r' || text[at] == ' '))
    ++at;
  if (at < text.size() && text[at] == '#') at = std::min(text.find('\n', at), text.size());
  while (at < text.size() && (text[at] == '\n' || text[at] == '\r'))
    ++at;
  return static_cast<std::uint32_t>(at);
}

// A file as the current folder's programs open it: "a.md", "../docs/a.md".
std::string from_here(const std::string& file) {
  const auto name = file.rfind('/') + 1;
  return disk::path_between(disk::absolute("."), file.substr(0, name - 1)) + file.substr(name);
}

std::string with_curly(std::string_view text) {
  return std::string("“").append(text).append("”");
}

// Words of more than three bytes, numbers aside, and how often each stands there.
std::map<std::string, std::size_t> counted_words(std::string_view text) {
  std::map<std::string, std::size_t> counts;
  search::WordReader reader(text);
  search::Word word;
  for (std::size_t read = 0; read < 20'000 && reader.next(word); ++read) {
    const bool has_letter =
        std::any_of(word.text.begin(), word.text.end(), [](char c) { return c > '9' || c < 0; });
    const bool is_word = word.shape == search::Shape::whole || word.shape == search::Shape::pair;
    if (is_word && has_letter && word.text.size() > 3) ++counts[std::string(word.text)];
  }
  return counts;
}

class Finder {
 public:
  Finder(Library& library, search::Index& index) : library_(library), index_(index) {}

  Result<SearchReport> find(const SearchWish& wish) {
    SearchReport report;
    report.documents = index_.statistics().documents;
    report.is_behind = !TRY(is_index_current(library_.open));
    auto parsed = search::typed::parse(wish.query);
    report.problem = std::move(parsed.problem);
    if (report.problem) return report;
    const Asked asked = app::asked(parsed.query, library_.here);
    if (asked.is_empty) {
      report.problem = search::typed::Problem{
          {0, static_cast<std::uint32_t>(wish.query.size())}, "there is no letter or digit in it", ""};
      return report;
    }
    auto answer = found_of(parsed.query, asked, wish);
    if (!answer.ok() && answer.error().code == ErrorCode::invalid) {  // as typed it was fine, and is too much
      report.problem = search::typed::Problem{
          {0, static_cast<std::uint32_t>(wish.query.size())}, answer.error().message, "ask for less at once"};
      return report;
    }
    const auto found = TRY(std::move(answer));
    report.total = found.total;
    report.is_exact = found.is_exact || found.total == report.documents;  // more there can't be
    report.facets = found.facets;
    for (auto& facet : report.facets)
      if (facet.name == "severity.group") facet.name = "severity";
    search::Marker marker(asked.query, index_.statistics().languages);
    for (const auto& hit : found.hits) {
      auto one = TRY(shown(hit, marker, !asked.item_nodes.empty()));
      if (!one) continue;
      TRY(add_items(parsed.query, asked, marker, *one));
      report.results.push_back(std::move(*one));
    }
    if (report.total == 0) {
      auto in_vain = TRY(looked_into(index_, wish.query, parsed.query, library_.here));
      report.suggestion = std::move(in_vain.other);
      report.parts = std::move(in_vain.parts);
    } else {
      report.parts = TRY(unknown_values(index_, wish.query, parsed.query, library_.here));
    }
    return report;
  }

  // What `like` is: an entry, and the text that it is of.
  Result<SearchReport> similar(const search::Entry& like, std::string_view text, archive::Id except,
                               std::size_t limit) {
    SearchReport report;
    report.documents = index_.statistics().documents;
    report.is_behind = !TRY(is_index_current(library_.open));
    search::Marker nothing(search::Query{}, {});
    for (const auto& hit : TRY(index_.similar(like, limit, except))) {
      auto one = TRY(shown(hit, nothing, false));
      if (!one) continue;
      one->reasons = TRY(shared_words(text, one->document));
      report.results.push_back(std::move(*one));
    }
    report.total = report.results.size();
    return report;
  }

 private:
  Result<search::Found> found_of(const search::typed::Query& typed, const Asked& asked,
                                 const SearchWish& wish) {
    search::SearchOptions options;
    options.hits_max = wish.limit;
    options.order = wish.order;
    if (wish.wants_facets)
      options.facets = {"kind", "year", "severity.group", "service", "team", "owner", "state", "tag", "lang"};
    if (!asked.needs_check) return index_.search(asked.query, options);
    options.hits_max = checked_max;
    auto found = TRY(index_.search(asked.query, options));
    const auto all = std::move(found.hits);
    found.hits.clear();
    found.is_exact = found.total <= all.size() && found.is_exact;
    found.total = 0;
    for (const auto& hit : all) {
      const auto items = TRY(library_.open.archive.items(library_.open.workspace, hit.id));
      const bool is_meant =
          std::all_of(asked.item_nodes.begin(), asked.item_nodes.end(), [&](std::uint32_t node) {
            return std::any_of(items.begin(), items.end(), [&](const archive::Item& item) {
              return item.is_here && meets(typed, node, item.facts);
            });
          });
      if (!is_meant) continue;
      if (++found.total <= wish.limit) found.hits.push_back(hit);
    }
    return found;
  }

  Result<std::optional<FoundDocument>> shown(const search::Hit& hit, search::Marker& marker,
                                             bool asks_of_items) {
    auto& open = library_.open;
    auto document = TRY(open.archive.document(open.workspace, hit.id));
    if (!document || !document->is_here) return std::optional<FoundDocument>();  // gone since
    FoundDocument one;
    one.document = std::move(*document);
    one.path = from_here(open.root + "/" + one.document.path);
    one.score = hit.score;
    const auto& facts = one.document.facts;
    one.title_hits = marker.hits(facts.title, facts.language);
    for (const auto& tally : marker.tally())
      if (tally.count > 0) one.reasons.push_back(with_curly(tally.text) + " in the title");
    const auto text = TRY(open.archive.text(open.workspace, one.document.id, one.document.revision));
    const auto from = body_of(text);
    auto passages = marker.passages(text, facts.language, {.from = from});
    for (const auto& tally : marker.tally())
      if (tally.count > 0)
        one.reasons.push_back(with_curly(tally.text) + " " +
                              (tally.count == 1 ? "once" : std::to_string(tally.count) + " times"));
    if (passages.empty() && !asks_of_items) passages.push_back(search::opening(text, from, 160));
    const LineIndex lines(text);
    for (auto& passage : passages) {
      const auto line = lines.line_column(passage.begin).line + 1;
      if (!passage.text.empty()) one.passages.push_back({std::move(passage), line});
    }
    if (!library_.is_in_memory) {
      std::string now;
      const auto path = open.root + "/" + one.document.path;
      one.has_changed =
          !disk::read_file(path, document_bytes_max, now).ok() || sha256(now) != one.document.digest;
      one.is_gone = one.has_changed && !disk::exists(path);
    }
    return std::optional<FoundDocument>(std::move(one));
  }

  // The items that were asked for; without such a question those actions and lessons that say what was.
  Status add_items(const search::typed::Query& typed, const Asked& asked, search::Marker& marker,
                   FoundDocument& one) {
    auto items = TRY(library_.open.archive.items(library_.open.workspace, one.document.id));
    std::erase_if(items, [](const archive::Item& item) { return !item.is_here; });
    std::stable_sort(items.begin(), items.end(),
                     [](const auto& a, const auto& b) { return a.facts.line < b.facts.line; });
    std::size_t meant = 0;
    for (auto& item : items) {
      const bool is_asked =
          asked.item_nodes.empty()
              ? (!item.facts.state.empty() || item.facts.role == "lesson") &&
                    !marker.hits(item.facts.text, one.document.facts.language).empty()
              : std::any_of(asked.item_nodes.begin(), asked.item_nodes.end(),
                            [&](std::uint32_t node) { return meets(typed, node, item.facts); });
      if (!is_asked || ++meant > items_shown_max) continue;
      auto id = one.document.facts.slug + "#" + item.facts.short_id;
      one.items.push_back({std::move(item), std::move(id)});
    }
    one.items_more = meant - one.items.size();
    if (!asked.item_nodes.empty() && meant > 0)
      one.reasons.push_back(std::to_string(meant) + (meant == 1 ? " item is" : " items are") + " as asked");
    return Ok();
  }

  // The words that tell most of what both texts are about: often there, and in few others.
  Result<std::vector<std::string>> shared_words(std::string_view text, const archive::Document& document) {
    const auto other =
        TRY(library_.open.archive.text(library_.open.workspace, document.id, document.revision));
    const auto ours = counted_words(text), theirs = counted_words(other);
    std::vector<std::pair<std::size_t, std::string>> shared;  // by how often both have it
    for (const auto& [word, count] : ours)
      if (const auto found = theirs.find(word); found != theirs.end())
        shared.emplace_back(std::min(count, found->second), word);
    std::sort(shared.begin(), shared.end(), [](const auto& a, const auto& b) { return a > b; });
    shared.resize(std::min(shared.size(), shared_looked_at_max));
    std::vector<std::pair<double, std::string>> told;
    for (auto& [count, word] : shared) {
      const auto documents = static_cast<double>(TRY(index_.frequency(word)));
      const auto all = static_cast<double>(index_.statistics().documents);
      told.emplace_back(static_cast<double>(count) * std::log((all + 1) / (documents + 0.5)),
                        std::move(word));
    }
    std::sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a > b; });
    std::string list;
    for (std::size_t i = 0; i < std::min(told.size(), shared_words_max); ++i)
      list.append(i == 0 ? "shares " : ", ").append(with_curly(told[i].second));
    return list.empty() ? std::vector<std::string>() : std::vector<std::string>{list};
  }

  Library& library_;
  search::Index& index_;
};

// Why `target` names none.
Error no_document(const std::string& target, const std::vector<archive::Document>& documents) {
  if (disk::is_folder(target))
    return Error{ErrorCode::invalid, target + ": is a folder; name a document, such as one in it"};
  std::vector<std::string_view> names;
  for (const auto& known : documents) {
    names.push_back(known.path);
    names.push_back(known.facts.slug);
  }
  const auto meant = closest(target, names);
  return Error{ErrorCode::not_found, target + ": is neither a file nor a document of the archive" +
                                         (meant ? "; did you mean '" + std::string(*meant) + "'?"
                                                : "; name a file, or one by its path or slug")};
}

Result<SearchReport> similar_now(Library& library, const std::string& target, std::size_t limit,
                                 const ReadOptions& read) {
  auto& open = library.open;
  const bool is_file = disk::exists(target) && !disk::is_folder(target);
  if (library.is_empty) return is_file ? Result<SearchReport>(SearchReport{}) : no_document(target, {});
  auto opened = TRY(open_index(open));
  Finder finder(library, opened.index);
  const auto key = path_from(open.root, target);
  const Forms forms(read);
  if (is_file) {
    auto read_text = read_bytes(target);
    if (!read_text.ok()) return std::move(read_text).error().while_(target);
    const auto& text = *read_text;
    const auto name = key.value_or(target);
    const auto document = document::read({.path = name, .text = text}, forms.all());
    const auto telling = telling_text(document, text);
    const auto entry = entry_of(1, document, telling, sha256(text), name);
    archive::Id itself = 0;
    if (key)
      for (const auto& hit : TRY(opened.index.search(search::attribute("path:" + *key))).hits)
        itself = hit.id;
    return finder.similar(entry, telling, itself, limit);
  }
  const auto documents = TRY(open.archive.documents(open.workspace));
  for (const auto& known : documents) {
    if (!known.is_here || (known.facts.slug != target && known.path != target)) continue;
    const auto text = TRY(open.archive.text(open.workspace, known.id, known.revision));
    const auto document = document::read({.path = known.path, .text = text}, forms.all());
    const auto telling = telling_text(document, text);
    return finder.similar(entry_of(known.id, document, telling, known.digest, known.path), telling, known.id,
                          limit);
  }
  return no_document(target, documents);
}

// What a reader can do about damage.
Result<SearchReport> advised(Result<SearchReport> report, const std::string& root) {
  if (report.ok() || report.error().code != ErrorCode::corrupt) return report;
  return of_archive(
      {ErrorCode::corrupt, report.error().message +
                               "; 'hindcast sync --reindex' makes the index anew, and 'hindcast "
                               "verify' tells whether all else is whole"},
      root);
}

}  // namespace

Result<Library> open_library(const std::string& start, const Configuration& configuration,
                             const ReadOptions& read) {
  const auto root = archive_root(start, configuration);
  if (disk::exists(archive_file(root)))
    return Library{TRY(open_archive(root)), false, false, false, {}, path_from(root, ".").value_or("")};
  Library library{TRY(archive_in_memory(root)), true, false, false, {}, path_from(root, ".").value_or("")};
  SyncReport report;
  TRY(sync_into(library.open, {start}, configuration, {.read = read, .actor = "search"}, report));
  library.is_empty = !TRY(is_index_current(library.open));
  library.took_long = report.files > quickly_read;
  library.troubles = std::move(report.troubles);
  return library;
}

Result<SearchReport> find(Library& library, const SearchWish& wish) {
  if (library.is_empty) {  // no index was made
    SearchReport nothing;
    nothing.problem = search::typed::parse(wish.query).problem;
    return nothing;
  }
  auto found = library.open.archive.look([&]() -> Result<SearchReport> {
    auto opened = TRY(open_index(library.open));
    return Finder(library, opened.index).find(wish);
  });
  return advised(std::move(found), library.open.root);
}

Result<SearchReport> find_similar(Library& library, const std::string& target, std::size_t limit,
                                  const ReadOptions& read) {
  return advised(library.open.archive.look([&] { return similar_now(library, target, limit, read); }),
                 library.open.root);
}

}  // namespace hindcast::app
