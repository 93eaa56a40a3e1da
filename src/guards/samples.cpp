#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "base/text.h"
#include "guards/health.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "json/json.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

Error wrong(std::size_t line, const std::string& what) {
  return {ErrorCode::invalid, "line " + std::to_string(line) + ": " + what};
}

Result<Sample> sample_of(std::string_view text, std::size_t line) {
  const auto read = data::read_json(text);
  if (!read || !read->is_table()) return wrong(line, "is no JSON object");
  Sample made;
  const auto time = moment(text_in(*read, "time"));
  if (!time) return wrong(line, "has no `time` with a zone");
  made.time = *time;
  made.probe = text_in(*read, "probe");
  if (made.probe.empty()) return wrong(line, "has no `probe`");
  made.why = text_in(*read, "why");
  const data::Value* value = read->find("value");
  if (value != nullptr && value->type != data::Type::null) {
    made.value = value->number();
    if (!made.value) return wrong(line, "has a `value` that is no number");
  }
  const auto word = text_in(*read, "verdict", made.value ? "pass" : "missing");
  const auto verdict = facts::verdict(word);
  if (verdict != Verdict::pass && verdict != Verdict::fail && verdict != Verdict::missing)
    return wrong(line, "has a `verdict` that is none of pass, fail and missing");
  made.verdict = *verdict;
  return made;
}

// To the millisecond, where that says more than the second.
std::string iso_ms(Timestamp time) {
  auto text = to_iso_time(time);
  const auto rest = ((time % 1000) + 1000) % 1000;
  if (rest == 0) return text;
  text.pop_back();
  return text.append(".").append(std::to_string(rest + 1000).substr(1)).append("Z");
}

}  // namespace

Result<std::vector<Sample>> read_samples(std::string_view text) {
  constexpr std::size_t lines_max = 200'000;
  std::vector<Sample> samples;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto one = trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (line > lines_max) return wrong(line, "there are more samples than anybody compares");
    if (!one.empty()) samples.push_back(TRY(sample_of(one, line)));
  }
  std::stable_sort(samples.begin(), samples.end(),
                   [](const Sample& a, const Sample& b) { return a.time < b.time; });
  return samples;
}

std::string write_samples(const std::vector<Sample>& samples) {
  std::string out;
  for (const Sample& one : samples) {
    json::Writer writer(out);
    writer.open_object().key("time").text(iso_ms(one.time)).key("probe").text(one.probe);
    writer.key("verdict").text(facts::word(one.verdict));
    writer.finish();
    if (one.value) {
      std::array<char, 32> digits{};
      const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), *one.value);
      out.append(",\"value\":").append(digits.data(), written.ptr);
    }
    if (!one.why.empty()) writer.key("why").text(one.why);
    writer.close_object();
    writer.finish();
    out += '\n';
  }
  return out;
}

}  // namespace hindcast::guards
