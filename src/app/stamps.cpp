#include "app/stamps.h"

#include <cstring>

namespace hindcast::app {
namespace {

constexpr std::int64_t format = 2;

void put(std::int64_t number, std::string& out) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof bytes);
}

bool take_number(std::string_view& left, std::int64_t& number) {
  if (left.size() < sizeof number) return false;
  std::memcpy(&number, left.data(), sizeof number);
  left.remove_prefix(sizeof number);
  return true;
}

}  // namespace

std::string packed(const std::vector<FileStamp>& files, ReaderMark reader) {
  if (files.empty()) return {};
  std::string out;
  out.reserve(files.size() * 72);
  put(format, out);
  put(reader, out);
  for (const FileStamp& file : files) {
    const auto stamp = file.stamp.value_or(disk::Stamp{-1, 0, 0, 0});
    put(static_cast<std::int64_t>(file.name.size()), out);
    out += file.name;
    for (const auto number : {stamp.size, stamp.changed, stamp.inode_changed, stamp.inode})
      put(number, out);
  }
  return out;
}

PackedFiles::PackedFiles(std::string_view packed) : left_(packed) {
  std::int64_t number = 0;
  if (!take_number(left_, number) || number != format || !take_number(left_, number)) left_ = {};
}

bool PackedFiles::take(std::string_view name, const disk::Stamp& stamp) {
  std::int64_t number = 0;
  if (!take_number(left_, number) || number != static_cast<std::int64_t>(name.size()) ||
      left_.substr(0, name.size()) != name)
    return false;
  left_.remove_prefix(name.size());
  for (const auto wanted : {stamp.size, stamp.changed, stamp.inode_changed, stamp.inode})
    if (!take_number(left_, number) || number != wanted) return false;
  return true;
}

std::optional<std::vector<FileStamp>> unpacked(std::string_view left) {
  std::vector<FileStamp> files;
  std::int64_t number = 0;
  if (left.empty()) return files;
  if (!take_number(left, number) || number != format || !take_number(left, number)) return std::nullopt;
  while (!left.empty()) {
    if (!take_number(left, number) || number < 0 || static_cast<std::uint64_t>(number) > left.size())
      return std::nullopt;
    FileStamp file{std::string(left.substr(0, static_cast<std::size_t>(number))), disk::Stamp{}};
    left.remove_prefix(file.name.size());
    disk::Stamp& stamp = *file.stamp;
    if (!take_number(left, stamp.size) || !take_number(left, stamp.changed) ||
        !take_number(left, stamp.inode_changed) || !take_number(left, stamp.inode))
      return std::nullopt;
    if (stamp.size < 0) file.stamp.reset();
    files.push_back(std::move(file));
  }
  return files;
}

ReaderMark reader_of(std::string_view left) {
  std::int64_t number = 0;
  return take_number(left, number) && number == format && take_number(left, number) ? number : 0;
}

}  // namespace hindcast::app
