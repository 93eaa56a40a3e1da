// What a change takes out of what is asked: questions that documents asked before it, and that none asks
// after it. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gate/question.h"

namespace hindcast::gate {

// An item of a document as the change leaves it, asked or not.
struct KeptItem {
  std::string key;           // merge_key() of its words
  bool is_finished = false;  // ticked, done, verified or given up
};

// Of `before`, the questions that were taken out. None is one that is asked still, wherever it stands now;
// that somebody ticked or finished; or that is asked in words much like its own in one of the documents that
// the change touches (`touched`, as origins name them): whoever mends a sentence takes nothing out.
std::vector<Question> taken_out(std::vector<Question> before, std::span<const Question> after,
                                std::span<const KeptItem> kept, const std::vector<std::string>& touched);

}  // namespace hindcast::gate
