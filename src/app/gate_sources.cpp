// Where the gate's documents come from: folders, and what was remembered of them beside the archive.
#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "app/archived.h"
#include "app/documents.h"
#include "app/done_items.h"
#include "app/files.h"
#include "app/gate.h"
#include "app/gate_cache.h"
#include "app/pool.h"
#include "disk/disk.h"
#include "disk/folders.h"
#include "document/document.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

using facts::DocumentKind;

struct Read {
  Status outcome = Ok();
  gate::Source source;
};

Read read_one(const std::string& path, std::span<const document::Form> forms) {
  Read made;
  const auto text = read_bytes(path);
  if (!text.ok()) {
    made.outcome = text.error();
    return made;
  }
  if (lint::is_template_file(path))
    made.source.is_template = true;
  else
    made.source = gate::source_of(document::read({path, *text}, forms), path, *text);
  return made;
}

bool teaches(DocumentKind kind) {
  return kind != DocumentKind::release && kind != DocumentKind::other;
}

// Whether it asks anything.
bool take(gate::Source& source, std::string path, AskedSources& asked, DoneBindings& done) {
  ++asked.documents;
  if (source.is_template) return false;
  if (source.kind == DocumentKind::release) asked.records.push_back(path);
  if (teaches(source.kind)) ++asked.lessons;
  done.look_at(source, path);
  source.path = std::move(path);
  return !source.asked.empty();
}

struct ListedFile {
  std::string path, key;  // as this process opens it, and from the root
  std::optional<disk::Stamp> stamp;
};

// Files as they are listed beneath a path, from the root: almost every one is what is called so, and a plain
// rest.
class BeneathPath {
 public:
  explicit BeneathPath(const std::string& path) : named_(as_listed(path)), whole_(absolute(path)) {
    if (named_ == "." || named_ == "./") named_.clear();  // its files are listed without it
    if (!whole_.ends_with('/')) whole_ += '/';
  }
  std::string absolute_of(const std::string& file) const {
    std::string_view rest(file);
    if (!rest.starts_with(named_)) return absolute(file);
    rest.remove_prefix(named_.size());
    const bool is_apart = named_.empty() || named_.ends_with('/');
    if (!is_apart && !rest.starts_with('/')) return absolute(file);
    if (!is_apart) rest.remove_prefix(1);
    const bool is_plain = !rest.empty() && rest[0] != '.' && rest[0] != '/' && rest.find("/.") == rest.npos &&
                          rest.find("//") == rest.npos;
    return is_plain ? whole_ + std::string(rest) : absolute(file);
  }

 private:
  std::string named_, whole_;
};

// The files beneath each path, in order, each once. Paths without any document are troubles.
std::vector<ListedFile> listed(const std::vector<std::string>& paths, const std::string& root,
                               const Configuration& configuration, disk::FolderMemory* memory,
                               std::vector<Trouble>& troubles) {
  std::vector<ListedFile> files;
  std::unordered_set<std::string> seen;
  const auto prefix = root + "/";
  for (const auto& path : paths) {
    const BeneathPath place(path);
    auto stamped = stamped_documents(path, configuration, memory);
    if (stamped.list.files.empty() && stamped.list.troubles.empty())
      stamped.list.troubles = documents_beneath({path}, configuration).troubles;  // which says what is wrong
    for (auto& trouble : stamped.list.troubles)
      troubles.push_back(std::move(trouble));
    files.reserve(files.size() + stamped.list.files.size());
    auto link = stamped.links.begin();  // in the order of the files
    for (std::size_t i = 0; i < stamped.list.files.size(); ++i) {
      auto& file = stamped.list.files[i];
      const bool is_link = link != stamped.links.end() && *link == file;
      if (is_link) ++link;
      auto whole = place.absolute_of(file);
      if (paths.size() > 1 && !seen.insert(whole).second) continue;
      // Whoever may add a link to a folder must not have the gate print what lies elsewhere.
      if (is_link && disk::leads_out(file, {root, path})) {
        troubles.push_back({file, {ErrorCode::denied, "is a symbolic link that leads out of " + root}});
        continue;
      }
      if (whole.starts_with(prefix)) whole.erase(0, prefix.size());
      files.push_back({std::move(file), std::move(whole), stamped.stamps[i]});
    }
  }
  return files;
}

}  // namespace

AskedSources read_sources(const std::vector<std::string>& paths, const Configuration& configuration,
                          const ReadOptions& options) {
  AskedSources asked;
  const auto where = paths.empty() ? std::vector<std::string>{"."} : paths;
  asked.root = archive_root(where.front(), configuration);
  auto cache = GateCache::open(asked.root, options);
  std::optional<disk::FolderMemory> memory;
  if (disk::exists(archive_file(asked.root))) memory.emplace(folder_memory(asked.root, cache.since()));
  auto list = listed(where, asked.root, configuration, memory ? &*memory : nullptr, asked.troubles);
  if (memory) memory->finish();
  const Forms forms(options);
  std::vector<std::size_t> unknown;
  auto& sources = asked.sources;
  sources.resize(list.size());
  std::vector<bool> is_known(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    is_known[i] = list[i].stamp && cache.find(list[i].key, *list[i].stamp, sources[i]);
    if (!is_known[i]) unknown.push_back(i);
  }
  in_runs<std::vector<Read>>(
      unknown.size(), {options.threads, options.watch},
      [&](std::size_t begin, std::size_t end, std::vector<Read>& run) {
        run.clear();
        for (auto i = begin; i < end; ++i)
          run.push_back(read_one(list[unknown[i]].path, forms.all()));
      },
      [&](std::size_t begin, std::vector<Read>& run) {
        for (std::size_t i = 0; i < run.size(); ++i) {
          const auto number = unknown[begin + i];
          const auto& file = list[number];
          if (!run[i].outcome.ok()) {
            asked.troubles.push_back({file.path, std::move(run[i].outcome).error()});
            continue;
          }
          if (file.stamp) cache.put(file.key, *file.stamp, run[i].source);
          sources[number] = std::move(run[i].source);
          is_known[number] = true;
        }
      });
  cache.finish();
  asked.remembered = cache.take_texts();
  DoneBindings done(configuration);
  std::size_t asking = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!is_known[i] || !take(sources[i], std::move(list[i].path), asked, done)) continue;
    if (asking != i) sources[asking] = std::move(sources[i]);
    ++asking;
  }
  sources.resize(asking);
  done.add_to(asked, options);
  if (is_stopped(options.watch)) asked.troubles.push_back({"", stopped()});
  return asked;
}

}  // namespace hindcast::app
