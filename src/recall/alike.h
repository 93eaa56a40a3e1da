// How alike two promises are, and the documents that they stand in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "recall/promises.h"

namespace hindcast::recall {

struct Judged {
  double likeness = 0;  // of the words, 1 for the same
  double kinship = 0;   // of the documents' titles or of what they speak of, whichever is more alike
  bool cites = false;   // the later one names the earlier document
  double score = 0;     // of all these
};

// Knows how rare each word is among all documents. Borrows them.
class Alike {
 public:
  explicit Alike(std::span<const Source>);
  Alike(const Alike&) = delete;
  Alike& operator=(const Alike&) = delete;
  ~Alike();

  // The terms of its heaviest words, at most `count_max`.
  std::vector<std::uint32_t> keys_of(Mention, std::size_t count_max) const;

  // Nothing when they are not the same promise.
  //
  // Likeness is twice the weight of the shared words over the weight of all words of both. A word weighs more
  // the fewer documents have it; one that the other promise lacks weighs less where the other's document
  // speaks of it. Promises that name different kinds of remedy are less alike than their words. A score adds
  // the documents' kinship, since the same weakness is spoken of in the same words, and whether the later one
  // cites the earlier's document.
  std::optional<Judged> judge(Mention earlier, Mention later) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::recall
