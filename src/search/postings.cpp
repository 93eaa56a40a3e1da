#include "search/postings.h"

#include <algorithm>
#include <cmath>

#include "search/bits.h"
#include "search/ranking.h"

namespace hindcast::search {
namespace {

constexpr std::size_t table_row = 13;
constexpr std::size_t block_head = 4;
constexpr std::uint32_t all_boosted = 255;

}  // namespace

void ListWriter::add(std::uint32_t document, std::span<const std::uint32_t> positions, std::uint32_t boost,
                     std::uint8_t length) {
  const auto count = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(positions.size()));
  boost = std::min(boost, boost_max);
  document_[held_] = document;
  count_[held_] = count - 1;
  boost_[held_] = boost;
  boosts_ += boost > 0;
  count_max_ |= count - 1;
  std::uint32_t before = ~0u;
  for (const std::uint32_t position : positions) {
    positions_.push_back(position - before);
    position_or_ |= position - before;
    before = position;
  }
  best_ = std::max(best_, saturation(count + boost, length));
  ++documents_;
  if (++held_ == per_block) end_block();
}

void ListWriter::end_block() {
  const std::uint32_t last = document_[held_ - 1];
  table_.push_back({last, static_cast<std::uint32_t>(blocks_.size()),
                    static_cast<std::uint32_t>(position_bytes_.size()),
                    static_cast<std::uint8_t>(std::min(255.0F, std::ceil(best_ * 255)))});

  std::uint32_t distance[per_block], largest = 0, before = before_;
  for (std::uint32_t i = 0; i < held_; ++i) {
    distance[i] = document_[i] - before - 1;
    largest |= distance[i];
    before = document_[i];
  }
  const std::uint32_t bits = bits_of(largest), count_bits = bits_of(count_max_),
                      position_bits = bits_of(position_or_);
  const bool is_list = 2 * boosts_ < held_;
  const char head[block_head] = {static_cast<char>(bits), static_cast<char>(count_bits),
                                 static_cast<char>(position_bits),
                                 static_cast<char>(is_list ? boosts_ : all_boosted)};
  blocks_.append(head, block_head);
  pack(distance, held_, bits, blocks_);
  pack(count_, held_, count_bits, blocks_);
  for (std::uint32_t i = 0; i < held_ && boosts_ > 0; ++i) {
    if (is_list && boost_[i] == 0) continue;
    if (is_list) blocks_ += static_cast<char>(i);
    blocks_ += static_cast<char>(boost_[i]);
  }
  pack(positions_.data(), positions_.size(), position_bits, position_bytes_);

  before_ = last;
  held_ = boosts_ = count_max_ = position_or_ = 0;
  best_ = 0;
  positions_.clear();
}

void ListWriter::finish(std::string& postings, std::string& positions) {
  if (held_ > 0) end_block();
  postings.clear();
  for (std::size_t i = 0; i < table_.size() && documents_ > per_block; ++i) {
    put_fixed(postings, table_[i].last);
    put_fixed(postings, table_[i].block_at);
    put_fixed(postings, table_[i].positions_at);
    put_fixed(postings, table_[i].best);
  }
  postings += blocks_;
  positions.swap(position_bytes_);
  table_.clear();
  blocks_.clear();
  position_bytes_.clear();
  documents_ = 0;
  before_ = ~0u;
}

bool List::open(const unsigned char* bytes, std::size_t size, std::uint32_t documents, std::uint32_t limit) {
  if (documents == 0 || documents > limit || limit > documents_of_segment_max) return false;
  documents_ = documents;
  limit_ = limit;
  blocks_ = (documents + per_block - 1) / per_block;
  const std::size_t table = blocks_ > 1 ? blocks_ * table_row : 0;
  if (size < table + block_head) return false;
  table_ = blocks_ > 1 ? bytes : nullptr;
  bytes_ = bytes + table;
  size_ = size - table;
  return true;
}

std::uint32_t List::last(std::uint32_t block) const {
  return table_ == nullptr ? limit_ - 1 : fixed_at<std::uint32_t>(table_ + block * table_row);
}

float List::best(std::uint32_t block) const {
  return table_ == nullptr ? 1 : static_cast<float>(table_[block * table_row + 12]) / 255;
}

std::uint64_t List::positions_at(std::uint32_t block) const {
  return table_ == nullptr ? 0 : fixed_at<std::uint32_t>(table_ + block * table_row + 8);
}

std::uint32_t List::block_from(std::uint32_t from, std::uint32_t document) const {
  // By doubling steps: whoever asks in rising order pays for the distance, not for the list.
  std::uint32_t step = 1, low = from;
  while (low < blocks_ && last(low) < document) {
    from = low + 1;
    low += step;
    step *= 2;
  }
  std::uint32_t high = std::min(low, blocks_);
  while (from < high) {
    const std::uint32_t middle = from + (high - from) / 2;
    if (last(middle) < document)
      from = middle + 1;
    else
      high = middle;
  }
  return from;
}

List::Bytes List::block_bytes(std::uint32_t block) const {
  if (table_ == nullptr) return {bytes_, size_};
  const auto offset = [&](std::uint32_t of) { return fixed_at<std::uint32_t>(table_ + of * table_row + 4); };
  const std::size_t begin = offset(block), end = block + 1 < blocks_ ? offset(block + 1) : size_;
  if (begin > end || end > size_ || end - begin < block_head) return {};
  return {bytes_ + begin, end - begin};
}

bool List::decode_documents(std::uint32_t block, Block& to) const {
  const Bytes bytes = block_bytes(block);
  if (bytes.at == nullptr) return false;
  to.size = block + 1 < blocks_ ? per_block : documents_ - per_block * (blocks_ - 1);
  const std::uint32_t bits = bytes.at[0];
  // 24 bits, 128 times, on top of a document below 2^24: no sum overflows.
  if (bits > 24 || block_head + packed_bytes(to.size, bits) > bytes.size) return false;
  std::uint32_t document = block == 0 ? ~0u : last(block - 1);
  if (block > 0 && document >= limit_) return false;
  unpack(bytes.at + block_head, to.size, bits, to.document);
  for (std::uint32_t i = 0; i < to.size; ++i)
    to.document[i] = document += to.document[i] + 1;
  return document < limit_ && (table_ == nullptr || document == last(block));
}

bool List::decode_counts(std::uint32_t block, Block& to, std::uint32_t& position_bits) const {
  const Bytes bytes = block_bytes(block);
  if (bytes.at == nullptr) return false;
  const std::uint32_t bits = bytes.at[1], boosts = bytes.at[3];
  position_bits = bytes.at[2];
  std::size_t at = block_head + packed_bytes(to.size, bytes.at[0]);
  const std::size_t boost_bytes = boosts == all_boosted ? to.size : 2 * boosts;
  if (bits > 22 || position_bits > 22 || at + packed_bytes(to.size, bits) + boost_bytes > bytes.size)
    return false;
  unpack(bytes.at + at, to.size, bits, to.count);
  at += packed_bytes(to.size, bits);
  for (std::uint32_t i = 0; i < to.size; ++i)
    to.weighted[i] = ++to.count[i];
  if (boosts == all_boosted) {
    for (std::uint32_t i = 0; i < to.size; ++i)
      to.weighted[i] += bytes.at[at + i];
    return true;
  }
  for (std::uint32_t i = 0; i < boosts; ++i, at += 2) {
    if (bytes.at[at] >= to.size) return false;
    to.weighted[bytes.at[at]] += bytes.at[at + 1];
  }
  return true;
}

}  // namespace hindcast::search
