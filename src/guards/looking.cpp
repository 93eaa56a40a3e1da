#include "guards/looking.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <tuple>

#include "base/nearest.h"
#include "base/text.h"

namespace hindcast::guards {
namespace {

constexpr std::size_t findings_max = 200;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == text.npos;
}

// What people write into a table for each other.
constexpr std::array<std::string_view, 14> notes = {"about",  "comment", "comments", "contact", "description",
                                                    "link",   "links",   "note",     "notes",   "owner",
                                                    "owners", "runbook", "summary",  "team"};

bool is_note(std::string_view key) {
  return key.empty() || std::string_view("_$#/").find(key[0]) != std::string_view::npos ||
         key.starts_with("x-") || std::find(notes.begin(), notes.end(), key) != notes.end();
}

bool is_among(std::string_view word, std::span<const std::string_view> all) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

// Letters and digits alone, small: "depends-on" and "dependsOn" are what "depends_on" is.
std::string bare(std::string_view word) {
  std::string out;
  for (const char c : word)
    if (c != '_' && c != '-' && c != ' ') out += lower(c);
  return out;
}

void tell_key(const data::Value& one, std::string_view whose, std::string_view meant, const std::string& path,
              std::vector<Finding>& findings) {
  findings.push_back({facts::Verdict::inconclusive,
                      quoted(one.key).append(" is no key of ").append(whose).append(meant), path,
                      one.key_line});
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
  if (error.code == ErrorCode::unsupported)
    return {facts::Verdict::inconclusive, "its name is that of no JSON, YAML, TOML or .env file", path, 0};
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

namespace {

// Braces of Helm are no YAML; what comes of them is. Those of Prometheus ("{{ $value }}") are texts.
bool is_of_helm(std::string_view text) {
  static constexpr std::array<std::string_view, 5> signs = {".Values", ".Release.", ".Chart.", "{{-",
                                                            "{{ include "};
  return text.find("{{") != text.npos && std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
           return text.find(sign) != text.npos;
         });
}

Finding unread(const File& file, const Error& error) {
  Finding finding = unreadable(file.path, error);
  if (error.code != ErrorCode::unsupported && is_of_helm(file.text))
    finding.message = "is a template; give what `helm template` prints";
  return finding;
}

}  // namespace

std::optional<data::Value> data_of(const File& file, std::vector<Finding>& findings) {
  auto read = data::read_file_text(file.path, file.text);
  if (read) return *std::move(read);
  findings.push_back(unread(file, read.error()));
  return std::nullopt;
}

std::vector<data::Value> documents_of(const File& file, std::vector<Finding>& findings) {
  const bool is_yaml = data::format_of(file.path) == data::Format::yaml;
  auto read = is_yaml ? data::read_yaml(file.text) : data::read_file_text(file.path, file.text);
  std::vector<data::Value> out;
  if (!read)
    findings.push_back(unread(file, read.error()));
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

std::string meant_by(std::string_view word, std::span<const std::string_view> known) {
  const std::string plain = bare(word);
  const auto same =
      std::find_if(known.begin(), known.end(), [&](std::string_view one) { return bare(one) == plain; });
  const auto near = same != known.end() ? std::optional<std::string_view>(*same) : closest(word, known);
  return near ? std::string("; did you mean ").append(quoted(*near)).append("?") : std::string();
}

std::string meant_by(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  return meant_by(word, std::span<const std::string_view>(candidates));
}

void tell_unknown_keys(const data::Value& table, std::span<const std::string_view> known,
                       std::string_view whose, const std::string& path, std::vector<Finding>& findings) {
  if (!table.is_table()) return;
  for (const data::Value& one : table.members) {
    if (is_note(one.key) || is_among(one.key, known)) continue;
    auto meant = meant_by(one.key, known);
    if (meant.empty()) meant = meant_by(one.key, notes);
    tell_key(one, whose, meant, path, findings);
  }
}

void tell_misspelt_keys(const data::Value& table, std::span<const std::string_view> read,
                        std::span<const std::string_view> others, std::string_view whose,
                        const std::string& path, std::vector<Finding>& findings) {
  constexpr std::size_t letters_min = 5;  // shorter words are near to each other by chance
  if (!table.is_table()) return;
  for (const data::Value& one : table.members) {
    if (is_note(one.key) || is_among(one.key, read) || is_among(one.key, others)) continue;
    const std::string plain = bare(one.key);
    const auto is_near = [&](std::string_view key) {
      const std::string wanted = bare(key);
      return wanted == plain ||
             (wanted.size() >= letters_min && distance(wanted, plain) <= (wanted.size() < 8 ? 1 : 2));
    };
    const auto near = std::find_if(read.begin(), read.end(), is_near);
    if (near == read.end()) continue;
    tell_key(one, whose, std::string("; did you mean ").append(quoted(*near)).append("?"), path, findings);
  }
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

std::string ending_of(const std::vector<Finding>& findings, bool looked_at, std::string_view good) {
  using facts::Verdict;
  std::size_t wrong = 0;
  bool is_good = looked_at;
  for (const Finding& one : findings) {
    wrong += one.verdict >= Verdict::fail;
    is_good = is_good && one.verdict <= Verdict::warn;
  }
  if (wrong > 0) return ": " + counted(wrong, "problem", "problems");
  return is_good ? std::string(": ").append(good) : std::string();
}

Outcome outcome_of(std::vector<Finding>&& findings, std::string summary, bool looked_at) {
  Outcome outcome = outcome_of(sorted(std::move(findings)), std::move(summary));
  if (!looked_at) outcome.verdict = facts::worse(outcome.verdict, facts::Verdict::missing);
  return outcome;
}

}  // namespace hindcast::guards
