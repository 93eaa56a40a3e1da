#include "gate/record_words.h"

#include <algorithm>
#include <utility>

#include "base/letters.h"
#include "base/nearest.h"
#include "base/plain.h"
#include "base/text.h"

namespace hindcast::gate {
namespace {

constexpr std::size_t text_bytes_max = 8 << 10;      // of one text: more is no sentence
constexpr std::size_t list_bytes_max = 48 << 10;     // what front matter takes as one value
constexpr std::int64_t latest_ms = 253402300799000;  // the end of the year 9999
constexpr std::array<std::string_view, label_count> labels = {
    "From", "Blocks",   "Gone", "Guard", "Result", "Verdict",  "Answer",
    "By",   "Approver", "When", "Until", "Commit", "Evidence", "Reason"};
constexpr std::array<std::string_view, key_count> keys = {
    "hindcast-record", "kind",     "date",       "state",    "commit", "base", "documents",
    "paths",           "services", "kinds",      "phases",   "policy", "tool", "isolation",
    "irreversible",    "decided",  "decided-by", "decision", "seal"};

bool is_alnum(char c) {
  return small_letters[static_cast<unsigned char>(c)] != 0;
}

bool is_punctuation(char c) {
  return c > ' ' && c < 0x7F && !is_alnum(c);
}

// A link that every forge finds by itself; a backslash in it would be part of the address.
bool is_address(std::string_view word) {
  if (word.substr(0, 7) != "http://" && word.substr(0, 8) != "https://") return false;
  return std::all_of(word.begin(), word.end(), [](char c) {
    return is_alnum(c) || std::string_view("-._~/?#&=%+:;@!").find(c) != std::string_view::npos;
  });
}

bool needs_backslash(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char before = at == 0 ? ' ' : text[at - 1];
  const char after = at + 1 == text.size() ? ' ' : text[at + 1];
  if (c == '_') return !is_alnum(before) || !is_alnum(after);
  if (c == '&') return is_alnum(after) || after == '#';
  if (c == '#') return before == ' ';
  return std::string_view("\\`*[]<~$").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view word(Label label) {
  return labels[static_cast<std::size_t>(label)];
}

std::optional<Label> label(std::string_view word) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (lower(labels[i]) == lower(word)) return static_cast<Label>(i);
  return std::nullopt;
}

std::optional<std::string_view> near_label(std::string_view word) {
  return closest(word, labels);
}

std::string_view word(Key key) {
  return keys[static_cast<std::size_t>(key)];
}

std::string_view word(RecordState state) {
  constexpr std::array<std::string_view, 3> words = {"open", "released", "stopped"};
  return words[static_cast<std::size_t>(state)];
}

std::optional<RecordState> record_state(std::string_view written) {
  for (const RecordState state : {RecordState::open, RecordState::released, RecordState::stopped})
    if (word(state) == written) return state;
  return std::nullopt;
}

bool is_question_id(std::string_view id) {
  return !id.empty() && id.size() <= 32 && std::all_of(id.begin(), id.end(), [](char c) {
    return is_alnum(c) || c == '-' || c == '_' || c == '.';
  });
}

std::string plain_line(std::string_view text) {
  return one_line(text, text_bytes_max);
}

std::string escaped(std::string_view text, std::string_view also) {
  std::string out;
  std::size_t raw_until = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 0 || text[i - 1] == ' ') {
      const auto end = std::min(text.find(' ', i), text.size());
      if (is_address(text.substr(i, end - i))) raw_until = end;
    }
    const bool further = also.find(text[i]) != std::string_view::npos;
    if (further || (i >= raw_until && needs_backslash(text, i))) out += '\\';
    out += text[i];
  }
  return out;
}

std::string unescaped(std::string_view written) {
  std::string out;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size() && is_punctuation(written[i + 1])) ++i;
    out += written[i];
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += ", ";
    for (const char c : text) {
      if (c == ',' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

std::vector<std::string> split(std::string_view written) {
  std::vector<std::string> out;
  std::string part;
  const auto finish = [&] {
    const std::string text = unescaped(trimmed(part));
    if (!text.empty()) out.push_back(text);
    part.clear();
  };
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size()) {
      part += written[i++];
    } else if (written[i] == ',') {
      finish();
      continue;
    }
    part += written[i];
  }
  finish();
  return out;
}

std::string lexical(std::string_view path) {
  const bool from_root = !path.empty() && path.front() == '/';
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == ".") continue;
    const bool leads_up = parts.empty() || parts.back() == "..";
    if (part != ".." || (leads_up && !from_root))
      parts.push_back(part);
    else if (!parts.empty())
      parts.pop_back();
  }
  std::string out = from_root ? "/" : "";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += '/';
    out += parts[i];
  }
  return out;
}

std::string wrong_with_path(std::string_view document) {
  const auto path = lexical(document);
  if (!path.starts_with('/') && path != ".." && !path.starts_with("../")) return {};
  return "`" + plain_line(document) +
         "` leads out of the repository; a record is about documents in it alone";
}

std::array<std::string, key_count> values_of(const Record& record) {
  const auto day = [](const std::optional<Date>& date) { return date ? to_iso(*date) : std::string(); };
  return {"1",
          "release",
          day(record.date),
          std::string(word(record.state)),
          record.commit,
          record.base,
          joined(record.documents),
          joined(record.paths),
          joined(record.services),
          joined(record.kinds),
          joined(record.phases),
          record.policy,
          record.tool,
          record.level,
          record.irreversible,
          day(record.decided),
          record.decided_by,
          record.decision,
          record.seal};
}

std::string front_matter_value(std::string_view value, bool is_toml) {
  const auto is_safe = [&](std::size_t i) {
    if (is_alnum(value[i])) return true;
    if (i == 0 || i + 1 == value.size()) return false;
    if (value[i] == ':' || value[i] == ' ') return is_alnum(value[i + 1]);
    return std::string_view("._/+@-").find(value[i]) != std::string_view::npos;
  };
  bool is_plain = !is_toml && !value.empty() && value != "null" && value != "true" && value != "false";
  for (std::size_t i = 0; i < value.size() && is_plain; ++i)
    is_plain = is_safe(i);
  if (is_plain) return std::string(value);
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

namespace {

std::string take_day(std::string_view value, std::optional<Date>& out) {
  out = parse_iso_date(value);
  if (out || value.empty()) return {};
  return "`" + std::string(value) + "` is no day; write YYYY-MM-DD";
}

std::string take_text(std::string_view value, std::string& out) {
  out = value;
  return {};
}

// What is none is not kept: commands are built of it.
std::string take_commit(std::string_view value, std::string& out) {
  if (value.empty() || is_commit(value)) return take_text(value, out);
  out.clear();
  return "`" + std::string(value) +
         "` is no commit; write its 40 hexadecimal digits, or at least the first 7";
}

}  // namespace

bool may_be_record(std::string_view text) {
  // With a backslash the key can be spelled in another way: "hindcast\x2drecord".
  return text.find(word(Key::version)) != text.npos || text.find('\\') != text.npos;
}

bool means_record(std::string_view text) {
  constexpr std::size_t front_bytes_max = 64 << 10;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (!text.starts_with("---") && !text.starts_with("+++")) return false;
  const std::string end = "\n" + std::string(text.substr(0, 3));
  const auto front = lower(text.substr(0, std::min(text.find(end), front_bytes_max)));
  const auto key = word(Key::version);
  for (auto at = front.find(key); at != front.npos; at = front.find(key, at + key.size())) {
    const auto next = front.find_first_not_of("\"' \t\r\n", at + key.size());
    if (next != front.npos && (front[next] == ':' || front[next] == '=')) return true;
  }
  return false;
}

bool is_commit(std::string_view text) {
  constexpr std::size_t digits_min = 7, digits_max = 64;
  return text.size() >= digits_min && text.size() <= digits_max &&
         text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::string take(Key key, std::string_view value, Record& out) {
  switch (key) {
    case Key::version:
      if (value == "1") return {};
      return "records of version `" + std::string(value) +
             "` are not known here; a newer Hindcast reads them";
    case Key::kind:
      return value == "release" ? "" : "a release record has `kind: release`";
    case Key::date:
      return take_day(value, out.date);
    case Key::state: {
      const auto state = record_state(value);
      if (!state) return "`" + std::string(value) + "` is no state; write open, released or stopped";
      out.state = *state;
      return {};
    }
    case Key::documents:
      out.documents = split(value);
      for (const auto& document : out.documents)
        if (auto wrong = wrong_with_path(document); !wrong.empty()) return wrong;
      return {};
    case Key::paths:
      out.paths = split(value);
      return {};
    case Key::services:
      out.services = split(value);
      return {};
    case Key::decided:
      return take_day(value, out.decided);
    case Key::commit:
      return take_commit(value, out.commit);
    case Key::base:
      return take_commit(value, out.base);
    case Key::kinds:
      out.kinds = split(value);
      return {};
    case Key::phases:
      out.phases = split(value);
      return {};
    case Key::policy:
      return take_text(value, out.policy);
    case Key::tool:
      return take_text(value, out.tool);
    case Key::level:
      return take_text(value, out.level);
    case Key::irreversible:
      return take_text(value, out.irreversible);
    case Key::decided_by:
      return take_text(value, out.decided_by);
    case Key::decision:
      return take_text(value, out.decision);
    case Key::seal:
      return take_text(value, out.seal);
  }
  return {};
}

// --- the same record as it reads once it is written ---

namespace {

void make_plain(std::string& text) {
  text = plain_line(text);
}

void make_plain(std::vector<std::string>& texts) {
  for (std::string& text : texts)
    make_plain(text);
  texts.erase(std::remove(texts.begin(), texts.end(), std::string()), texts.end());
}

void make_plain_list(std::vector<std::string>& texts) {
  make_plain(texts);
  std::size_t bytes = 0, kept = 0;
  for (; kept < texts.size() && bytes + texts[kept].size() * 2 + 2 <= list_bytes_max; ++kept)
    bytes += texts[kept].size() * 2 + 2;
  texts.resize(kept);
}

}  // namespace

void make_plain(Question& question) {
  make_plain(question.text);
  make_plain(question.why);
  make_plain(question.guards);
  for (Origin& origin : question.origins) {
    origin.document = lexical(origin.document);
    for (std::string* text : {&origin.title, &origin.item, &origin.sentence, &origin.why})
      make_plain(*text);
    origin.slug = origin.item.substr(0, origin.item.find('#'));
  }
  for (GuardResult& result : question.results) {
    for (std::string* text :
         {&result.guard, &result.summary, &result.level, &result.definition, &result.output_digest})
      make_plain(*text);
    make_plain(result.findings);
    result.started_ms -= result.started_ms % 1000;
    if (result.started_ms < 0 || result.started_ms > latest_ms) result.started_ms = 0;
    result.lasted_ms = std::max<std::int64_t>(result.lasted_ms, 0);
  }
  Answer& answer = question.answer;
  for (std::string* text :
       {&answer.who, &answer.approver, &answer.evidence, &answer.reason, &answer.commit, &answer.guard})
    make_plain(*text);
  if (answer.kind != AnswerKind::guard) answer.guard.clear();
}

Record as_written(Record record) {
  for (std::string* text : {&record.title, &record.commit, &record.base, &record.policy, &record.tool,
                            &record.level, &record.decided_by, &record.decision, &record.seal})
    make_plain(*text);
  for (std::vector<std::string>* texts :
       {&record.documents, &record.paths, &record.services, &record.kinds, &record.phases})
    make_plain_list(*texts);
  for (Question& question : record.questions)
    make_plain(question);
  for (Question& question : record.gone)
    make_plain(question);
  return record;
}

}  // namespace hindcast::gate
