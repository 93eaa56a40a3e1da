#include "app/gate_cache.h"

#include <cstring>
#include <unordered_map>
#include <utility>

#include "app/archived.h"
#include "base/packed.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "disk/sealed.h"
#include "disk/workplace.h"
#include "document/reader.h"

namespace hindcast::app {
namespace {

// Counted up when what is remembered of the same document would be something else: by gate/source.cpp,
// gate/scope_fields.cpp, gate/written.cpp, gate/named_paths.cpp, gate/prose.cpp, gate/ticked.cpp or the form
// of the file.
constexpr std::string_view format = "hindcast gate 5\n";
constexpr std::uint64_t file_bytes_max = 1u << 30;

void put_texts(std::string& out, const std::vector<std::string>& texts) {
  put_number(out, texts.size());
  for (const auto& text : texts)
    put_text(out, text);
}
void put_scope(std::string& out, const gate::Scope& scope) {
  const bool is_said = scope.names_a_place() || !scope.phases.empty() || !scope.mentions.empty() ||
                       !scope.spoken.empty() || !scope.near.empty();
  put_number(out, !is_said ? 0 : scope.is_always ? 2 : 1);
  if (!is_said) return;
  for (const auto* list : {&scope.paths, &scope.services, &scope.kinds, &scope.phases, &scope.mentions,
                           &scope.spoken, &scope.near})
    put_texts(out, *list);
}

std::vector<std::string> take_texts(Unpacker& take) {
  std::vector<std::string> texts;
  const auto count = take.count();
  texts.reserve(count);
  while (texts.size() < count)
    texts.emplace_back(take.text());
  return texts;
}

void fill(gate::Scope& scope, std::uint64_t said, Unpacker& take) {
  scope.is_always = said == 2;
  for (auto* list : {&scope.paths, &scope.services, &scope.kinds, &scope.phases, &scope.mentions,
                     &scope.spoken, &scope.near})
    *list = take_texts(take);
}

gate::Scope take_scope(Unpacker& take) {
  gate::Scope scope;
  if (const auto said = take.number(); said != 0) fill(scope, said, take);
  return scope;
}

std::string packed(const gate::Source& source) {
  std::string out;
  put_number(out, source.is_template ? 1 : 0);
  put_number(out, static_cast<std::uint64_t>(source.kind));
  put_number(out, source.asked.size());
  put_texts(out, source.done);
  if (!source.asked.empty() || !source.done.empty()) put_text(out, source.slug);
  if (source.asked.empty()) return out;
  put_text(out, source.title);
  put_number(out, source.date ? static_cast<std::uint64_t>(days_from_epoch(*source.date) + 1'000'000) : 0);
  put_scope(out, source.written);
  put_scope(out, source.document);
  put_number(out, source.scope_line);
  put_number(out, source.slips.size());
  for (const auto& slip : source.slips) {
    put_number(out, slip.line);
    put_text(out, slip.what);
  }
  for (const auto& asked : source.asked) {
    put_number(out, static_cast<std::uint64_t>(asked.role));
    put_text(out, asked.item);
    put_number(out, asked.line);
    put_text(out, asked.text);
    put_scope(out, *asked.scope);
    put_number(out, asked.is_scope_written ? 1 : 0);
    put_texts(out, asked.guards);
    put_number(out, asked.is_done ? 1 : 0);
  }
  return out;
}

bool unpack(std::string_view bytes, gate::Source& source) {
  Unpacker take(bytes);
  source.is_template = take.number() == 1;
  source.kind = static_cast<facts::DocumentKind>(take.number());
  source.asked.resize(take.count());
  source.done = take_texts(take);
  if (!source.asked.empty() || !source.done.empty()) source.slug = take.text();
  if (source.asked.empty()) return take.is_good();
  source.title = take.text();
  if (const auto days = take.number(); days != 0)
    source.date = date_from_days(static_cast<std::int64_t>(days) - 1'000'000);
  source.written = take_scope(take);
  source.document = take_scope(take);
  source.scope_line = static_cast<std::uint32_t>(take.number());
  source.slips.resize(take.count());
  for (auto& slip : source.slips) {
    slip.line = static_cast<std::uint32_t>(take.number());
    slip.what = take.text();
  }
  for (auto& asked : source.asked) {
    asked.role = static_cast<facts::ItemRole>(take.number());
    asked.item = std::string(take.text());
    asked.line = static_cast<std::uint32_t>(take.number());
    asked.text = take.text();
    if (const auto said = take.number(); said != 0) fill(asked.scope.edit(), said, take);
    asked.is_scope_written = take.number() == 1;
    asked.guards = take_texts(take);
    asked.is_done = take.number() == 1;
  }
  return take.is_good() && take.is_at_end();
}

// What reading depends on but the texts: the program and the forms.
std::string reader_of(const ReadOptions& options) {
  Sha256 hash;
  hash.add(document::reader_digest());
  for (const auto& form : options.forms)
    hash.add(form.name).add(":").add(sha256(form.text));
  return hash.digest();
}

void put_stamp(std::string& out, const disk::Stamp& stamp) {
  for (const auto value : {stamp.size, stamp.changed, stamp.inode_changed, stamp.inode})
    put_number(out, static_cast<std::uint64_t>(value));
}

}  // namespace

struct GateCache::Impl {
  struct Known {
    disk::Stamp stamp;
    std::string_view bytes;  // in `file`
  };
  std::string path, head;
  std::optional<disk::Workplace> place;  // held: this gate may write
  std::string file;
  std::unordered_map<std::string_view, Known> known;  // by key, in `file`
  std::unordered_map<std::string, std::string> fresh;

  void read();
};

void GateCache::Impl::read() {
  const auto left = disk::read_sealed(path, head, file_bytes_max, file);
  Unpacker take(left);
  constexpr std::size_t usual_bytes = 600;  // of a document
  known.reserve(left.size() / usual_bytes);
  while (take.is_good() && !take.is_at_end()) {
    const auto key = take.text();
    Known one;
    for (auto* value : {&one.stamp.size, &one.stamp.changed, &one.stamp.inode_changed, &one.stamp.inode})
      *value = static_cast<std::int64_t>(take.number());
    one.bytes = take.text();
    if (take.is_good()) known.emplace(key, one);
  }
}

GateCache::GateCache(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GateCache::GateCache(GateCache&&) noexcept = default;
GateCache::~GateCache() = default;

GateCache GateCache::open(const std::string& root, const ReadOptions& options) {
  auto impl = std::make_unique<Impl>();
  if (!disk::exists(archive_file(root))) return GateCache(std::move(impl));
  impl->path = root + "/.hindcast/gate";
  impl->head = std::string(format) + reader_of(options);
  if (auto place = disk::Workplace::hold(root, 0); place.ok()) impl->place = *std::move(place);
  impl->read();
  return GateCache(std::move(impl));
}

bool GateCache::find(const std::string& key, const disk::Stamp& stamp, gate::Source& source) const {
  const auto found = impl_->known.find(key);
  if (found == impl_->known.end() || !(found->second.stamp == stamp)) return false;
  return unpack(found->second.bytes, source);
}

void GateCache::put(const std::string& key, const disk::Stamp& stamp, const gate::Source& source) {
  if (!impl_->place || stamp.changed + disk::racy_ns > impl_->place->since()) return;
  auto& entry = impl_->fresh[key];
  entry.clear();
  put_text(entry, key);
  put_stamp(entry, stamp);
  put_text(entry, packed(source));
}

std::int64_t GateCache::since() const {
  return impl_->place ? impl_->place->since() : 0;
}

std::string GateCache::take_texts() {
  impl_->known.clear();
  return std::move(impl_->file);
}

void GateCache::finish() {
  if (!impl_->place || impl_->fresh.empty()) return;
  // What was not asked for this time is kept while there is not much of it: files that went are forgotten
  // then.
  std::string body;
  std::size_t kept = 0;
  const auto kept_max = 2 * impl_->fresh.size() + 20'000;
  for (const auto& [key, one] : impl_->known) {
    if (impl_->fresh.count(std::string(key)) > 0 || ++kept > kept_max) continue;
    put_text(body, key);
    put_stamp(body, one.stamp);
    put_text(body, one.bytes);
  }
  for (const auto& [key, entry] : impl_->fresh)
    body += entry;
  (void)disk::write_sealed(impl_->path, impl_->head,
                           body);  // a cache that can't be written is made again next time
  impl_->place.reset();
}

}  // namespace hindcast::app
