#include "search/parts.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "search/bits.h"

namespace hindcast::search {
namespace {

constexpr std::uint64_t blocks_of_part_max = 1u << 24;

std::uint64_t blocks_of(std::uint64_t size) {
  return (size + payload_bytes_max - 1) / payload_bytes_max;
}

}  // namespace

Error corrupt(std::string_view what) {
  std::string message = "the search index is damaged: ";
  message += what;
  return {ErrorCode::corrupt, std::move(message)};
}

std::uint32_t block_number(Part part, std::uint64_t index) {
  return static_cast<std::uint32_t>(part) << 24 | static_cast<std::uint32_t>(index);
}

std::uint64_t checksum(std::string_view bytes, std::uint32_t segment, std::uint32_t number) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio
  std::uint64_t sum = (std::uint64_t{segment} << 32 | number) ^ odd;
  const auto mix = [&](std::uint64_t word) {
    sum = (sum ^ word) * odd;
    sum ^= sum >> 32;
  };
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    mix(word);
  }
  std::uint64_t rest = 0;
  if (at < bytes.size()) std::memcpy(&rest, bytes.data() + at, bytes.size() - at);
  mix(rest);
  mix(bytes.size());
  return sum;
}

Status PartWriter::append(std::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    const std::size_t taken = std::min(bytes.size(), payload_bytes_max - held_.size());
    held_ += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (held_.size() == payload_bytes_max) TRY(put());
  }
  return Ok();
}

Status PartWriter::finish() {
  return held_.empty() ? Ok() : put();
}

Status PartWriter::put() {
  if (blocks_ == blocks_of_part_max) return Error{ErrorCode::unsupported, "the search index is too large"};
  const std::uint32_t number = block_number(part_, blocks_++);
  put_fixed(held_, checksum(held_, segment_, number));
  TRY(store_.put_block(segment_, number, held_));
  held_.clear();
  return Ok();
}

Result<std::string> read_block(Store& store, std::uint32_t segment, Part part, std::uint64_t index,
                               std::uint64_t part_size) {
  const std::uint32_t number = block_number(part, index);
  std::string bytes = TRY(store.block(segment, number));
  const std::uint64_t payload =
      std::min<std::uint64_t>(payload_bytes_max, part_size - index * payload_bytes_max);
  if (bytes.size() != payload + checksum_bytes) return corrupt("a block has another size");
  const auto* end = reinterpret_cast<const unsigned char*>(bytes.data()) + payload;
  const auto told = fixed_at<std::uint64_t>(end);
  bytes.resize(static_cast<std::size_t>(payload));
  if (checksum(bytes, segment, number) != told) return corrupt("a block is not what was written");
  return bytes;
}

Result<const unsigned char*> Region::at(std::uint64_t offset, std::uint64_t count) {
  if (offset > size_ || count > size_ - offset) return corrupt("something lies behind the end of a part");
  if (bytes_ == nullptr) {
    const std::uint64_t blocks = blocks_of(size_);
    if (blocks > blocks_of_part_max) return corrupt("a part is larger than parts are");
    // That the last block is there says that the room is really needed.
    if (blocks > 0) TRY(read_block(store_, segment_, part_, blocks - 1, size_));
    bytes_.reset(new (std::nothrow) unsigned char[static_cast<std::size_t>(size_) + slack_bytes]);
    if (bytes_ == nullptr) return Error{ErrorCode::unavailable, "no memory for the search index"};
    loaded_.assign(static_cast<std::size_t>(blocks), false);
  }
  if (count > 0)
    for (std::uint64_t index = offset / payload_bytes_max; index <= (offset + count - 1) / payload_bytes_max;
         ++index)
      if (!loaded_[static_cast<std::size_t>(index)]) TRY(load(index));
  return bytes_.get() + offset;
}

Status Region::load(std::uint64_t index) {
  const std::string block = TRY(read_block(store_, segment_, part_, index, size_));
  std::memcpy(bytes_.get() + index * payload_bytes_max, block.data(), block.size());
  loaded_[static_cast<std::size_t>(index)] = true;
  held_ += block.size();
  return Ok();
}

void Region::drop() {
  bytes_.reset();
  loaded_.clear();
  held_ = 0;
}

Result<const unsigned char*> Stream::at(std::uint64_t offset, std::uint64_t count) {
  if (offset > size_ || count > size_ - offset) return corrupt("something lies behind the end of a part");
  if (offset < begin_) return corrupt("a part is not in order");
  if (held_.empty()) {
    next_ = offset / payload_bytes_max;
    begin_ = next_ * payload_bytes_max;
  }
  while (begin_ + held_.size() < offset + count + slack_bytes && next_ < blocks_of(size_)) {
    // What was passed goes when it is most of what is held: each byte is moved once at most.
    const std::size_t passed =
        static_cast<std::size_t>(std::min<std::uint64_t>(offset - begin_, held_.size()));
    if (passed > held_.size() / 2) {
      held_.erase(0, passed);
      begin_ += passed;
    }
    held_ += TRY(read_block(store_, segment_, part_, next_++, size_));
  }
  const std::uint64_t wanted = offset - begin_ + count + slack_bytes;
  if (held_.size() < wanted) held_.resize(static_cast<std::size_t>(wanted));  // only at the end of the part
  return reinterpret_cast<const unsigned char*>(held_.data()) + (offset - begin_);
}

}  // namespace hindcast::search
