#include "guards/sql/replay.h"

#include <utility>

#include "base/text.h"
#include "guards/sql/statements.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t excerpt_bytes_max = 72, notes_max = 10'000;

// The statement as one short line; texts of it may be secrets, and are left out.
std::string excerpt(const Statement& statement) {
  std::string out;
  bool is_joined = true;
  for (const Token& token : statement.tokens) {
    if (out.size() > excerpt_bytes_max) break;
    const bool is_tight = token.is(',') || token.is(')') || token.is('(') || token.is('.') || token.is(';');
    if (!is_joined && !is_tight) out += ' ';
    is_joined = token.is('(') || token.is('.');
    if (token.kind == Kind::text)
      out += "'…'";
    else if (token.kind == Kind::broken)
      out += "… (never closed)";
    else
      out.append(first_bytes(token.text, excerpt_bytes_max));
  }
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '`') c = ' ';
  if (out.size() <= excerpt_bytes_max) return out;
  return std::string(first_bytes(out, excerpt_bytes_max)) + " …";
}

bool is_balanced(const Statement& statement) {
  std::size_t depth = 0;
  for (const Token& token : statement.tokens) {
    if (token.is('(')) ++depth;
    if (token.is(')') && depth-- == 0) return false;
  }
  return depth == 0;
}

// Statements that a ROLLBACK takes back, by their count: [first, last).
class Undone {
 public:
  explicit Undone(std::span<const Script> scripts, Dialect dialect);
  bool holds(std::size_t statement) {
    while (at_ < ranges_.size() && ranges_[at_].second <= statement)
      ++at_;
    return at_ < ranges_.size() && ranges_[at_].first <= statement;
  }

 private:
  std::vector<std::pair<std::size_t, std::size_t>> ranges_;  // in order, none within another
  std::size_t at_ = 0;
};

bool says_rollback(std::string_view text) {
  for (std::size_t at = text.find_first_of("Rr"); at != std::string_view::npos;
       at = text.find_first_of("Rr", at + 1))
    if (is_same(text.substr(at, 8), "ROLLBACK")) return true;
  return false;
}

// MySQL commits with each change of a table: there is nothing to take back.
Undone::Undone(std::span<const Script> scripts, Dialect dialect) {
  if (is_mysql(dialect)) return;
  std::size_t count = 0, begun = 0;
  bool in_transaction = false;
  for (const Script& script : scripts) {
    if (!says_rollback(script.text)) {
      Reader all(script.text, dialect, script.line, script.delimiter);
      for (Statement one; all.next(one);)
        ++count;
      continue;
    }
    Reader reader(script.text, dialect, script.line, script.delimiter);
    for (Statement one; reader.next(one); ++count) {
      const Cursor at(one.tokens, dialect);
      if (at.is("BEGIN") || at.is("START")) {
        begun = count;
        in_transaction = true;
      } else if (at.is("COMMIT") || at.is("END")) {
        in_transaction = false;
      } else if (at.is("ROLLBACK") && in_transaction && !holds_word(one.tokens, {"TO"})) {
        ranges_.emplace_back(begun, count);
        in_transaction = false;
      }
    }
  }
}

}  // namespace

class Replay::Impl {
 public:
  Impl(Dialect dialect, std::string default_schema, std::vector<std::string> outside)
      : statements(dialect, std::move(default_schema), std::move(outside)), dialect_(dialect) {}

  void run(std::span<const Script> scripts) {
    statements.begin_file(file_);
    Undone undone(scripts, dialect_);
    std::size_t count = 0;
    for (const Script& script : scripts) {
      statements.begin_script(script.in_transaction);
      Reader reader(script.text, dialect_, script.line, script.delimiter);
      for (Statement one; reader.next(one); ++count)
        step(one, undone.holds(count));
    }
    statements.end_file();
    ++file_;
  }

  Statements statements;
  Counts counts;

 private:
  void step(Statement& one, bool is_undone) {
    ++counts.statements;
    if (is_undone) {
      ++counts.passed;
      return;
    }
    if (!is_balanced(one)) one.is_broken = true;
    Step step = statements.apply(one);
    const Cursor at(one.tokens, dialect_);
    // A savepoint's part is taken back, or is not: nobody follows that here.
    if (at.is("ROLLBACK") && !is_mysql(dialect_) && holds_word(one.tokens, {"TO"})) step = not_understood();
    if (step.how == Step::How::passed) ++counts.passed;
    if (step.how == Step::How::done || step.how == Step::How::passed) return;
    if (statements.notes.size() >= notes_max) {
      ++counts.not_noted;
      return;
    }
    const bool is_known = step.how == Step::How::in_the_way;
    const auto what = is_known ? Note::What::in_the_way : Note::What::not_understood;
    std::string text = is_known ? std::move(step.why) + ": `" + excerpt(one) + "`" : "`" + excerpt(one) + "`";
    statements.notes.push_back({what, {file_, one.line}, std::move(text), {}, {}});
  }

  Dialect dialect_;
  std::uint32_t file_ = 0;
};

Replay::Replay(Dialect dialect, std::string default_schema, std::vector<std::string> outside)
    : impl_(std::make_unique<Impl>(dialect, std::move(default_schema), std::move(outside))) {}
Replay::~Replay() = default;

void Replay::run(std::span<const Script> scripts) {
  impl_->run(scripts);
}
const Catalogue& Replay::catalogue() const {
  return impl_->statements.catalogue();
}
std::span<const Note> Replay::notes() const {
  return impl_->statements.notes;
}
Counts Replay::counts() const {
  return impl_->counts;
}

}  // namespace hindcast::guards::sql
