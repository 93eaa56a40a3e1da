#include "disk/sealed.h"

#include "base/sha256.h"
#include "disk/disk.h"
#include "disk/output.h"

namespace hindcast::disk {

std::string_view read_sealed(const std::string& path, std::string_view head, std::uint64_t bytes_max,
                             std::string& text) {
  constexpr std::size_t digest_bytes = 32;
  if (!read_file(path, bytes_max, text).ok()) return {};
  std::string_view left = text;
  if (left.size() < head.size() + digest_bytes || !left.starts_with(head)) return {};
  left.remove_prefix(head.size());
  const auto digest = left.substr(0, digest_bytes);
  left.remove_prefix(digest_bytes);
  return sha256(left) == digest ? left : std::string_view();
}

Status write_sealed(const std::string& path, std::string_view head, std::string_view body) {
  auto out = TRY(OutputFile::create(path));
  out.put(head);
  out.put(sha256(body));
  out.put(body);
  return out.finish();
}

}  // namespace hindcast::disk
