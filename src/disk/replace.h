// The steps of which a safe write is made: stage new bytes beside a file,
// exchange the two, look at what was displaced, put it back or drop it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "disk/confine.h"

namespace hindcast::disk {

// Enough of a file's bytes to know them again.
struct Digest {
  std::uint64_t size = 0;
  std::uint64_t hash = 0;
  bool operator==(const Digest&) const = default;
};
Digest digest(std::string_view bytes);

// A regular file in a folder, looked at once.
struct Seen {
  Handle handle;
  std::string bytes;
  std::uint32_t mode = 0, user = 0, group = 0;
  std::uint64_t links = 0;
  bool has_writer = false;  // another program has it open for writing; false where the system can't tell
};

// `invalid` for a link, a pipe or a folder; `not_found` when there is none.
Result<Seen> look(const Folder&, const std::string& name);

// The digest of the regular file at `name`; fails as look does.
Result<Digest> digest_of(const Folder&, const std::string& name);

// Bytes on the disk that have no name yet, so that nothing of them stays behind when we are killed. Where the
// file system can't do that they have the name `part`.
struct Staged {
  Handle handle;
  std::string part;
};
// As `like` in mode, owner and extended attributes, when given.
Result<Staged> stage(const Folder&, const std::string& part, std::string_view bytes, const Seen* like);
Status give_name(const Folder&, const Staged&, const std::string& name);

enum class Exchanged { at_once, in_steps };  // in_steps: the file system can't do it at once
// `name` and `swap` trade places; both must exist.
Result<Exchanged> exchange(const Folder&, const std::string& name, const std::string& swap);
// Where a kill in the middle of an exchange in steps left it, brings `swap` back.
void mend_exchange(const Folder&, const std::string& swap);

// Undoes an exchange that put `ours` at `name`. What another program put there since wins. `swap` then holds
// what is not wanted: see discard.
Status put_back(const Folder&, const std::string& name, const std::string& swap, const Digest& ours);

// Removes `swap` when it holds one of the two known texts and nobody writes it; else keeps it as NAME.orig
// and returns that name.
Result<std::string> discard(const Folder&, const std::string& name, const std::string& swap,
                            const Digest& before, const Digest& after);

Status sync(const Folder&);
Status remove(const Folder&, const std::string& name);  // fine when there is none

}  // namespace hindcast::disk
