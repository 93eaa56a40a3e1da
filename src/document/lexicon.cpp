#include "document/lexicon.h"

#include <algorithm>
#include <array>

#include "document/packed.h"

namespace hindcast::document {

extern const std::string_view lexicon_text;  // lexicon.tsv, from cmake/embed_text.cmake

namespace {

using facts::SectionRole;

enum List : std::uint8_t {
  list_heading,
  list_column,
  list_field,
  list_kind,
  list_commit,
  list_nothing,
  list_category,
  list_label,
  list_order,
  list_state,
  list_standing
};
enum How : std::uint8_t { how_whole = 1, how_start = 2, how_end = 4, how_any = 8, how_weak = 16 };

constexpr std::size_t words_max = 14;       // longer titles are sentences
constexpr std::size_t end_words_max = 7;    // a word at the end of a longer phrase is not its head
constexpr std::size_t letters_max = 28;     // the same for Chinese, Japanese and Korean
constexpr std::uint32_t skip_value = 0xff;  // of `heading`

struct Entry {
  std::uint64_t key = 0;
  std::uint32_t value = 0;
  std::uint8_t how = 0;
};

std::uint64_t key_of(List list, std::string_view phrase) {
  return text_key(phrase, list);
}

constexpr std::array<std::string_view, 17> column_words = {
    "action", "owner",  "priority", "state", "due",      "time",  "date",  "event", "name",
    "role",   "metric", "value",    "id",    "category", "links", "check", "lesson"};
constexpr std::array<std::string_view, 14> field_words = {
    "date",  "detected", "resolved", "made",     "severity", "participants", "commander",
    "title", "status",   "owner",    "priority", "due",      "kind",         "header"};
constexpr std::array<std::string_view, 4> standing_names = {"always", "reaction", "general", "passive"};

template <std::size_t size>
std::uint32_t bit_of(const std::array<std::string_view, size>& words, std::string_view word) {
  for (std::size_t i = 0; i < size; ++i)
    if (words[i] == word) return 1u << i;
  return 0;
}

std::string_view next_piece(std::string_view& rest, char separator) {
  const auto at = rest.find(separator);
  const auto piece = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return piece;
}

// A bit for each key put: most look-ups are for what is in no table, and are over after one line of cache.
class Seen {
 public:
  void put(std::uint64_t key) { bits_[word_of(key)] |= bit_of_word(key); }
  bool may_have(std::uint64_t key) const { return (bits_[word_of(key)] & bit_of_word(key)) != 0; }

 private:
  static constexpr std::size_t words = 1u << 10;
  static std::size_t word_of(std::uint64_t key) { return (key >> 40U) % words; }
  static std::uint64_t bit_of_word(std::uint64_t key) { return std::uint64_t{1} << (key >> 58U); }
  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(words);
};

// An open-addressed table of phrases by their keys.
class Table {
 public:
  static const Table& get() {
    static const Table table;
    return table;
  }

  // True when a phrase of the list begins with this word; false alarms are rare and harmless.
  bool begins_phrase(List list, std::string_view word) const { return starts_.may_have(key_of(list, word)); }

  const Entry* find(List list, std::string_view phrase) const {
    const auto key = key_of(list, phrase);
    if (!phrases_.may_have(key)) return nullptr;
    for (std::size_t at = key & mask_;; at = (at + 1) & mask_) {
      if (entries_[at].key == key) return &entries_[at];
      if (entries_[at].key == 0) return nullptr;
    }
  }

 private:
  Table() : entries_(1u << 14), mask_((1u << 14) - 1) {
    auto rest = lexicon_text;
    Folded folded;
    while (!rest.empty()) {
      auto line = next_piece(rest, '\n');
      if (line.empty() || line[0] == '#') continue;
      const auto list = next_piece(line, '\t');
      const auto value = next_piece(line, '\t');
      const auto how = next_piece(line, '\t');
      while (!line.empty()) {
        fold(next_piece(line, ';'), folded);
        if (!folded.text.empty()) add(list, value, how, folded.text);
      }
    }
  }

  void add(std::string_view list, std::string_view value, std::string_view how, std::string_view phrase) {
    std::uint8_t bits = how[0] == 's' ? how_start : how[0] == 'e' ? how_end : how_any;
    if (how[0] == 'w') bits = how_whole;
    if (how.back() == '?') bits |= how_weak;
    if (list == "heading") {
      const auto role = facts::section_role(value);
      put(list_heading, phrase, role ? static_cast<std::uint32_t>(*role) : skip_value, bits);
    }
    if (list == "label")
      put(list_label, phrase, static_cast<std::uint32_t>(*facts::section_role(value)), bits);
    if (list == "column") put(list_column, phrase, bit_of(column_words, value), bits);
    if (list == "field") put(list_field, phrase, bit_of(field_words, value), bits);
    if (list == "kind") put(list_kind, phrase, 1u << static_cast<int>(*facts::document_kind(value)), bits);
    if (list == "commit") put(value == "order" ? list_order : list_commit, phrase, 1, bits);
    if (list == "category") put(list_category, phrase, 1, bits);
    if (list == "state") put(list_state, phrase, 1u << static_cast<int>(*facts::action_state(value)), bits);
    if (list == "standing") put(list_standing, phrase, bit_of(standing_names, value), bits);
    if (list == "nothing") put(list_nothing, phrase, 1, bits);
  }

  void put(List list, std::string_view phrase, std::uint32_t value, std::uint8_t how) {
    starts_.put(key_of(list, phrase.substr(0, phrase.find(' '))));
    const auto key = key_of(list, phrase);
    phrases_.put(key);
    auto at = key & mask_;
    while (entries_[at].key != 0 && entries_[at].key != key)
      at = (at + 1) & mask_;
    auto& entry = entries_[at];
    if (entry.key == 0) {
      entry = {key, value, how};
    } else if (list != list_heading) {
      entry.value |= value;
    } else if (entry.value == value) {
      entry.how |= how;
    }
  }

  std::vector<Entry> entries_;
  Seen starts_, phrases_;
  std::size_t mask_;
};

struct Candidate {
  const Entry* entry = nullptr;
  std::size_t length = 0;
  void take(const Entry* found, std::uint8_t how, std::size_t found_length) {
    if (found != nullptr && (found->how & how) != 0 && found_length > length) *this = {found, found_length};
  }
};

Announced announced(const Entry* entry) {
  if (entry == nullptr) return {};
  const bool weak = (entry->how & how_weak) != 0;
  if (entry->value == skip_value) return {SectionRole::none, weak, true};
  return {static_cast<SectionRole>(entry->value), weak, false};
}

// Words after which a title says what its head word is about: "impact on users".
constexpr auto joints = [] {
  PackedWords<128> words;
  for (std::string_view word :
       {"of",   "for", "about", "from", "in", "on",   "during", "to",  "with", "by",   "at",
        "as",   "we",  "i",     "de",   "da", "do",   "du",     "des", "del",  "para", "por",
        "pour", "sur", "fur",   "von",  "im", "bei",  "av",     "om",  "fran", "vid",  "en",
        "avec", "com", "und",   "och",  "et", "that", "dos",    "zu",  "after"})
    words.put(packed(word), 1);
  return words;
}();

bool is_joint(std::string_view word) {
  return word.size() < 8 && joints.find(packed(word)) != 0;
}

struct Words {
  std::array<std::uint32_t, words_max + 1> begins{};
  std::array<std::uint32_t, words_max + 1> ends{};
  std::size_t count = 0;
  bool cut = false;  // there are more
};

Words words_of(std::string_view segment) {
  Words words;
  std::size_t at = 0;
  while (at < segment.size()) {
    if (words.count == words_max) {
      words.cut = true;
      break;
    }
    const auto end = std::min(segment.find(' ', at), segment.size());
    words.begins[words.count] = static_cast<std::uint32_t>(at);
    words.ends[words.count++] = static_cast<std::uint32_t>(end);
    at = end + 1;
  }
  return words;
}

const Entry* spaced_segment(std::string_view segment) {
  const auto& table = Table::get();
  const auto words = words_of(segment);
  Candidate best;
  if (!words.cut) best.take(table.find(list_heading, segment), 0xff & ~how_weak, words_max + 1);
  if (best.entry != nullptr) return best.entry;
  auto head = words.count;
  for (std::size_t i = 1; i < head; ++i)
    if (is_joint(segment.substr(words.begins[i], words.ends[i] - words.begins[i]))) head = i;
  for (std::size_t length = 1; length < words.count && length <= 8; ++length)
    best.take(table.find(list_heading, segment.substr(0, words.ends[length - 1])), how_start | how_any,
              length);
  const auto first = segment.substr(0, words.ends[0]);
  const bool question = first == "why" || first == "how";  // "Why this is no workaround"
  if (question || words.cut || head > end_words_max) return best.entry;
  // The words before "of" or "for", then the whole title: "Root cause of the outage", "Where we got lucky".
  for (std::size_t last : {head, words.count})
    for (std::size_t length = 1; length <= last && length <= 6; ++length) {
      const auto begin = words.begins[last - length];
      const std::uint8_t how = how_end | how_any;
      best.take(table.find(list_heading, segment.substr(begin, words.ends[last - 1] - begin)), how, length);
    }
  return best.entry;
}

const Entry* unspaced_segment(std::string_view segment) {
  const auto& table = Table::get();
  if (const auto* whole = table.find(list_heading, segment)) return whole;
  std::array<std::uint32_t, letters_max + 1> starts{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if ((static_cast<unsigned char>(segment[i]) & 0xc0) == 0x80) continue;
    if (count == letters_max) return nullptr;
    starts[count++] = static_cast<std::uint32_t>(i);
  }
  starts[count] = static_cast<std::uint32_t>(segment.size());
  Candidate best;
  for (std::size_t i = 1; i < count; ++i)
    best.take(table.find(list_heading, segment.substr(starts[i])), how_end | how_any, count - i);
  for (std::size_t i = 1; i < count; ++i)
    best.take(table.find(list_heading, segment.substr(0, starts[i])), how_start | how_any, i);
  return best.entry;
}

// Words that stand in front of what a section is called: "the", "step 3".
constexpr auto counters = [] {
  PackedWords<16> words;
  for (std::string_view word : {"the", "our", "a", "an", "step", "part", "section", "phase"})
    words.put(packed(word), 1);
  return words;
}();

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_number(std::string_view segment) {
  while (!segment.empty()) {
    const auto end = std::min(segment.find(' '), segment.size());
    const auto word = segment.substr(0, end);
    const bool counts = is_number(word) || (word.size() < 8 && counters.find(packed(word)) != 0);
    if (!counts || end == segment.size()) return segment;
    segment = segment.substr(end + 1);
  }
  return segment;
}

std::string_view next_segment(std::string_view& rest) {
  while (!rest.empty()) {
    const auto segment = next_piece(rest, '|');
    if (!segment.empty()) return segment;
  }
  return {};
}

std::uint32_t whole_mask(List list, const Folded& text) {
  std::string_view rest = text.text;
  const auto& table = Table::get();
  if (const auto* entry = table.find(list, rest)) return entry->value;
  const auto segment = next_segment(rest);
  const auto* entry = table.find(list, segment);
  return entry == nullptr ? 0 : entry->value;
}

// The values of the phrases of up to three words that stand anywhere in a segment.
std::uint32_t spaced_mask(List list, std::string_view segment) {
  const auto& table = Table::get();
  std::uint32_t mask = 0;
  for (std::size_t at = 0; at < segment.size();) {
    auto end = std::min(segment.find(' ', at), segment.size());
    const auto next = end + 1;
    // Most words begin no phrase: one look-up is enough to know.
    if (table.begins_phrase(list, segment.substr(at, end - at))) {
      for (int words = 0; words < 3; ++words) {
        if (const auto* entry = table.find(list, segment.substr(at, end - at))) mask |= entry->value;
        if (end >= segment.size()) break;
        end = std::min(segment.find(' ', end + 1), segment.size());
      }
    }
    at = next;
  }
  return mask;
}

std::uint32_t any_mask(List list, const Folded& text) {
  const auto& table = Table::get();
  std::string_view rest = text.text;
  std::uint32_t mask = 0;
  while (!rest.empty()) {
    const auto segment = next_segment(rest);
    mask |= spaced_mask(list, segment);
    if (!text.cjk) continue;
    for (std::size_t i = 0; i < segment.size() && i < 60; i += 3)
      for (std::size_t length = 6; length <= 24 && i + length <= segment.size(); length += 3)
        if (const auto* entry = table.find(list, segment.substr(i, length))) mask |= entry->value;
  }
  return mask;
}

// "Add a retry": begins with a word that orders.
bool is_order(std::string_view sentence) {
  return Table::get().find(list_order, sentence.substr(0, sentence.find_first_of(" |"))) != nullptr;
}

// "once it has been completed": begins with a word that says under what condition.
bool is_condition(std::string_view piece) {
  const auto word = piece.substr(0, piece.find(' '));
  for (auto known : {"after", "before", "if", "once", "unless", "until", "when", "where", "which", "while"})
    if (word == known) return true;
  return false;
}

}  // namespace

Announced heading_role(const Folded& title) {
  std::string_view rest = title.text;
  const auto& table = Table::get();
  for (int piece = 0; piece < 3; ++piece) {
    auto segment = next_segment(rest);
    if (segment.empty()) break;
    const Entry* entry = table.find(list_heading, segment);
    if (entry == nullptr) {
      segment = without_number(segment);
      entry = table.find(list_heading, segment);
    }
    if (entry == nullptr && piece == 0)
      entry = title.cjk ? unspaced_segment(segment) : spaced_segment(segment);
    // In later pieces only what names a section by itself: "Retro - Action items", not "Attempt 2 (failed)".
    if (piece != 0 && entry != nullptr && (entry->how & (how_end | how_start)) == 0) entry = nullptr;
    if (entry != nullptr) return announced(entry);
  }
  return {};
}

Announced label_role(const Folded& label) {
  std::string_view rest = label.text;
  const auto words = without_number(next_segment(rest));
  const auto* entry = Table::get().find(list_label, words);
  return announced(entry != nullptr ? entry : Table::get().find(list_heading, words));
}

std::uint32_t columns_of(const Folded& header) {
  return whole_mask(list_column, header);
}

std::uint32_t field_meaning(const Folded& key) {
  return whole_mask(list_field, key);
}

namespace {

// "330 incident retro": what looks back on one incident is its postmortem.
bool is_of_incident(std::string_view segment, facts::DocumentKind kind) {
  if (kind != facts::DocumentKind::retrospective) return false;
  const auto blank = segment.find_last_of(' ');
  if (blank == std::string_view::npos) return false;
  const auto before = segment.substr(0, blank);
  return before == "incident" || before == "outage" || before.ends_with(" incident") ||
         before.ends_with(" outage");
}

}  // namespace

std::optional<facts::DocumentKind> kind_in(const Folded& text) {
  using facts::DocumentKind;
  // The noun at the end says what a thing is: a "postmortem checklist" is a checklist.
  std::string_view rest = text.text;
  const auto segment = next_segment(rest);
  const auto blank = segment.find_last_of(' ');
  const auto noun = blank == std::string_view::npos ? segment : segment.substr(blank + 1);
  const auto* named = Table::get().find(list_kind, noun);
  // But the issue in "Postmortem of the queue issue" is what it is about.
  constexpr std::uint32_t about = 1u << static_cast<int>(DocumentKind::issue);
  const auto mask = named != nullptr && named->value != about ? named->value : any_mask(list_kind, text);
  for (auto kind : {DocumentKind::release, DocumentKind::lessons_learned, DocumentKind::retrospective,
                    DocumentKind::postmortem, DocumentKind::checklist, DocumentKind::issue})
    if ((mask >> static_cast<int>(kind) & 1) != 0)
      return is_of_incident(segment, kind) ? DocumentKind::postmortem : kind;
  // "Painting lessons"; an incident's were told above.
  const bool lessons = noun == "lessons" || noun == "learnings" || noun == "takeaways";
  return lessons ? std::optional(DocumentKind::lessons_learned) : std::nullopt;
}

bool is_commitment(const Folded& sentence) {
  return is_order(sentence.text) || any_mask(list_commit, sentence) != 0;
}

facts::ActionState state_told(const Folded& text) {
  using facts::ActionState;
  // What is to be done may speak of other things that are done: "Page us once a backup was completed".
  constexpr std::uint32_t owed = 1u << static_cast<int>(ActionState::open);
  auto mask = text.cjk ? any_mask(list_state, text) : 0;
  std::string_view rest = text.text;
  for (auto piece = next_segment(rest); !piece.empty(); piece = next_segment(rest)) {
    const bool speaks_of_others = is_order(piece) || is_condition(piece);
    mask |= spaced_mask(list_state, piece) & (speaks_of_others ? owed : ~0u);
  }
  for (auto state : {ActionState::done, ActionState::blocked, ActionState::in_progress, ActionState::open})
    if ((mask >> static_cast<int>(state) & 1) != 0) return state;
  return ActionState::unknown;
}

std::uint32_t standing_words(const Folded& sentence) {
  return any_mask(list_standing, sentence);
}

bool is_category(const Folded& title) {
  std::string_view rest = title.text;
  const auto& table = Table::get();
  const auto segment = without_number(next_segment(rest));
  if (table.find(list_category, segment) != nullptr) return true;
  // All of its words name groups: "Short-term process improvements".
  const auto words = words_of(segment);
  if (words.cut || words.count == 0) return false;
  for (std::size_t at = 0; at < words.count;) {
    const auto word = [&](std::size_t last) {
      return segment.substr(words.begins[at], words.ends[last] - words.begins[at]);
    };
    if (at + 1 < words.count && table.find(list_category, word(at + 1)) != nullptr)
      at += 2;
    else if (is_joint(word(at)) || table.find(list_category, word(at)) != nullptr)
      ++at;
    else
      return false;
  }
  return true;
}

bool is_nothing(const Folded& text) {
  if (text.text == "n|a") return true;  // "N/A": a slash parts titles
  std::string_view rest = text.text;
  const auto segment = next_segment(rest);
  return text.text.empty() || Table::get().find(list_nothing, segment) != nullptr;
}

}  // namespace hindcast::document
