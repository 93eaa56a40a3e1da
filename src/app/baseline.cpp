#include "app/baseline.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "app/files.h"
#include "base/assert.h"
#include "base/hash.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

constexpr std::size_t digits = 16;
constexpr std::uint64_t baseline_bytes_max = 64u << 20;

// What a byte is in a word: letters are small, digits and everything beyond ASCII themselves, all else 0.
struct WordBytes {
  char small[256] = {};
  constexpr WordBytes() {
    for (int c = 0x80; c < 0x100; ++c)
      small[c] = static_cast<char>(c);
    for (char c = '0'; c <= '9'; ++c)
      small[static_cast<unsigned char>(c)] = c;
    for (char c = 'a'; c <= 'z'; ++c)
      small[static_cast<unsigned char>(c)] = small[static_cast<unsigned char>(c - 32)] = c;
  }
};
constexpr WordBytes word_bytes;

// The words of `text`; what is between them is one blank.
void add_words(std::string_view text, Fnv& hash) {
  bool is_gap = false, is_first = true;
  for (const char c : text) {
    const char small = word_bytes.small[static_cast<unsigned char>(c)];
    if (small == 0) {
      is_gap = true;
      continue;
    }
    if (is_gap && !is_first) hash.mix(' ');
    hash.mix(small);
    is_gap = is_first = false;
  }
  hash.mix('\0');
}

// What stands between backticks: a message quotes the user so; numbers and our own wording may change.
void add_quotes(std::string_view message, Fnv& hash) {
  for (auto open = message.find('`'); open != message.npos;) {
    const auto close = message.find('`', open + 1);
    if (close == message.npos) break;
    add_words(message.substr(open + 1, close - open - 1), hash);
    open = message.find('`', close + 1);
  }
  hash.mix('\0');
}

std::string hex_of(std::uint64_t value) {
  std::string out(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= 4)
    out[i] = "0123456789abcdef"[value & 15];
  return out;
}

// The line on which a finding begins, cut where no person reads on: a line of megabytes with a finding in
// every word must not be hashed for each.
std::string_view line_at(std::string_view text, std::uint32_t offset) {
  constexpr std::size_t reach = 400;
  const auto is_inside = [&](std::size_t at) { return text[at] != '\n' && text[at] != '\r'; };
  std::size_t begin = offset, end = offset;
  while (begin > 0 && offset - begin < reach && is_inside(begin - 1))
    --begin;
  while (end < text.size() && end - offset < reach && is_inside(end))
    ++end;
  return text.substr(begin, end - begin);
}

bool is_fingerprint(std::string_view word) {
  return word.size() == digits && word.find_first_not_of("0123456789abcdef") == word.npos;
}

bool is_before(const BaselineLine& line, std::string_view fingerprint) {
  return line.fingerprint < fingerprint;
}

bool is_beneath(std::string_view path, std::string_view folder) {
  return folder.empty() ? path.substr(0, 1) != "/"
                        : path.size() > folder.size() && path.substr(0, folder.size()) == folder &&
                              path[folder.size()] == '/';
}

}  // namespace

std::vector<std::string> fingerprints(std::string_view slug, std::string_view text,
                                      std::span<const diag::Diagnostic> findings,
                                      std::span<const std::string_view> headings) {
  HC_ASSERT(findings.size() == headings.size());
  std::unordered_map<std::uint64_t, std::uint32_t> times;
  std::vector<std::string> made;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    Fnv hash;
    for (const char c : findings[i].rule)
      hash.mix(c);
    hash.mix('\0');
    add_words(slug, hash);
    add_words(headings[i], hash);
    add_words(line_at(text, std::min(findings[i].span.begin, static_cast<std::uint32_t>(text.size()))), hash);
    add_quotes(findings[i].message, hash);
    for (const char c : std::to_string(times[hash.hash()]++))
      hash.mix(c);
    made.push_back(hex_of(hash.hash()));
  }
  return made;
}

bool Baseline::holds(std::string_view fingerprint) const {
  const auto at = std::lower_bound(lines_.begin(), lines_.end(), fingerprint, is_before);
  return at != lines_.end() && at->fingerprint == fingerprint;
}

Result<Baseline> parse_baseline(std::string_view text) {
  Baseline baseline;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line[0] == '#') continue;
    const auto word = line.substr(0, line.find(' '));
    if (!is_fingerprint(word))
      return Error{ErrorCode::invalid,
                   "line " + std::to_string(number) +
                       " is no finding of a baseline; take the line out, or remove the file and make it "
                       "again with --update-baseline"};
    const auto rest = line.substr(std::min(word.size() + 1, line.size()));
    const auto rule = rest.substr(0, rest.find(' '));
    const auto path = rest.substr(std::min(rule.size() + 1, rest.size()));
    baseline.lines_.push_back({std::string(word), std::string(rule), std::string(path)});
  }
  std::sort(baseline.lines_.begin(), baseline.lines_.end(),
            [](const auto& a, const auto& b) { return a.fingerprint < b.fingerprint; });
  return baseline;
}

Result<Baseline> read_baseline(const std::string& path) {
  return parse_baseline(TRY(disk::read_file(path, baseline_bytes_max)));
}

std::string baseline_path_of(const std::string& folder, const std::string& path) {
  auto absolute = disk::absolute(path);
  if (absolute == folder) return "";
  return is_beneath(absolute, folder) ? absolute.substr(folder.size() + 1) : absolute;
}

BaselineReview review(const Baseline& baseline, std::vector<std::string> found, const RunScope& scope) {
  std::sort(found.begin(), found.end());
  BaselineReview made;
  for (const auto& line : baseline.lines_) {
    if (std::binary_search(found.begin(), found.end(), line.fingerprint)) continue;
    const bool was_read = std::binary_search(scope.documents.begin(), scope.documents.end(), line.path);
    // A folder that was looked through whole and did not have the document: it is gone, or left out.
    const bool is_gone = !was_read && std::any_of(scope.folders.begin(), scope.folders.end(),
                                                  [&](const auto& in) { return is_beneath(line.path, in); });
    if (is_gone || (was_read && scope.ran(line)))
      ++made.stale;
    else
      made.unjudged.push_back(line);
  }
  return made;
}

std::string baseline_text(std::vector<BaselineLine> lines) {
  const auto key = [](const BaselineLine& line) { return std::tie(line.path, line.rule, line.fingerprint); };
  std::sort(lines.begin(), lines.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::string out =
      "# hindcast baseline: findings that do not count, by their content. Made by\n"
      "# hindcast check --update-baseline; take a line out to see its finding again.\n";
  for (const auto& line : lines) {
    out += line.fingerprint + " " + line.rule + " ";
    for (const char c : line.path)
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;  // a path must not begin a line
    out += '\n';
  }
  return out;
}

Status write_baseline(const std::string& path, std::vector<BaselineLine> lines) {
  auto file = TRY(ReportFile::create(path));
  file.put(baseline_text(std::move(lines)));
  return file.finish();
}

}  // namespace hindcast::app
