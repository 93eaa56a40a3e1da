// A segment's terms in order, each with where its list lies: pages of front-coded keys, which the head of the
// segment finds by their first keys.
//
// Three kinds of keys lie one behind the other:
//   "\1owner" 0 "qa team" 0 "QA Team"   an attribute: name and value as compared, value as written
//   "\2deployments" 0 "deploy"          a word of the texts and the term it is; no list
//   "deploy"                            a term
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/bits.h"
#include "search/parts.h"

namespace hindcast::search {

inline constexpr char attribute_mark = '\1', form_mark = '\2';
inline constexpr std::size_t key_bytes_max = 512;

std::string attribute_key(std::string_view name, std::string_view value, std::string_view written);
std::string form_key(std::string_view word, std::string_view term);
// The pieces between the zeros behind the mark; fewer than three where the key has fewer.
std::vector<std::string_view> key_pieces(std::string_view key);

struct DictionaryEntry {
  std::uint32_t documents = 0;  // 0: no list
  std::uint64_t postings_at = 0, postings_size = 0;
  std::uint64_t positions_at = 0, positions_size = 0;  // 0 bytes: a list without positions
};

struct DictionaryPage {
  std::string first_key;
  std::uint64_t at = 0, postings_at = 0, positions_at = 0;
};

class DictionaryWriter {
 public:
  explicit DictionaryWriter(PartWriter& part) : part_(part) {}
  // REQUIRES: keys rise and are at most key_bytes_max; lists lie one behind the other in their parts
  Status add(std::string_view key, std::uint32_t documents, std::uint64_t postings_size,
             std::uint64_t positions_size);
  Status finish();
  const std::vector<DictionaryPage>& pages() const { return pages_; }
  std::uint64_t terms() const { return terms_; }

 private:
  PartWriter& part_;
  std::vector<DictionaryPage> pages_;
  std::string page_, key_;
  std::uint64_t terms_ = 0, page_at_ = 0, postings_ = 0, positions_ = 0;
};

// The pages of a head, where a segment's dictionary has `size` bytes.
void put_pages(std::string& to, const std::vector<DictionaryPage>&);
Result<std::vector<DictionaryPage>> take_pages(Taker&, std::uint64_t size);

// Goes from key to key. Borrows all it is given.
class DictionaryCursor {
 public:
  DictionaryCursor(const std::vector<DictionaryPage>& pages, Source& source, std::uint64_t size)
      : pages_(pages), source_(source), size_(size) {}

  // To the first key that is not less.
  Status seek(std::string_view key);
  Status next();
  bool is_at_end() const { return is_at_end_; }
  std::string_view key() const { return key_; }
  const DictionaryEntry& entry() const { return entry_; }

 private:
  Status open_page(std::size_t page);
  Status take_entry(std::size_t& shared, std::string_view& rest);

  const std::vector<DictionaryPage>& pages_;
  Source& source_;
  std::uint64_t size_;
  std::size_t page_ = 0;
  Taker left_{nullptr, 0};
  std::string key_;
  DictionaryEntry entry_;
  bool is_at_end_ = true;
};

}  // namespace hindcast::search
