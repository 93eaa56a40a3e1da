#include "base/edit.h"

#include "base/assert.h"

namespace hindcast {

bool is_valid_edits(std::span<const Edit> edits, std::size_t size) {
  std::uint32_t kept = 0;
  for (const auto& edit : edits) {
    if (edit.replace.begin < kept || edit.replace.begin > edit.replace.end || edit.replace.end > size)
      return false;
    kept = edit.replace.end;
  }
  return true;
}

std::string apply_edits(std::string_view text, std::span<const Edit> edits) {
  HC_ASSERT(is_valid_edits(edits, text.size()));
  std::size_t size = text.size();
  for (const auto& edit : edits)
    size += edit.with.size();
  std::string out;
  out.reserve(size);
  std::size_t kept = 0;
  for (const auto& edit : edits) {
    out.append(text, kept, edit.replace.begin - kept).append(edit.with);
    kept = edit.replace.end;
  }
  out.append(text, kept);
  return out;
}

std::vector<Edit> inverse_edits(std::string_view text, std::span<const Edit> edits) {
  HC_ASSERT(is_valid_edits(edits, text.size()));
  std::vector<Edit> back;
  back.reserve(edits.size());
  std::int64_t shift = 0;
  for (const auto& edit : edits) {
    const auto begin = static_cast<std::uint32_t>(edit.replace.begin + shift);
    const auto old = text.substr(edit.replace.begin, edit.replace.end - edit.replace.begin);
    back.push_back({{begin, begin + static_cast<std::uint32_t>(edit.with.size())}, std::string(old)});
    shift += static_cast<std::int64_t>(edit.with.size()) - static_cast<std::int64_t>(old.size());
  }
  return back;
}

}  // namespace hindcast
