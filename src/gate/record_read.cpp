#include <algorithm>
#include <string>
#include <unordered_map>

#include "base/sha256.h"
#include "document/front_matter.h"
#include "gate/record_parts.h"
#include "markdown/markdown.h"

namespace hindcast::gate {
namespace {

using markdown::Kind;
using markdown::Node;
using markdown::Tree;

constexpr std::string_view title_prefix = "release:";
constexpr std::size_t label_bytes_max = 32;  // a longer bold beginning is a sentence
constexpr std::size_t shown_bytes_max = 60;

std::string in_ticks(std::string_view text) {
  return "`" + plain_line(first_bytes(text, shown_bytes_max)) + "`";
}

// "**By:** Ada" or "**By**: Ada", its label and where its value begins.
struct Labelled {
  std::string_view label;
  std::size_t value = 0;
};
std::optional<Labelled> labelled(std::string_view line) {
  if (line.substr(0, 2) != "**") return std::nullopt;
  const auto close = line.find("**", 2);
  if (close == std::string_view::npos || close - 2 > label_bytes_max) return std::nullopt;
  auto name = trimmed(line.substr(2, close - 2));
  std::size_t value = close + 2;
  if (!name.empty() && name.back() == ':')
    name.remove_suffix(1);
  else if (value < line.size() && line[value] == ':')
    ++value;
  else
    return std::nullopt;
  if (name.empty()) return std::nullopt;
  return Labelled{trimmed(name), value};
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view path)
      : text_(text), path_(path), tree_(markdown::parse(text)) {}

  RecordParts run() && {
    front_matter();
    for (const std::uint32_t child : markdown::children(tree_, 0))
      block(child);
    finish_question();
    if (out_.is_record && !out_.title) tell(1, "there is no title; write `# Release: NAME`");
    out_.record = as_written(std::move(out_.record));
    unique_ids();
    std::stable_sort(out_.findings.begin(), out_.findings.end(),
                     [](const RecordFinding& a, const RecordFinding& b) { return a.line < b.line; });
    return std::move(out_);
  }

 private:
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  std::uint32_t line_number(std::uint32_t offset) const { return tree_.line_of(offset) + 1; }

  void tell(std::uint32_t line, std::string message, bool is_error = true) {
    if (out_.findings.size() < findings_max)
      out_.findings.push_back({line, std::move(message), is_error});
    else if (is_error)
      out_.findings.back() = {line, "there is more that is not understood", true};
  }

  // --- front matter ---

  void front_matter() {
    const auto front = markdown::front_matter_node(tree_);
    if (front == 0 || tree_.nodes[front].line_count == 0) {
      tell(1, "this is no release record: no front matter says `hindcast-record: 1`");
      return;
    }
    const Node& node = tree_.nodes[front];
    const auto begin = tree_.lines[node.first_line].begin;
    const auto end = tree_.lines[node.first_line + node.line_count - 1].end;
    out_.is_toml = (node.flags & markdown::toml) != 0;
    out_.front_end = tree_.line_starts[tree_.line_of(node.span.end)];
    const auto inside = text_.substr(begin, end - begin);
    const auto read = out_.is_toml ? document::read_toml(inside) : document::read_yaml(inside);
    for (const facts::Field& field : read.fields) {
      const auto line = field.line + tree_.line_of(begin);
      take_field(field, line, {field.value_at.begin + begin, field.value_at.end + begin});
    }
    if (!out_.is_record) tell(1, "this is no release record: no front matter says `hindcast-record: 1`");
    if (out_.is_record && !read.is_complete) tell(1, "some of the front matter cannot be read");
  }

  void take_field(const facts::Field& field, std::uint32_t line, Span value) {
    for (std::size_t i = 0; i < key_count; ++i) {
      const Key key = static_cast<Key>(i);
      if (word(key) != field.key) continue;
      if (key == Key::version) out_.is_record = true;
      for (const KeyPart& other : out_.keys)
        if (other.key == key) return tell(line, "`" + field.key + "` stands a second time");
      out_.keys.push_back({key, line, value});
      std::string wrong = take(key, plain_line(field.value), out_.record);
      if (!wrong.empty()) tell(line, field.key + ": " + wrong);
      return;
    }
    tell(line, "nobody reads the key " + in_ticks(field.key), false);
  }

  // --- blocks ---

  void block(std::uint32_t at) {
    const Node& node = tree_.nodes[at];
    if (node.kind == Kind::front_matter) return;
    if (node.kind == Kind::heading) return heading(node);
    if (current_) current_->end = node.span.end;
    if (in_list_of_questions_) out_.list_end = node.span.end;
    if (node.kind == Kind::list)
      for (const std::uint32_t item : markdown::children(tree_, at))
        bullet_at(item);
    else if (node.kind == Kind::paragraph)
      not_a_bullet(node);
  }

  void heading(const Node& node) {
    finish_question();
    const auto words = trimmed(slice(node.content));
    if (node.level == 1 && !out_.title) {
      in_list_of_questions_ = false;
      return title(node);
    }
    if (words.empty() || words.front() != '`') {
      in_list_of_questions_ = lower(words) == "questions";
      if (in_list_of_questions_) out_.list_end = node.span.end;
      return;
    }
    const auto close = words.find('`', 1);
    const auto id = close == std::string_view::npos ? words : words.substr(1, close - 1);
    if (!is_question_id(id))
      return tell(line_number(node.span.begin), in_ticks(words) + " begins with no question's id");
    QuestionPart part;
    part.question.id = id;
    const auto begin = static_cast<std::uint32_t>(id.data() + id.size() + 1 - text_.data());
    const auto end = static_cast<std::uint32_t>(words.data() + words.size() - text_.data());
    part.words = {begin, end};
    part.question.text = unescaped(trimmed(slice(part.words)));
    part.heading = node.span;
    part.end = node.span.end;
    part.place.line = part.place.answer_line = part.place.verdict_line = line_number(node.span.begin);
    current_ = std::move(part);
    is_said_ = {};
    if (in_list_of_questions_) out_.list_end = node.span.end;
  }

  void title(const Node& node) {
    auto words = trimmed(slice(node.content));
    if (lower(words.substr(0, title_prefix.size())) == title_prefix)
      words = trimmed(words.substr(title_prefix.size()));
    const auto begin = static_cast<std::uint32_t>(words.data() - text_.data());
    out_.title = Span{begin, begin + static_cast<std::uint32_t>(words.size())};
    out_.record.title = unescaped(words);
  }

  void finish_question() {
    if (current_) {
      make_plain(current_->question);
      out_.questions.push_back(std::move(*current_));
    }
    current_.reset();
  }

  // The text of a paragraph, its lines joined.
  std::string words_of(const Node& paragraph) const {
    std::string out;
    for (std::uint32_t i = 0; i < paragraph.line_count; ++i) {
      if (i > 0) out += ' ';
      out += trimmed(slice(tree_.lines[paragraph.first_line + i]));
    }
    return out;
  }

  void bullet_at(std::uint32_t item) {
    const auto first = item + 1;
    if (first >= tree_.nodes[item].end || tree_.nodes[first].kind != Kind::paragraph) return;
    const Node& paragraph = tree_.nodes[first];
    const auto line = line_number(paragraph.span.begin);
    const std::string words = words_of(paragraph);
    const auto found = labelled(words);
    if (!found) return;
    const auto known = label(found->label);
    if (!known) {
      const auto near = near_label(found->label);
      return tell(line,
                  "nobody reads " + in_ticks(found->label) +
                      (near ? "; did you mean " + std::string(*near) + "?" : std::string()),
                  false);
    }
    if (!current_) return tell(line, in_ticks(found->label) + " stands under no question");
    RecordLine written{*known, std::string(trimmed(std::string_view(words).substr(found->value))), {}};
    BulletPart part{*known, tree_.nodes[item].span, {}, tree_.nodes[first].end < tree_.nodes[item].end};
    const auto lead = labelled(slice({paragraph.span.begin, paragraph.span.end}));
    part.value = {paragraph.span.begin + static_cast<std::uint32_t>(lead ? lead->value : 0),
                  paragraph.span.end};
    below(tree_.nodes[first].end, item, written);
    bool& is_said = is_said_[static_cast<std::size_t>(*known)];
    if (is_said && !may_repeat(*known))
      return tell(line,
                  in_ticks(found->label) + " stands a second time under `" + current_->question.id + "`");
    is_said = true;
    if (*known == Label::answer) current_->place.answer_line = line;
    if (*known == Label::verdict) current_->place.verdict_line = line;
    current_->bullets.push_back(part);
    const std::string wrong = take(written, path_, current_->question, current_->is_gone);
    if (!wrong.empty()) tell(line, wrong);
  }

  // Bullets within a bullet: a guard's findings. Nothing else is said there.
  void below(std::uint32_t from, std::uint32_t item, RecordLine& written) {
    for (std::uint32_t at = from; at < tree_.nodes[item].end; at = tree_.nodes[at].end) {
      if (tree_.nodes[at].kind != Kind::list) continue;
      for (const std::uint32_t inner : markdown::children(tree_, at)) {
        if (inner + 1 >= tree_.nodes[inner].end || tree_.nodes[inner + 1].kind != Kind::paragraph) continue;
        const Node& paragraph = tree_.nodes[inner + 1];
        if (written.label == Label::result)
          written.below.push_back(words_of(paragraph));
        else
          not_a_bullet(paragraph);
      }
    }
  }

  // What looks like an answer and is none.
  void not_a_bullet(const Node& paragraph) {
    for (std::uint32_t i = 0; i < paragraph.line_count; ++i) {
      const Span piece = tree_.lines[paragraph.first_line + i];
      const auto found = labelled(trimmed(slice(piece)));
      if (!found || !label(found->label)) continue;
      tell(line_number(piece.begin),
           in_ticks(found->label) + " counts only as a bullet of its own right under a question", false);
    }
  }

  void unique_ids() {
    std::unordered_map<std::string_view, std::uint32_t> lines;
    for (const QuestionPart& part : out_.questions) {
      const auto [first, is_new] = lines.emplace(part.question.id, part.place.line);
      if (!is_new)
        tell(part.place.line,
             "`" + part.question.id + "` is asked in line " + std::to_string(first->second) + " already");
    }
  }

  static constexpr std::size_t findings_max = 1000;
  std::string_view text_, path_;
  Tree tree_;
  RecordParts out_;
  std::optional<QuestionPart> current_;
  std::array<bool, label_count> is_said_{};  // of the current question
  bool in_list_of_questions_ = false;
};

}  // namespace

RecordParts parts_of(std::string_view text, std::string_view path) {
  return Reader(text, path).run();
}

bool ReadRecord::is_sound() const {
  return is_record && std::none_of(findings.begin(), findings.end(),
                                   [](const RecordFinding& finding) { return finding.is_error; });
}

ReadRecord read_record(std::string_view text, std::string_view path) {
  RecordParts parts = parts_of(text, path);
  ReadRecord out;
  out.record = std::move(parts.record);
  for (QuestionPart& part : parts.questions) {
    (part.is_gone ? out.record.gone : out.record.questions).push_back(std::move(part.question));
    (part.is_gone ? out.gone_places : out.places).push_back(part.place);
  }
  out.findings = std::move(parts.findings);
  out.is_record = parts.is_record;
  return out;
}

namespace {

// What a seal is over: all but its own value.
std::string sealed_part(std::string_view text) {
  const RecordParts parts = parts_of(text, {});
  std::string out;
  std::size_t from = 0;
  for (const KeyPart& part : parts.keys) {
    if (part.key != Key::seal) continue;
    out += text.substr(0, part.value.begin);
    from = part.value.end;
  }
  return out.append(text.substr(from));
}

// Git may change line ends when it checks a file out.
std::string with_plain_line_ends(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] != '\r' || text.substr(at + 1, 1) != "\n") out += text[at];
  return out;
}

std::string digest_of(std::string_view text) {
  return "sha256:" + hex(Sha256().add(text).digest());
}

}  // namespace

std::string seal_of(std::string_view text) {
  return digest_of(with_plain_line_ends(sealed_part(text)));
}

bool holds_seal(std::string_view text, std::string_view seal) {
  const auto part = sealed_part(text);
  return seal == digest_of(with_plain_line_ends(part)) || seal == digest_of(part);
}

}  // namespace hindcast::gate
