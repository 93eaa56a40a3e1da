// The bullets of one question: how each is written, and read back.
#include <algorithm>

#include "base/letters.h"
#include "base/plain.h"
#include "base/text.h"
#include "gate/record_words.h"

namespace hindcast::gate {
namespace {

using facts::Verdict;

constexpr std::string_view within_quotes = "\"";
constexpr std::string_view within_brackets = "(),";

// --- links ---

// Bytes that end a link's address, or mean something in one; the others stay readable.
bool stays_in_link(char c, bool is_plain) {
  if (static_cast<unsigned char>(c) >= 0x80) return is_plain;
  return small_letters[static_cast<unsigned char>(c)] != 0 ||
         std::string_view("-._/!$'*+,;=:@").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const bool is_plain = one_line(path) == path;
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (stays_in_link(c, is_plain)) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = lower(c);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

std::string decoded(std::string_view address) {
  std::string out;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const int high = address[i] == '%' && i + 2 < address.size() ? digit_of(address[i + 1]) : -1;
    const int low = high >= 0 ? digit_of(address[i + 2]) : -1;
    if (low < 0) {
      out += address[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

// The folder that links count from; "" where the record lies outside of the root.
std::string folder_of(std::string_view record_path) {
  const std::string path = lexical(record_path);
  const auto slash = path.rfind('/');
  if (slash == std::string::npos || path.front() == '/' || path.substr(0, 3) == "../") return {};
  return path.substr(0, slash);
}

std::string link_to(std::string_view document, std::string_view record_path) {
  std::string to = lexical(document);
  if (!to.empty() && to.front() == '/') return to;
  std::string from = folder_of(record_path) + "/";
  if (from == "/") return to;
  std::size_t common = 0;
  for (std::size_t i = 0; i < std::min(from.size(), to.size()) && from[i] == to[i]; ++i)
    if (from[i] == '/') common = i + 1;
  std::string out;
  for (std::size_t i = common; i < from.size(); ++i)
    if (from[i] == '/') out += "../";
  return out.append(to, common);
}

std::string target_of(std::string_view link, std::string_view record_path) {
  if (!link.empty() && link.front() == '/') return lexical(link);
  const std::string folder = folder_of(record_path);
  return lexical(folder.empty() ? std::string(link) : folder + "/" + std::string(link));
}

// --- pieces of a line ---

// What is left of a line that is read from its beginning.
struct Rest {
  std::string_view text;

  bool skip(std::string_view word) {
    if (text.substr(0, word.size()) != word) return false;
    text.remove_prefix(word.size());
    return true;
  }
  // Up to the first such mark without a backslash, which is skipped; nothing where there is none.
  std::optional<std::string_view> until(char mark) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == mark) {
        const auto found = text.substr(0, i);
        text.remove_prefix(i + 1);
        return found;
      }
    }
    return std::nullopt;
  }
};

std::optional<std::int64_t> number_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  std::int64_t out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  return "\"" + escaped(text, within_quotes) + "\"";
}

// --- origins ---

// [title](link#L41) of 2023-09-08, check orders#x7k2p: "sentence" (why)
std::string origin_line(const Origin& origin, std::string_view record_path) {
  std::string out = "[" + escaped(origin.title) + "](" + encoded(link_to(origin.document, record_path));
  if (origin.line > 0) out += "#L" + std::to_string(origin.line);
  out += ")";
  if (origin.date) out += " of " + to_iso(*origin.date);
  out += ", " + std::string(facts::word(origin.role)) + " " + escaped(origin.item, within_quotes) + ": ";
  out += in_quotes(origin.sentence);
  if (!origin.why.empty()) out += " (" + escaped(origin.why) + ")";
  return out;
}

std::optional<Origin> origin_of(std::string_view written, std::string_view record_path) {
  Origin out;
  Rest rest{written};
  if (!rest.skip("[")) return std::nullopt;
  const auto title = rest.until(']');
  if (!title || !rest.skip("(")) return std::nullopt;
  const auto link = rest.until(')');
  if (!link) return std::nullopt;
  out.title = unescaped(*title);
  const auto mark = link->rfind("#L");
  if (mark != std::string_view::npos)
    out.line = static_cast<std::uint32_t>(number_of(link->substr(mark + 2)).value_or(0));
  out.document = target_of(decoded(link->substr(0, mark)), record_path);
  if (rest.skip(" of ")) {
    out.date = parse_iso_date(rest.text.substr(0, 10));
    if (!out.date) return std::nullopt;
    rest.text.remove_prefix(10);
  }
  const auto item = rest.skip(", ") ? rest.until('"') : std::nullopt;
  const auto sentence = item ? rest.until('"') : std::nullopt;
  const auto blank = item ? item->find(' ') : std::string_view::npos;
  if (!sentence || blank == std::string_view::npos || item->size() < blank + 3) return std::nullopt;
  const auto role = facts::item_role(item->substr(0, blank));
  const auto name = item->substr(blank + 1);
  if (!role || name.substr(name.size() - 2) != ": ") return std::nullopt;
  out.role = *role;
  out.item = unescaped(name.substr(0, name.size() - 2));
  out.slug = out.item.substr(0, out.item.find('#'));
  out.sentence = unescaped(*sentence);
  if (rest.text.empty()) return out;
  if (!rest.skip(" (") || rest.text.empty() || rest.text.back() != ')') return std::nullopt;
  out.why = unescaped(rest.text.substr(0, rest.text.size() - 1));
  return out;
}

// --- results ---

// fail, env-sync: "summary" (level namespaces, may block, definition sha256:…, output sha256:…, started
// 2024-03-17T08:30:00Z, took 812 ms)
RecordLine result_line(const GuardResult& result) {
  RecordLine out{Label::result, std::string(facts::word(result.verdict)), {}};
  out.value += ", " + escaped(result.guard, within_quotes) + ": " + in_quotes(result.summary) + " (";
  bool is_first = true;
  const auto part = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!is_first) out.value += ", ";
    is_first = false;
    out.value += name;
    out.value += escaped(value, within_brackets);
  };
  part("level ", result.level);
  part("may ", result.may_block ? "block" : "");
  part("definition ", result.definition);
  part("output ", result.output_digest);
  if (result.started_ms > 0) part("started ", to_iso_time(result.started_ms));
  part("took ", std::to_string(result.lasted_ms) + " ms");
  out.value += ")";
  for (const std::string& finding : result.findings)
    out.below.push_back(in_quotes(finding));
  return out;
}

std::optional<Timestamp> moment_of(std::string_view written) {
  if (written.size() != 20 || written[10] != 'T' || written[19] != 'Z') return std::nullopt;
  const auto day = parse_iso_date(written.substr(0, 10));
  const auto hours = number_of(written.substr(11, 2)), minutes = number_of(written.substr(14, 2)),
             seconds = number_of(written.substr(17, 2));
  if (!day || !hours || !minutes || !seconds) return std::nullopt;
  return start_of(*day) + ((*hours * 60 + *minutes) * 60 + *seconds) * 1000;
}

bool take_part(Rest part, GuardResult& out) {
  if (part.skip("level ")) return out.level = unescaped(part.text), true;
  if (part.skip("definition ")) return out.definition = unescaped(part.text), true;
  if (part.skip("output ")) return out.output_digest = unescaped(part.text), true;
  if (part.text == "may block") return out.may_block = true;
  if (part.skip("started ")) {
    const auto moment = moment_of(part.text);
    return out.started_ms = moment.value_or(0), moment.has_value();
  }
  if (!part.skip("took ") || part.text.size() < 3) return false;
  const auto lasted = number_of(part.text.substr(0, part.text.size() - 3));
  return out.lasted_ms = lasted.value_or(0), lasted.has_value();
}

std::optional<GuardResult> result_of(const RecordLine& line) {
  GuardResult out;
  Rest rest{line.value};
  const auto verdict = rest.until(',');
  const auto known = verdict ? facts::verdict(*verdict) : std::nullopt;
  const auto guard = known && rest.skip(" ") ? rest.until('"') : std::nullopt;
  const auto summary = guard ? rest.until('"') : std::nullopt;
  if (!summary || guard->size() < 2 || guard->substr(guard->size() - 2) != ": ") return std::nullopt;
  out.verdict = *known;
  out.guard = unescaped(guard->substr(0, guard->size() - 2));
  out.summary = unescaped(*summary);
  if (!rest.skip(" (") || rest.text.empty() || rest.text.back() != ')') return std::nullopt;
  rest.text.remove_suffix(1);
  while (!rest.text.empty()) {
    const auto next = rest.until(',');
    const auto part = next ? *next : rest.text;
    if (!next) rest.text = {};
    if (!take_part({trimmed(part)}, out)) return std::nullopt;
  }
  for (const std::string& below : line.below) {
    Rest finding{below};
    const auto text = finding.skip("\"") ? finding.until('"') : std::nullopt;
    if (!text || !finding.text.empty()) return std::nullopt;
    out.findings.push_back(unescaped(*text));
  }
  return out;
}

// --- answers ---

std::string answer_line(const Answer& answer) {
  if (answer.kind != AnswerKind::guard) return std::string(word(answer.kind));
  return answer.guard.empty() ? "guard" : "guard " + escaped(answer.guard);
}

std::string take_answer(std::string_view value, Answer& out) {
  std::string said = lower(value);
  std::replace(said.begin(), said.end(), '-', ' ');
  for (const AnswerKind kind : {AnswerKind::none, AnswerKind::guard, AnswerKind::attested,
                                AnswerKind::not_applicable, AnswerKind::waived}) {
    if (said == word(kind)) return out.kind = kind, std::string();
  }
  if (said.substr(0, 6) == "guard ") {
    out.kind = AnswerKind::guard;
    out.guard = unescaped(trimmed(value.substr(6)));
    return {};
  }
  return "`" + std::string(value) + "` is no answer; write attested, not applicable, waived or guard";
}

std::string take_day(const std::string& value, std::optional<Date>& out) {
  out = parse_iso_date(value);
  if (out || value.empty()) return {};
  return "`" + value + "` is no day; write YYYY-MM-DD";
}

std::string take_yes(std::string_view value, bool& out) {
  const std::string said = lower(value.substr(0, value.find(',')));
  if (said != "yes" && said != "no") return "`" + std::string(value) + "` is neither yes nor no";
  out = said == "yes";
  return {};
}

std::string take_verdict(const std::string& value, Question& out) {
  Rest rest{value};
  const auto first = rest.until(',');
  const auto known = facts::verdict(first ? *first : std::string_view(value));
  if (!known)
    return "`" + value +
           "` begins with no verdict; they are pass, waived, warn, missing, inconclusive, fail and error";
  out.verdict = *known;
  out.why = first ? unescaped(trimmed(rest.text)) : "";
  return {};
}

void text_lines(const Answer& answer, std::vector<RecordLine>& out) {
  const auto text = [&](Label label, const std::string& value) {
    if (!value.empty()) out.push_back({label, escaped(value), {}});
  };
  text(Label::by, answer.who);
  text(Label::approver, answer.approver);
  text(Label::when, answer.when ? to_iso(*answer.when) : "");
  text(Label::until, answer.until ? to_iso(*answer.until) : "");
  text(Label::commit, answer.commit);
  text(Label::evidence, answer.evidence);
  text(Label::reason, answer.reason);
}

}  // namespace

std::string heading_of(const Question& question) {
  std::string out = "### `" + question.id + "`";
  return question.text.empty() ? out : out + " " + escaped(question.text);
}

std::vector<RecordLine> lines_of(const Question& question, bool is_gone, std::string_view record_path) {
  std::vector<RecordLine> out;
  for (const Origin& origin : question.origins)
    out.push_back({Label::from, origin_line(origin, record_path), {}});
  if (!question.is_blocking) out.push_back({Label::blocks, "no", {}});
  if (is_gone) out.push_back({Label::gone, "yes, no document asks this any more", {}});
  for (const std::string& guard : question.guards)
    out.push_back({Label::guard, escaped(guard), {}});
  for (const GuardResult& result : question.results)
    out.push_back(result_line(result));
  std::string verdict(facts::word(question.verdict));
  if (!question.why.empty()) verdict += ", " + escaped(question.why);
  out.push_back({Label::verdict, verdict, {}});
  out.push_back({Label::answer, answer_line(question.answer), {}});
  text_lines(question.answer, out);
  return out;
}

std::string bullet(const RecordLine& line, std::string_view line_end) {
  std::string out = "- **" + std::string(word(line.label)) + ":**";
  if (!line.value.empty()) out += " " + line.value;
  for (const std::string& below : line.below) {
    out += line_end;
    out += "  - " + below;
  }
  return out;
}

std::string take(const RecordLine& line, std::string_view record_path, Question& out, bool& is_gone) {
  const auto text = [&](std::string& into) { return into = unescaped(line.value), std::string(); };
  switch (line.label) {
    case Label::from: {
      auto origin = origin_of(line.value, record_path);
      if (!origin) return "this origin is not understood; write [title](file#L12), check id: \"its words\"";
      if (auto wrong = wrong_with_path(origin->document); !wrong.empty()) return wrong;
      out.origins.push_back(std::move(*origin));
      return {};
    }
    case Label::result: {
      auto result = result_of(line);
      if (!result) return "this result of a guard is not understood; the gate writes it anew";
      out.results.push_back(std::move(*result));
      return {};
    }
    case Label::guard:
      if (!line.value.empty()) out.guards.push_back(unescaped(line.value));
      return {};
    case Label::blocks:
      return take_yes(line.value, out.is_blocking);
    case Label::gone:
      return take_yes(line.value, is_gone);
    case Label::verdict:
      return take_verdict(line.value, out);
    case Label::answer:
      return take_answer(line.value, out.answer);
    case Label::by:
      return text(out.answer.who);
    case Label::approver:
      return text(out.answer.approver);
    case Label::when:
      return take_day(line.value, out.answer.when);
    case Label::until:
      return take_day(line.value, out.answer.until);
    case Label::commit:
      return text(out.answer.commit);
    case Label::evidence:
      return text(out.answer.evidence);
    case Label::reason:
      return text(out.answer.reason);
  }
  return {};
}

}  // namespace hindcast::gate
