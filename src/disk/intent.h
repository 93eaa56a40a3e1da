// What a write is about to do, written down beside the files before the first
// is touched, so that a write that was cut short can be undone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "disk/replace.h"
#include "disk/write.h"

namespace hindcast::disk {

struct Intent {
  struct File {
    std::string folder;  // from the folder in which the intent lies: "", "../b/"
    std::string name;
    Digest before, after;
  };
  std::string id;  // sixteen hexadecimal digits
  std::vector<File> files;
};

inline constexpr std::string_view our_prefix = ".hindcast-";

std::string intent_name(std::string_view id);                 // ".hindcast-ID.intent"
std::string swap_name(std::string_view id, std::size_t nth);  // ".hindcast-ID-N.swap"
std::string new_id();

std::string print(const Intent&);
// Nothing when the bytes are no whole intent. The id is not in them.
std::optional<Intent> parse_intent(std::string_view);

// Folders that this call holds locked.
class Folders {
 public:
  explicit Folders(const std::vector<std::string>& roots) : roots_(roots) {}
  // The place of a folder in the list; locks it when it is new here.
  Result<std::size_t> add(Folder);
  Result<std::size_t> add(const std::string& path);
  const Folder& operator[](std::size_t index) const { return folders_[index]; }
  std::size_t size() const { return folders_.size(); }

 private:
  const std::vector<std::string>& roots_;
  std::vector<Folder> folders_;
};

// A file of a write, by where its parts lie.
struct Target {
  std::size_t folder = 0;
  std::string name, swap;
  Digest before, after;
};

enum class Ending { undo, undo_unless_done };
// Puts back what was exchanged, unless all of it was and may stand; then removes the swaps. Bytes that are
// neither old nor new are another program's: they go back to their place, or to NAME.orig when it has
// something newer.
Status settle(const Folders&, std::span<const Target>, Ending, Notes&);

// Brings to an end what was cut short in these folders; may add folders to them.
Status recover(Folders&, Notes&);

}  // namespace hindcast::disk
