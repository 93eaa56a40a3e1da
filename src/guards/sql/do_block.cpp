// DO blocks of PostgreSQL, as far as they are the two idioms of migrations: "do it, and let pass what is
// there already", and "if it is not there, do it", with an ELSE. Everything else that may change tables is
// not understood.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "guards/sql/statements.h"

namespace hindcast::guards::sql {
namespace {

bool may_change(Tokens tokens) {
  return holds_word(tokens, {"CREATE", "ALTER", "DROP", "EXECUTE", "CALL", "INTO"});
}

// What such a condition looks up: whether something is there.
bool asks_the_catalogue(Tokens tokens) {
  return std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.kind == Kind::word &&
           (is_same(token.text.substr(0, 3), "PG_") || is_same(token.text, "INFORMATION_SCHEMA") ||
            is_same(token.text, "TO_REGCLASS"));
  });
}

// Of an IF … THEN: whether its branch runs, as far as the catalogue here can tell.
enum class Branch : std::uint8_t { runs, skipped, may_run };

// The name that "to_regclass('public.x')" asks for; nothing where it is more than that.
std::optional<Name> regclass_in(Cursor& at, std::vector<std::string>& texts) {
  Cursor ahead = at;
  if (ahead.take("PG_CATALOG")) ahead.take_symbol('.');
  if (!ahead.take("TO_REGCLASS")) return std::nullopt;
  const auto inside = ahead.parens();
  if (!inside || inside->empty() || (*inside)[0].kind != Kind::text) return std::nullopt;
  if (inside->size() > 1 && !((*inside)[1].is(':') && inside->size() == 4)) return std::nullopt;  // 'x'::text
  texts.emplace_back((*inside)[0].text);
  Reader reader(texts.back(), at.dialect());
  Statement name;
  if (!reader.next(name)) return std::nullopt;
  Cursor inner(name.tokens, at.dialect());
  auto out = inner.qualified();
  if (!out || !inner.is_done()) return std::nullopt;
  at = ahead;
  return out;
}

}  // namespace

// Takes "IF condition THEN" where the condition asks the catalogue; nothing where it is another one.
bool Statements::take_condition(Cursor& at, bool& is_known, bool& is_true) {
  Cursor ahead = at;
  if (!ahead.take("IF")) return false;
  const std::size_t from = ahead.place();
  std::vector<std::string> texts;
  Cursor asked = ahead;
  is_known = false;
  if (const auto name = regclass_in(asked, texts); name && asked.take("IS") && !is_outside(*name)) {
    const bool is_negated = asked.take("NOT");
    is_known = asked.take("NULL") && asked.is("THEN");
    is_true = catalogue_.is_there(*name) == is_negated;
  }
  while (!ahead.is_done() && !ahead.is("THEN"))
    ahead.skip();
  const Tokens condition = at.rest().subspan(1, ahead.place() - from);
  if (!ahead.take("THEN") || !asks_the_catalogue(condition) || may_change(condition)) return false;
  at = ahead;
  return true;
}

// One statement of the block. What a condition guards, or a handler catches, may be done already.
Step Statements::do_statement(Cursor at, bool is_guarded) {
  if (at.is_done() || at.is_any({"NULL", "RAISE", "RETURN"})) return passed();
  if (at.is_any({"PERFORM", "SELECT"}) && may_change_tables(at.rest())) return not_understood();
  if (!may_change(at.rest())) return passed();
  if (at.is_any({"INSERT", "UPDATE", "DELETE", "COMMENT", "GRANT", "REVOKE"})) return passed();
  is_lenient_ = is_guarded;
  Step step = not_understood();
  if (at.take("CREATE"))
    step = create(at);
  else if (at.take("ALTER"))
    step = alter(at);
  else if (at.take("DROP"))
    step = drop(at);
  is_lenient_ = false;
  return step.how == Step::How::in_the_way && is_guarded ? done() : step;
}

// The statements between BEGIN and END, with the branches of their conditions. Of an IF and its ELSE only one
// runs: where nobody knows which, only one of them may change anything.
class Statements::Block {
 public:
  Block(Statements& all, bool catches) : all_(all), catches_(catches) {}

  Step run(Cursor at) {
    if (at.take("DECLARE")) return done();  // the first variable, and no more statements before BEGIN
    if (!is_begun_ && !at.is("BEGIN")) return done();
    if (at.take("BEGIN")) {
      if (is_begun_) return not_understood();
      is_begun_ = true;
    }
    if (at.take("EXCEPTION")) in_handler_ = true;
    if (in_handler_ && at.take("WHEN"))
      while (!at.is_done() && !at.take("THEN"))
        at.skip();
    if (at.take_all({"END", "IF"})) {
      if (branches_.empty()) return not_understood();
      branches_.pop_back();
      return done();
    }
    if (at.take("END")) return done();
    while (at.is("IF") || at.is("ELSE"))
      if (at.is("IF") ? !begin(at) : !turn(at)) return not_understood();
    if (at.is_any({"ELSIF", "ELSEIF", "FOR", "FOREACH", "WHILE", "LOOP", "CASE", "EXIT"}) ||
        at.is_symbol('<'))
      return not_understood();
    if (in_handler_ && may_change(at.rest())) return not_understood();
    return one(at);
  }

  bool is_closed() const { return branches_.empty(); }

 private:
  struct If {
    Branch branch = Branch::may_run;
    bool has_changed = false;  // what stands before its ELSE
    bool is_else = false;
  };

  bool begin(Cursor& at) {
    bool is_known = false, is_true = false;
    if (branches_.size() >= depth_max || !all_.take_condition(at, is_known, is_true)) return false;
    branches_.push_back({!is_known ? Branch::may_run
                         : is_true ? Branch::runs
                                   : Branch::skipped,
                         false, false});
    return true;
  }

  bool turn(Cursor& at) {
    if (!at.take("ELSE") || branches_.empty() || branches_.back().is_else) return false;
    If& last = branches_.back();
    last.is_else = true;
    if (last.branch != Branch::may_run)
      last.branch = last.branch == Branch::runs ? Branch::skipped : Branch::runs;
    return true;
  }

  Step one(Cursor at) {
    const auto skips = [](const If& one) { return one.branch == Branch::skipped; };
    if (std::any_of(branches_.begin(), branches_.end(), skips)) return done();
    const Step step = all_.do_statement(at, catches_ || !branches_.empty());
    if (step.how != Step::How::done) return step;
    for (If& one : branches_) {
      if (one.branch == Branch::may_run && one.is_else && one.has_changed) return not_understood();
      if (!one.is_else) one.has_changed = true;
    }
    return step;
  }

  static constexpr std::size_t depth_max = 32;
  Statements& all_;
  bool catches_ = false, in_handler_ = false, is_begun_ = false;
  std::vector<If> branches_;
};

Step Statements::do_block(Cursor at) {
  if (at.take("LANGUAGE")) at.skip();
  const Tokens outer = at.rest();
  if (outer.empty() || outer[0].kind != Kind::text) return not_understood();
  Reader reader(outer[0].text, dialect_, outer[0].line);
  std::vector<Statement> body;
  bool changes = false, catches = false;
  for (Statement one; reader.next(one);) {
    if (one.is_broken) return not_understood();
    const bool asks = holds_word(one.tokens, {"PERFORM"}) || one.tokens.front().is_word("SELECT");
    changes = changes || may_change(one.tokens) || (asks && may_change_tables(one.tokens));
    catches = catches || one.tokens.front().is_word("EXCEPTION");
    body.push_back(std::move(one));
  }
  if (!changes) return passed();
  Block block(*this, catches);
  for (const Statement& one : body) {
    Step step = block.run(Cursor(one.tokens, dialect_));
    if (step.how == Step::How::not_understood || step.how == Step::How::in_the_way) return step;
  }
  return block.is_closed() ? done() : not_understood();
}

}  // namespace hindcast::guards::sql
