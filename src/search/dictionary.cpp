#include "search/dictionary.h"

#include <algorithm>

#include "base/text.h"

namespace hindcast::search {
namespace {

constexpr std::size_t page_bytes = 1024;

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(
      a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return static_cast<std::size_t>(end.first - a.begin());
}

}  // namespace

std::string attribute_key(std::string_view name, std::string_view value, std::string_view written) {
  std::string key(1, attribute_mark);
  key += first_bytes(name, 64);
  key += '\0';
  key += first_bytes(value, 200);
  key += '\0';
  key += first_bytes(written, 200);
  return key;
}

std::string form_key(std::string_view word, std::string_view term) {
  std::string key(1, form_mark);
  key += first_bytes(word, 200);
  key += '\0';
  key += first_bytes(term, 200);
  return key;
}

std::vector<std::string_view> key_pieces(std::string_view key) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 1; at <= key.size();) {
    const std::size_t end = std::min(key.find('\0', at), key.size());
    pieces.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return pieces;
}

Status DictionaryWriter::add(std::string_view key, std::uint32_t documents, std::uint64_t postings_size,
                             std::uint64_t positions_size) {
  if (page_.size() >= page_bytes) {
    TRY(part_.append(page_));
    page_at_ += page_.size();
    page_.clear();
  }
  std::size_t shared = 0;
  if (page_.empty())
    pages_.push_back({std::string(key), page_at_, postings_, positions_});
  else
    shared = shared_bytes(key_, key);
  put_varint(page_, shared);
  put_varint(page_, key.size() - shared);
  page_ += key.substr(shared);
  put_varint(page_, documents);
  if (documents > 0) {
    put_varint(page_, postings_size);
    put_varint(page_, positions_size);
  }
  key_.assign(key);
  postings_ += postings_size;
  positions_ += positions_size;
  ++terms_;
  return Ok();
}

Status DictionaryWriter::finish() {
  return part_.append(page_);
}

void put_pages(std::string& to, const std::vector<DictionaryPage>& pages) {
  put_varint(to, pages.size());
  for (const DictionaryPage& page : pages) {
    put_varint(to, page.first_key.size());
    to += page.first_key;
    put_varint(to, page.at);
    put_varint(to, page.postings_at);
    put_varint(to, page.positions_at);
  }
}

Result<std::vector<DictionaryPage>> take_pages(Taker& from, std::uint64_t size) {
  std::vector<DictionaryPage> pages;
  const std::uint64_t count = from.varint(from.left());
  for (std::uint64_t i = 0; i < count && from.is_ok(); ++i) {
    DictionaryPage page;
    page.first_key = from.text();
    page.at = from.varint();
    page.postings_at = from.varint();
    page.positions_at = from.varint();
    const bool is_behind =
        pages.empty() ? page.at == 0 : page.at > pages.back().at && page.first_key > pages.back().first_key;
    if (!is_behind || page.at >= size) return corrupt("the pages of a dictionary are not in order");
    pages.push_back(std::move(page));
  }
  if (!from.is_ok()) return corrupt("the head of a segment is cut off");
  return pages;
}

Status DictionaryCursor::open_page(std::size_t page) {
  page_ = page;
  is_at_end_ = page >= pages_.size();
  if (is_at_end_) return Ok();
  const std::uint64_t begin = pages_[page].at, end = page + 1 < pages_.size() ? pages_[page + 1].at : size_;
  left_ = Taker(TRY(source_.at(begin, end - begin)), static_cast<std::size_t>(end - begin));
  key_.clear();
  entry_ = {.postings_at = pages_[page].postings_at, .positions_at = pages_[page].positions_at};
  return Ok();
}

Status DictionaryCursor::seek(std::string_view key) {
  const auto behind =
      std::upper_bound(pages_.begin(), pages_.end(), key,
                       [](std::string_view k, const DictionaryPage& page) { return k < page.first_key; });
  const std::size_t page =
      behind == pages_.begin() ? 0 : static_cast<std::size_t>(behind - pages_.begin()) - 1;
  TRY(open_page(page));
  // A key that shares more with the one before than that one has in common with the wanted one is less as
  // well; only the others are compared, and only behind what is known to be equal.
  std::size_t common = 0;
  while (!is_at_end_) {
    std::size_t shared = 0;
    std::string_view rest;
    TRY(take_entry(shared, rest));
    if (is_at_end_) break;
    if (shared > common) continue;
    std::size_t equal = 0;
    const std::string_view left = key.substr(shared);
    if (shared == common) {
      equal = shared_bytes(rest, left);
      if (equal < left.size() && (equal == rest.size() || static_cast<unsigned char>(rest[equal]) <
                                                              static_cast<unsigned char>(left[equal]))) {
        common = shared + equal;
        continue;
      }
    }
    key_.assign(key.substr(0, shared));
    key_ += rest;
    return Ok();
  }
  return Ok();
}

Status DictionaryCursor::next() {
  std::size_t shared = 0;
  std::string_view rest;
  TRY(take_entry(shared, rest));
  if (is_at_end_) return Ok();
  if (shared > key_.size()) return corrupt("a page of a dictionary shares what isn't there");
  key_.resize(shared);
  key_ += rest;
  return key_.size() > key_bytes_max ? corrupt("a key of a dictionary is too long") : Ok();
}

// The next entry: how many bytes its key shares with the one before, and the others.
Status DictionaryCursor::take_entry(std::size_t& shared, std::string_view& rest) {
  while (left_.left() == 0) {
    TRY(open_page(page_ + 1));
    if (is_at_end_) return Ok();
  }
  shared = static_cast<std::size_t>(left_.varint(key_bytes_max));
  rest = left_.bytes(left_.varint(key_bytes_max));
  entry_.postings_at += entry_.postings_size;
  entry_.positions_at += entry_.positions_size;
  entry_.postings_size = entry_.positions_size = 0;
  entry_.documents = static_cast<std::uint32_t>(left_.varint(UINT32_MAX));
  if (entry_.documents > 0) {
    entry_.postings_size = left_.varint(UINT32_MAX);
    entry_.positions_size = left_.varint(UINT64_MAX / 4);
  }
  return left_.is_ok() ? Ok() : corrupt("a page of a dictionary is cut off");
}

}  // namespace hindcast::search
