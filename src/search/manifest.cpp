#include "search/manifest.h"

#include "search/bits.h"
#include "search/parts.h"
#include "search/postings.h"

namespace hindcast::search {
namespace {

constexpr std::string_view family = "HCIDX", format = "HCIDX2\n";
constexpr std::uint32_t whole = 0xFFFFFFFF;  // the place that the checksum of the whole is for
constexpr std::uint64_t part_bytes_max = std::uint64_t{1} << 39;

Result<SegmentInfo> take_segment(Taker& from) {
  SegmentInfo info;
  info.number = static_cast<std::uint32_t>(from.varint(UINT32_MAX));
  info.documents = static_cast<std::uint32_t>(from.varint(documents_of_segment_max));
  for (std::uint64_t& size : info.sizes)
    size = from.varint(part_bytes_max);
  const std::uint64_t deleted = from.varint(info.documents);
  std::uint64_t document = 0;
  for (std::uint64_t i = 0; i < deleted && from.is_ok(); ++i) {
    document += from.varint(documents_of_segment_max) + (i == 0 ? 0 : 1);
    if (document >= info.documents) return corrupt("a document that isn't there was deleted");
    info.deleted.push_back(static_cast<std::uint32_t>(document));
  }
  if (!from.is_ok()) return corrupt("the list of segments is cut off");
  return info;
}

}  // namespace

std::string written(const Manifest& manifest) {
  std::string text(format);
  put_varint(text, manifest.next_segment);
  put_varint(text, manifest.segments.size());
  for (const SegmentInfo& info : manifest.segments) {
    put_varint(text, info.number);
    put_varint(text, info.documents);
    for (const std::uint64_t size : info.sizes)
      put_varint(text, size);
    put_varint(text, info.deleted.size());
    std::uint32_t before = ~0u;
    for (const std::uint32_t document : info.deleted) {
      put_varint(text, document - before - 1);
      before = document;
    }
  }
  put_fixed(text, checksum(text, whole, whole));
  return text;
}

Result<Manifest> read_manifest(std::string_view text) {
  if (text.empty()) return Manifest{};
  if (text.substr(0, format.size()) != format) {
    if (text.substr(0, family.size()) != family) return corrupt("its list of segments is none");
    return Error{ErrorCode::unsupported, "another version of Hindcast made the search index"};
  }
  if (text.size() < format.size() + checksum_bytes) return corrupt("the list of segments is cut off");
  const std::string_view body = text.substr(0, text.size() - checksum_bytes);
  const auto told =
      fixed_at<std::uint64_t>(reinterpret_cast<const unsigned char*>(body.data() + body.size()));
  if (checksum(body, whole, whole) != told) return corrupt("the list of segments is not what was written");
  Taker from(body.substr(format.size()));
  Manifest manifest;
  manifest.next_segment = static_cast<std::uint32_t>(from.varint(UINT32_MAX));
  const std::uint64_t segments = from.varint(from.left());
  if (segments > segments_max) return corrupt("there are more segments than there can be");
  for (std::uint64_t i = 0; i < segments; ++i) {
    manifest.segments.push_back(TRY(take_segment(from)));
    if (manifest.segments.back().number >= manifest.next_segment)
      return corrupt("a segment's number is too high");
  }
  return manifest;
}

}  // namespace hindcast::search
