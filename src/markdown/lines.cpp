#include "markdown/lines.h"

#include <algorithm>

namespace hindcast::markdown {

std::uint32_t LineReader::find(char c) const {
  std::size_t found = text_.find(c, at_);
  return static_cast<std::uint32_t>(std::min(found, text_.size()));
}

bool LineReader::read(Line& line) {
  auto size = static_cast<std::uint32_t>(text_.size());
  if (at_ >= size) return false;
  if (!looked_ || feed_ < at_) feed_ = find('\n');
  if (!looked_ || return_ < at_) return_ = find('\r');
  looked_ = true;
  line.begin = at_;
  line.end = std::min(feed_, return_);
  bool two = line.end < size && line.end == return_ && feed_ == return_ + 1;
  at_ = line.next = std::min(size, line.end + (two ? 2 : 1));
  return true;
}

}  // namespace hindcast::markdown
