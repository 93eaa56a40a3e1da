#include "guards/looking.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include "base/text.h"

namespace hindcast::guards {
namespace {

constexpr std::size_t findings_max = 200;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == text.npos;
}

}  // namespace

std::string text_in(const data::Value& settings, std::string_view name, std::string_view otherwise) {
  const data::Value* value = settings.find(name);
  return value == nullptr || !value->is_scalar() ? std::string(otherwise) : value->text;
}

std::vector<std::string> texts_in(const data::Value& settings, std::string_view name) {
  std::vector<std::string> out;
  const data::Value* value = settings.find(name);
  if (value == nullptr) return out;
  if (value->is_text()) out.push_back(value->text);
  for (const data::Value& one : value->members)
    if (one.is_text()) out.push_back(one.text);
  return out;
}

bool flag_in(const data::Value& settings, std::string_view name, bool otherwise) {
  const data::Value* value = settings.find(name);
  return value == nullptr ? otherwise : value->is_true();
}

std::vector<File> files_of(const std::vector<std::string>& patterns, World& world,
                           std::vector<Finding>& findings) {
  using facts::Verdict;
  std::vector<File> files;
  std::set<std::string> seen;
  const auto look_at = [&](const std::string& path) {
    if (!seen.insert(path).second) return;
    auto text = world.read(path);
    if (!text) {
      const bool is_absent = text.error().code == ErrorCode::not_found;
      findings.push_back({is_absent ? Verdict::missing : Verdict::error,
                          is_absent ? "is not there" : text.error().message, path, 0});
    } else if (is_blank(*text)) {
      findings.push_back({Verdict::missing, "is empty", path, 0});
    } else {
      files.push_back({path, *std::move(text)});
    }
  };
  for (const std::string& pattern : patterns) {
    if (pattern.find_first_of("*?[") == pattern.npos) {
      look_at(pattern);
      continue;
    }
    auto found = world.find(pattern);
    if (!found) {
      findings.push_back({Verdict::error, found.error().message, pattern, 0});
      continue;
    }
    if (found->empty()) findings.push_back({Verdict::missing, "no file has such a name", pattern, 0});
    for (const std::string& path : *found)
      look_at(path);
  }
  return files;
}

Finding unreadable(const std::string& path, const Error& error) {
  Finding finding{facts::Verdict::inconclusive, error.message, path, 0};
  if (finding.message.starts_with("line ")) {
    const char* end = finding.message.data() + finding.message.size();
    const auto read = std::from_chars(finding.message.data() + 5, end, finding.line);
    if (read.ec == std::errc() && end - read.ptr > 2)
      finding.message.erase(0, static_cast<std::size_t>(read.ptr + 2 - finding.message.data()));
  }
  // Libraries quote what they stumbled over, and that may be anything: a secret for one.
  if (const auto quote = finding.message.find('\''); quote != std::string::npos)
    finding.message.resize(finding.message.find_last_not_of(' ', quote == 0 ? 0 : quote - 1) + 1);
  finding.message.insert(0, "cannot be read: ");
  return finding;
}

std::optional<data::Value> data_of(const File& file, std::vector<Finding>& findings) {
  auto read = data::read_file_text(file.path, file.text);
  if (read) return *std::move(read);
  findings.push_back(unreadable(file.path, read.error()));
  return std::nullopt;
}

std::vector<data::Value> documents_of(const File& file, std::vector<Finding>& findings) {
  const bool is_yaml = data::format_of(file.path) == data::Format::yaml;
  auto read = is_yaml ? data::read_yaml(file.text) : data::read_file_text(file.path, file.text);
  std::vector<data::Value> out;
  if (!read)
    findings.push_back(unreadable(file.path, read.error()));
  else if (is_yaml)
    out = std::move(read->members);
  else
    out.push_back(*std::move(read));
  return out;
}

std::string_view word_in(const data::Value& table, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const data::Value* value = table.find(name); value != nullptr && value->is_scalar())
      return value->text;
  return {};
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

std::string quoted(std::string_view text) {
  constexpr std::size_t bytes_max = 80;
  std::string out = "`";
  for (const char c : first_bytes(text, bytes_max))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '`' ? '?' : c;
  return out.append(text.size() > bytes_max ? "...`" : "`");
}

std::vector<Finding> sorted(std::vector<Finding> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(b.verdict, a.path, a.line) < std::tie(a.verdict, b.path, b.line);
  });
  if (findings.size() <= findings_max) return findings;
  const auto more = findings.size() - findings_max;
  const auto verdict = findings[findings_max].verdict;
  findings.resize(findings_max);
  findings.push_back(
      {verdict, std::string("and ").append(counted(more, "finding", "findings")).append(" more"), "", 0});
  return findings;
}

Outcome outcome_of(std::vector<Finding>&& findings, std::string summary, bool looked_at) {
  Outcome outcome = outcome_of(sorted(std::move(findings)), std::move(summary));
  if (!looked_at) outcome.verdict = facts::worse(outcome.verdict, facts::Verdict::missing);
  return outcome;
}

}  // namespace hindcast::guards
