// Where a text says what a query looks for: every place of it, and the passages that show it best.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "search/query.h"

namespace hindcast::search {

// A stretch of a text as one line: blanks and line ends are one space, lines without a letter are left out.
struct Passage {
  std::string text;
  std::vector<Span> hits;   // in `text`, in order, none overlapping
  std::uint32_t begin = 0;  // in the text that it is from
  bool is_cut_before = false, is_cut_after = false;
};

struct PassageOptions {
  std::size_t bytes_max = 240;   // of one passage
  std::size_t passages_max = 2;  // more than one only where each shows something that the others don't
  std::uint32_t from = 0;        // what stands before says little: front matter, the title
};

// Prepared once for a query, then asked about many texts.
class Marker {
 public:
  // `languages`: of the texts, as Statistics has them. What must not be there is not looked for.
  Marker(const Query&, std::span<const std::string> languages);
  Marker(Marker&&) noexcept;
  ~Marker();

  // Nothing to look for in texts: the query asks for attributes alone.
  bool is_empty() const;
  // In order, none overlapping; a phrase is one. At most 500. `language` is a BCP 47 tag.
  std::vector<Span> hits(std::string_view text, std::string_view language);
  // How often each of the query's words and phrases stands in the text that was last asked about.
  struct Tally {
    std::string text;  // as the query has it
    std::size_t count = 0;
  };
  std::vector<Tally> tally() const;
  // The best ones, in the order of the text; none where nothing is found. Linear in the text.
  std::vector<Passage> passages(std::string_view text, std::string_view language, const PassageOptions& = {});

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The beginning of a text from `from` on, as a passage without hits.
Passage opening(std::string_view text, std::uint32_t from, std::size_t bytes_max);

}  // namespace hindcast::search
