// A release record's text taken apart: what it says, and the bytes that say it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "gate/record_words.h"

namespace hindcast::gate {

struct BulletPart {
  Label label{};
  Span item;              // from its marker to the last byte of its last line
  Span value;             // empty behind the label where nothing is said
  bool has_more = false;  // a person wrote something beneath
};

struct QuestionPart {
  Question question;
  bool is_gone = false;
  QuestionPlace place;
  Span heading;
  Span words;             // of the question, behind its id
  std::uint32_t end = 0;  // behind the last byte of its last block
  std::vector<BulletPart> bullets;
};

struct KeyPart {
  Key key{};
  std::uint32_t line = 0;
  Span value;  // as written, quotes included; empty behind the mark where nothing is said
};

struct RecordParts {
  Record record;  // its questions stand in `questions`
  std::vector<QuestionPart> questions;
  std::vector<RecordFinding> findings;
  bool is_record = false;
  bool is_toml = false;
  std::vector<KeyPart> keys;              // each key once
  std::uint32_t front_end = 0;            // where the closing line of the front matter begins
  std::optional<Span> title;              // its words, in the heading
  std::optional<std::uint32_t> list_end;  // behind what stands under "Questions"
};
RecordParts parts_of(std::string_view text, std::string_view path);

}  // namespace hindcast::gate
