// Holds an answer against what a step expects of it.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "guards/expectation.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/pattern.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

// A clock may be a little ahead of ours; a stamp of tomorrow is no proof of anything.
constexpr std::int64_t ahead_ms_max = 60'000;

// A member's name in a pointer: "~1" is "/" and "~0" is "~".
std::string member_name(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool is_escape =
        token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
    out += is_escape ? (token[i + 1] == '0' ? '~' : '/') : token[i];
    i += is_escape;
  }
  return out;
}

const Value* at_pointer(const Value& root, std::string_view pointer) {
  const Value* at = &root;
  while (at != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const auto token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (at->is_table()) {
      at = at->find(member_name(token));
      continue;
    }
    std::size_t index = 0;
    const auto read = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool is_index = at->is_list() && read.ec == std::errc() &&
                          read.ptr == token.data() + token.size() && (token == "0" || token[0] != '0');
    at = is_index && index < at->members.size() ? &at->members[index] : nullptr;
  }
  return at;
}

std::optional<double> number_in(std::string_view text) {
  Value value;
  value.type = data::Type::number;
  value.text = trimmed(text);
  return value.number();
}

bool holds(Comparison comparison, double is, double wanted) {
  switch (comparison) {
    case Comparison::equal:
      return is == wanted;
    case Comparison::unequal:
      return is != wanted;
    case Comparison::less:
      return is < wanted;
    case Comparison::at_most:
      return is <= wanted;
    case Comparison::more:
      return is > wanted;
    case Comparison::at_least:
      return is >= wanted;
    default:
      return false;
  }
}

bool is_same(const std::string& is, const std::string& wanted) {
  if (is == wanted) return true;
  const auto one = number_in(is), other = number_in(wanted);
  return one && other && *one == *other;
}

// "json /price > 0" without the comparison: "json /price"
std::string name_of(const Part& part) {
  switch (part.subject) {
    case Subject::json:
      return part.name.empty() ? "json" : std::string("json ").append(part.name);
    case Subject::header:
      return std::string("header ").append(part.name);
    case Subject::status:
      return "status";
    case Subject::time:
      return "time";
    case Subject::body:
      return "body";
    case Subject::days_left:
      return "days_left";
    case Subject::ipv4:
      return "A";
    case Subject::ipv6:
      return "AAAA";
    case Subject::alias:
      return "CNAME";
    case Subject::exit:
      return "exit";
    case Subject::output:
      break;
  }
  return "output";
}

std::string_view sign(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "= ";
    case Comparison::unequal:
      return "!= ";
    case Comparison::less:
      return "< ";
    case Comparison::at_most:
      return "<= ";
    case Comparison::more:
      return "> ";
    case Comparison::at_least:
      return ">= ";
    default:
      return "";
  }
}

class Judge {
 public:
  Judge(const Expectation& expected, Answered& answered, const Secrets& secrets)
      : expected_(expected), answered_(answered), secrets_(secrets) {}

  Judgement judge() {
    if (expected_.measure == Measure::count) return count();
    const auto texts = answered_.texts(expected_.part);
    if (!texts) return told(Verdict::inconclusive, texts.error().message);
    const auto comparison = expected_.comparison;
    if (comparison == Comparison::exists || comparison == Comparison::absent) {
      const bool is_right = texts->empty() == (comparison == Comparison::absent);
      if (is_right) return {Verdict::pass, {}};
      return told(Verdict::fail, texts->empty() ? "is not there" : "is there, and should not be");
    }
    if (texts->empty()) return told(Verdict::fail, "is not there");
    // One of several is enough, but none of them may be what is not wanted.
    Judgement first{Verdict::pass, {}};
    for (const std::string& text : *texts) {
      const auto one = judge_one(text);
      const bool decides = (one.verdict == Verdict::pass) != (comparison == Comparison::unequal);
      if (decides) return one;
      if (first.verdict == Verdict::pass) first = one;
    }
    return first;
  }

 private:
  Judgement told(Verdict verdict, std::string message) const {
    return {verdict, secrets_.without(name_of(expected_.part).append(" ").append(message))};
  }

  std::string shown(std::string_view text) const { return quoted(secrets_.without(text)); }

  Judgement count() {
    std::size_t found = 0;
    if (expected_.part.subject == Subject::json) {
      const auto value = answered_.json(expected_.part.name);
      if (!value) return told(Verdict::inconclusive, value.error().message);
      if (*value == nullptr) return told(Verdict::fail, "is not there");
      if ((*value)->is_scalar()) return told(Verdict::fail, "is neither a list nor an object");
      found = (*value)->members.size();
    } else {
      const auto texts = answered_.texts(expected_.part);
      if (!texts) return told(Verdict::inconclusive, texts.error().message);
      found = texts->size();
    }
    if (holds(expected_.comparison, static_cast<double>(found), number_in(expected_.wanted).value_or(-1)))
      return {Verdict::pass, {}};
    return told(Verdict::fail, "has " + std::to_string(found) + ", not " + wanted());
  }

  std::string wanted() const { return std::string(sign(expected_.comparison)).append(expected_.wanted); }

  Judgement judge_one(const std::string& text) const {
    if (expected_.measure == Measure::age) return age(text);
    bool is_right = false;
    std::string should;
    switch (expected_.comparison) {
      case Comparison::equal:
      case Comparison::unequal:
        is_right = is_same(text, expected_.wanted) == (expected_.comparison == Comparison::equal);
        should = expected_.comparison == Comparison::equal ? "not " + shown(expected_.wanted)
                                                           : "which it should not be";
        break;
      case Comparison::contains:
        is_right = text.find(expected_.wanted) != std::string::npos;
        should = "without " + shown(expected_.wanted);
        break;
      case Comparison::matches: {
        const auto found = is_found(expected_.wanted, text);
        if (!found) return told(Verdict::error, found.error().message);
        is_right = *found;
        should = "which does not match " + shown(expected_.wanted);
        break;
      }
      default:
        return ordered(text);
    }
    if (is_right) return {Verdict::pass, {}};
    return told(Verdict::fail, "is " + shown(text) + ", " + should);
  }

  Judgement ordered(const std::string& text) const {
    if (expected_.part.subject == Subject::time) {
      const double took = number_in(text).value_or(0);
      const auto limit = duration_ms(expected_.wanted);
      if (limit && holds(expected_.comparison, took, static_cast<double>(*limit))) return {Verdict::pass, {}};
      return told(Verdict::fail, "is " + text + " ms, not " + wanted());
    }
    const auto is = number_in(text), limit = number_in(expected_.wanted);
    if (!limit) return told(Verdict::inconclusive, "is to be compared with what is no number");
    if (!is) return told(Verdict::fail, "is " + shown(text) + ", which is no number");
    if (holds(expected_.comparison, *is, *limit)) return {Verdict::pass, {}};
    return told(Verdict::fail, "is " + shown(text) + ", not " + wanted());
  }

  Judgement age(const std::string& text) const {
    const auto when = moment(text);
    const auto limit = duration_ms(expected_.wanted);
    if (!when || !limit)
      return told(Verdict::inconclusive, "is " + shown(text) + ", which does not say when it was");
    const std::int64_t old = answered_.now() - *when;
    if (old < -ahead_ms_max)
      return told(Verdict::fail, "is " + duration_words(old) + " in the future: whose clock is wrong?");
    if (holds(expected_.comparison, static_cast<double>(old), static_cast<double>(*limit)))
      return {Verdict::pass, {}};
    return told(Verdict::fail, "is " + duration_words(old) + " old, not " + wanted());
  }

  const Expectation& expected_;
  Answered& answered_;
  const Secrets& secrets_;
};

}  // namespace

Result<const Value*> Answered::json(std::string_view pointer) {
  if (answer_.is_cut) return Error{ErrorCode::invalid, "can't be told: the answer is longer than 1 MiB"};
  if (!read_) read_ = data::read_json(answer_.body);
  if (!read_->ok()) return Error{ErrorCode::invalid, "can't be told: the answer is no JSON"};
  return at_pointer(**read_, pointer);
}

Result<std::vector<std::string>> Answered::texts(const Part& part) {
  std::vector<std::string> out;
  const auto family = [&](bool is_v6) {
    for (const std::string& one : answer_.addresses)
      if ((one.find(':') != std::string::npos) == is_v6) out.push_back(one);
  };
  switch (part.subject) {
    case Subject::status:
    case Subject::exit:
      out.push_back(std::to_string(answer_.status));
      break;
    case Subject::time:
      out.push_back(std::to_string(answer_.lasted_ms));
      break;
    case Subject::header:
      for (const Header& one : answer_.headers)
        if (lower(one.name) == lower(part.name)) out.push_back(one.value);
      break;
    case Subject::body:
    case Subject::output:
      if (answer_.is_cut) return Error{ErrorCode::invalid, "can't be told: it is longer than 1 MiB"};
      out.push_back(answer_.body);
      break;
    case Subject::json: {
      const Value* value = TRY(json(part.name));
      if (value == nullptr || value->type == data::Type::null) break;
      if (!value->is_scalar())
        out.emplace_back(value->is_list() ? "[...]" : "{...}");
      else
        out.push_back(value->text);
      break;
    }
    case Subject::days_left:
      if (!answer_.has_expiry)
        return Error{ErrorCode::invalid, "can't be told: nobody said until when the certificate holds"};
      // Whole days: of less than one there is none left.
      out.push_back(std::to_string(
          (answer_.expires_ms - now_ - (answer_.expires_ms < now_ ? 86'399'999 : 0)) / 86'400'000));
      break;
    case Subject::ipv4:
      family(false);
      break;
    case Subject::ipv6:
      family(true);
      break;
    case Subject::alias:
      if (!answer_.canonical.empty()) out.push_back(answer_.canonical);
      break;
  }
  return out;
}

Judgement judge(const Expectation& expected, Answered& answered, const Secrets& secrets) {
  return Judge(expected, answered, secrets).judge();
}

}  // namespace hindcast::guards
