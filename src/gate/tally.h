// What release records say of each question over time: how often it was asked, and what it caught. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "gate/question.h"
#include "gate/record.h"

namespace hindcast::gate {

// One question, over all records that hold it.
struct Tally {
  std::string id, text;                // as it was asked last
  std::vector<std::string> documents;  // that asked it last, from the root
  std::vector<std::string> guards;     // bound to it last
  std::size_t asked = 0, caught = 0;   // releases
  std::size_t answered = 0;            // of these: somebody or a guard said whether it holds
  std::optional<Date> first, last, last_catch;
  std::string last_record, last_catch_record;  // paths
};

struct FiledRecord {
  std::string path;
  Record record;
};

// Did this question stop this release, or find what was wrong with it? Yes where its verdict or that of one
// of its guards is `fail`; and where the release was stopped, as long as it was among those without a good
// answer then: which of them it was nobody wrote down.
bool has_caught(const Question&, const Record&);

// By id: a question keeps it as long as its words stay. Each record counts once; undated ones count, too. The
// most asked first, then by id.
std::vector<Tally> tally_of(std::span<const FiledRecord>);

enum class Retire : std::uint8_t { never_caught, demoted_guard, gone_documents };
std::string_view word(Retire);  // "never caught anything", "its guard was demoted", "its documents are gone"

struct RetireRules {
  std::size_t asked_min = 10;
  int months_min = 6;
};
// Asked often enough and long enough, and nothing ever came of it. What nobody ever answered is not idle: an
// action that was never done prevented nothing, and a check that was never made could not catch anything.
bool is_idle(const Tally&, const RetireRules&);

}  // namespace hindcast::gate
