#include <algorithm>
#include <string>
#include <unordered_map>

#include "gate/record_parts.h"

namespace hindcast::gate {
namespace {

class Editor {
 public:
  Editor(std::string_view text, std::string_view path, const Record& wanted)
      : text_(text), path_(path), wanted_(as_written(wanted)), parts_(parts_of(text, path)) {
    const auto end = text.find('\n');
    if (end != std::string_view::npos && end > 0 && text[end - 1] == '\r') line_end_ = "\r\n";
  }

  Result<std::vector<Edit>> run() {
    for (const RecordFinding& finding : parts_.findings)
      if (finding.is_error)
        return Error{ErrorCode::conflict, "line " + std::to_string(finding.line) + ": " + finding.message};
    front_matter();
    if (wanted_.title != parts_.record.title)
      replace(*parts_.title, (text_[parts_.title->begin - 1] == ' ' ? "" : " ") + escaped(wanted_.title));
    std::unordered_map<std::string_view, std::pair<const Question*, bool>> asked;
    for (const Question& question : wanted_.questions)
      asked[question.id] = {&question, false};
    for (const Question& question : wanted_.gone)
      asked[question.id] = {&question, true};
    for (const QuestionPart& part : parts_.questions) {
      const auto found = asked.find(part.question.id);
      if (found == asked.end())
        return Error{ErrorCode::invalid, "a question of a record is never taken out: " + part.question.id};
      section(part, *found->second.first, found->second.second);
      asked.erase(found);
    }
    add_questions(asked);
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.replace.begin < b.replace.begin; });
    return proved();
  }

 private:
  void replace(Span span, std::string with) { edits_.push_back({span, std::move(with)}); }
  void insert(std::uint32_t at, std::string with) { edits_.push_back({{at, at}, std::move(with)}); }

  void front_matter() {
    const auto now = values_of(parts_.record), then = values_of(wanted_);
    for (std::size_t i = 0; i < key_count; ++i) {
      if (now[i] == then[i]) continue;
      const Key key = static_cast<Key>(i);
      const auto part = std::find_if(parts_.keys.begin(), parts_.keys.end(),
                                     [&](const KeyPart& one) { return one.key == key; });
      const std::string value = front_matter_value(then[i], parts_.is_toml);
      if (part == parts_.keys.end())
        insert(parts_.front_end,
               std::string(word(key)) + (parts_.is_toml ? " = " : ": ") + value + line_end_);
      else
        replace(part->value, (text_[part->value.begin - 1] == ' ' ? "" : " ") + value);
    }
  }

  // What is written of one label before and after: those that say the same stay as they are.
  struct Written {
    std::vector<std::string> before, after;
    std::vector<const BulletPart*> bullets;
  };
  std::array<Written, label_count> written(const QuestionPart& part, const Question& wanted, bool is_gone) {
    std::array<Written, label_count> out;
    for (const RecordLine& line : lines_of(part.question, part.is_gone, path_))
      out[static_cast<std::size_t>(line.label)].before.push_back(bullet(line, line_end_));
    for (const RecordLine& line : lines_of(wanted, is_gone, path_))
      out[static_cast<std::size_t>(line.label)].after.push_back(bullet(line, line_end_));
    for (const BulletPart& one : part.bullets)
      out[static_cast<std::size_t>(one.label)].bullets.push_back(&one);
    return out;
  }

  void section(const QuestionPart& part, const Question& wanted, bool is_gone) {
    if (part.question.text != wanted.text)
      replace(part.words, wanted.text.empty() ? "" : " " + escaped(wanted.text));
    const auto all = written(part, wanted, is_gone);
    // New bullets stand behind the last that stays, in the order of the labels; else before the first.
    const BulletPart* first = nullptr;
    for (const Written& one : all)
      if (stays(one))
        if (first == nullptr || one.bullets[0]->item.begin < first->item.begin) first = one.bullets[0];
    std::string under_heading;
    const BulletPart* anchor = nullptr;
    for (const Written& one : all) {
      if (one.before != one.after) {
        if (one.bullets.empty())
          add_bullets(one.after, anchor, first, under_heading);
        else
          change(one);
      }
      if (stays(one) && (anchor == nullptr || one.bullets[0]->item.end > anchor->item.end))
        anchor = one.bullets[0];
    }
    if (under_heading.empty()) return;
    const auto next = std::min(text_.find('\n', part.heading.end), text_.size() - 1) + 1;
    const auto next_line = text_.substr(next, text_.find('\n', next) - next);
    insert(part.heading.end, line_end_ + under_heading + (trimmed(next_line).empty() ? "" : line_end_));
  }

  // Of the bullets of one label the first stays, unless it is taken out.
  static bool stays(const Written& one) {
    if (one.bullets.empty()) return false;
    const BulletPart& first = *one.bullets[0];
    return !one.after.empty() || one.before.empty() || (first.has_more && !may_repeat(first.label));
  }

  void add_bullets(const std::vector<std::string>& lines, const BulletPart* behind, const BulletPart* first,
                   std::string& under_heading) {
    const BulletPart* beside = behind != nullptr ? behind : first;
    for (std::string line : lines) {
      if (beside != nullptr && (text_[beside->item.begin] == '*' || text_[beside->item.begin] == '+'))
        line[0] = text_[beside->item.begin];  // another marker would begin another list
      if (behind != nullptr)
        insert(behind->item.end, line_end_ + line);
      else if (first != nullptr)
        insert(first->item.begin, line + line_end_);
      else
        under_heading += line_end_ + line;
    }
  }

  // REQUIRES: the label has bullets.
  void change(const Written& one) {
    const BulletPart& first = *one.bullets[0];
    if (one.after.size() == 1 && one.bullets.size() == 1 && !may_repeat(first.label)) {
      const std::string_view line = one.after[0];
      return replace(first.value, std::string(line.substr(line.find(":**") + 3)));
    }
    if (!one.after.empty()) {
      std::string lines = one.after[0];
      for (std::size_t i = 1; i < one.after.size(); ++i)
        lines += line_end_ + one.after[i];
      replace(first.item, std::move(lines));
    }
    for (std::size_t i = one.after.empty() ? 0 : 1; i < one.bullets.size(); ++i)
      take_out(*one.bullets[i]);
  }

  // The whole line where it is nothing but the bullet; what a person wrote beneath stays.
  void take_out(const BulletPart& part) {
    if (part.has_more && !may_repeat(part.label)) return replace(part.value, "");
    const auto line_begin = text_.rfind('\n', part.item.begin) + 1;  // npos + 1 is 0
    const auto line_end = text_.find('\n', part.item.end);
    const auto end = line_end == std::string_view::npos ? text_.size() : line_end + 1;
    replace({static_cast<std::uint32_t>(line_begin), static_cast<std::uint32_t>(end)}, "");
  }

  void add_questions(const std::unordered_map<std::string_view, std::pair<const Question*, bool>>& left) {
    std::string added;
    const auto add = [&](const Question& question, bool is_gone) {
      if (left.count(question.id) == 0) return;
      added += line_end_ + line_end_ + heading_of(question) + line_end_;
      for (const RecordLine& line : lines_of(question, is_gone, path_))
        added += line_end_ + bullet(line, line_end_);
    };
    for (const Question& question : wanted_.questions)
      add(question, false);
    for (const Question& question : wanted_.gone)
      add(question, true);
    if (added.empty()) return;
    if (!parts_.questions.empty()) return insert(parts_.questions.back().end, std::move(added));
    if (parts_.list_end) return insert(*parts_.list_end, std::move(added));
    auto end = text_.size();
    while (end > 0 && (text_[end - 1] == '\n' || text_[end - 1] == '\r'))
      --end;
    insert(static_cast<std::uint32_t>(end), line_end_ + line_end_ + "## Questions" + added);
  }

  Result<std::vector<Edit>> proved() {
    const Error refused{
        ErrorCode::invalid,
        "the record cannot be edited so: read again, it would not say what was wanted; change "
        "it by hand"};
    if (!is_valid_edits(edits_, text_.size())) return refused;
    const std::string after = apply_edits(text_, edits_);
    const ReadRecord read = read_record(after, path_);
    for (const RecordFinding& finding : read.findings)
      if (finding.is_error)
        return Error{ErrorCode::invalid, "the record cannot be edited so: " + finding.message};
    if (!says_same(read.record, wanted_)) return refused;
    return std::move(edits_);
  }

  std::string_view text_, path_;
  Record wanted_;
  RecordParts parts_;
  std::string line_end_ = "\n";
  std::vector<Edit> edits_;
};

}  // namespace

Result<std::vector<Edit>> record_edits(std::string_view text, std::string_view path, const Record& wanted) {
  return Editor(text, path, wanted).run();
}

}  // namespace hindcast::gate
