// DO blocks of PostgreSQL, as far as they are the two idioms of migrations: "do it, and let pass what is
// there already", and "if it is not there, do it". Everything else that may change tables is not understood.
#include <algorithm>
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

// Takes "IF [NOT] EXISTS (SELECT … FROM pg_…) THEN"; false where it is another condition.
bool take_condition(Cursor& at) {
  Cursor ahead = at;
  if (!ahead.take("IF")) return false;
  ahead.take("NOT");
  if (!ahead.take("EXISTS")) return false;
  const auto inside = ahead.parens();
  if (!inside || !asks_the_catalogue(*inside) || !ahead.take("THEN")) return false;
  at = ahead;
  return true;
}

}  // namespace

// One statement of the block. What a condition guards, or a handler catches, may be done already.
Step Statements::do_statement(Cursor at, bool is_guarded) {
  if (at.is_done() || at.is_any({"NULL", "RAISE", "RETURN"})) return passed();
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

Step Statements::do_block(Cursor at) {
  if (at.take("LANGUAGE")) at.skip();
  const Tokens outer = at.rest();
  if (outer.empty() || outer[0].kind != Kind::text) return not_understood();
  Reader reader(outer[0].text, dialect_, outer[0].line);
  std::vector<Statement> body;
  bool changes = false, catches = false;
  for (Statement one; reader.next(one);) {
    if (one.is_broken) return not_understood();
    changes = changes || may_change(one.tokens);
    catches = catches || one.tokens.front().is_word("EXCEPTION");
    body.push_back(std::move(one));
  }
  if (!changes) return passed();
  int conditions = 0;
  bool in_handler = false, is_begun = false;
  for (const Statement& one : body) {
    Cursor inner(one.tokens, dialect_);
    if (inner.take("DECLARE")) continue;  // the first variable, and no more statements before BEGIN
    if (!is_begun && !inner.is("BEGIN")) continue;
    if (inner.take("BEGIN")) {
      if (is_begun) return not_understood();
      is_begun = true;
    }
    if (inner.take("EXCEPTION")) in_handler = true;
    if (in_handler && inner.take("WHEN"))
      while (!inner.is_done() && !inner.take("THEN"))
        inner.skip();
    if (inner.take_all({"END", "IF"})) {
      --conditions;
      continue;
    }
    if (inner.take("END")) continue;
    while (take_condition(inner))
      ++conditions;
    if (inner.is_any({"IF", "ELSE", "ELSIF", "ELSEIF", "FOR", "FOREACH", "WHILE", "LOOP", "CASE", "EXIT"}))
      return not_understood();
    if (inner.is_symbol('<')) return not_understood();  // a label
    if (in_handler && may_change(inner.rest())) return not_understood();
    const Step step = do_statement(inner, catches || conditions > 0);
    if (step.how == Step::How::not_understood || step.how == Step::How::in_the_way) return step;
  }
  return conditions == 0 ? done() : not_understood();
}

}  // namespace hindcast::guards::sql
