#include "gate/prose.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"

namespace hindcast::gate {
namespace {

constexpr std::size_t text_bytes_max = 4000;

// How many bytes a letter or digit takes that begins with a byte. Of other scripts those count that have an
// alphabet of two bytes a letter, and blanks between words. The others end a word: "tillの" is till.
constexpr auto letter_sizes = [] {
  std::array<std::uint8_t, 256> made{};
  for (unsigned byte = 0; byte < made.size(); ++byte)
    made[byte] = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
                     ? 1
                 : byte >= 0xC3 && byte <= 0xDF ? 2
                                                : 0;
  return made;
}();

std::size_t letter_at(std::string_view text, std::size_t at) {
  const std::size_t size = letter_sizes[static_cast<unsigned char>(text[at])];
  return at + size <= text.size() ? size : 0;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// Whether no letter stands in front of the one at `at`.
bool begins_word(std::string_view text, std::size_t at) {
  const auto size_of = [&](std::size_t place) {
    return letter_sizes[static_cast<unsigned char>(text[place])];
  };
  if (at == 0) return true;
  const bool is_behind_two = at > 1 && size_of(at - 1) == 0 && size_of(at - 2) == 2;
  return size_of(at - 1) == 0 && !is_behind_two;
}

struct Word {
  std::string_view text;
  std::size_t begin = 0, end = 0;  // in the text
};

// The next word at or behind `at`, which then stands behind it; false at the end.
bool next_word(std::string_view text, std::size_t& at, Word& word) {
  const auto size_of = [](char c) { return letter_sizes[static_cast<unsigned char>(c)]; };
  const char *const first = text.data(), *const last = first + text.size();
  const char* byte = first + std::min(at, text.size());
  while (byte < last && size_of(*byte) == 0)
    ++byte;
  const char* const begin = byte;
  while (byte < last && size_of(*byte) > 0)
    byte += size_of(*byte);
  if (byte > last) byte = last - 1;  // the last letter is cut off
  const auto from = static_cast<std::size_t>(begin - first);
  at = static_cast<std::size_t>(byte - first);
  word = {text.substr(from, at - from), from, at};
  return from < at;
}

std::vector<Word> words_of(std::string_view text) {
  constexpr std::size_t usual_word_bytes = 6;
  std::vector<Word> words;
  words.reserve(text.size() / usual_word_bytes + 1);
  std::size_t at = 0;
  for (Word word; next_word(text, at, word);)
    words.push_back(word);
  return words;
}

bool is_joint(char c) {
  return std::string_view("./@:_-\\").find(c) != std::string_view::npos;
}

// Nothing is glued to it: no host, no path and no longer name.
bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  const bool is_led = begin > 1 && is_joint(text[begin - 1]) && letter_at(text, begin - 2) > 0;
  const bool is_followed = end + 1 < text.size() && is_joint(text[end]) && letter_at(text, end + 1) > 0;
  return !is_led && !is_followed && (begin == 0 || text[begin - 1] != '/');
}

// One mark or blank: "ledger-db", "ledger db", "ledger_db".
bool are_joined(const Word& a, const Word& b, std::string_view text) {
  return b.begin == a.end + 1 && std::string_view(" -_.'").find(text[a.end]) != std::string_view::npos;
}

struct Phrase {
  std::string_view words, kind;
};

constexpr Phrase phrases[] = {
    {"environment variable", "environment"},
    {"environment variables", "environment"},
    {"env var", "environment"},
    {"env vars", "environment"},
    {"env variable", "environment"},
    {"env variables", "environment"},
    {"env file", "environment"},
    {"env files", "environment"},
    {"umgebungsvariable", "environment"},
    {"umgebungsvariablen", "environment"},
    {"variable de entorno", "environment"},
    {"variables de entorno", "environment"},
    {"variável de ambiente", "environment"},
    {"variáveis de ambiente", "environment"},
    {"variable d'environnement", "environment"},
    {"variables d'environnement", "environment"},
    {"переменная окружения", "environment"},
    {"переменные окружения", "environment"},
    {"переменных окружения", "environment"},
    {"database migration", "migration"},
    {"database migrations", "migration"},
    {"db migration", "migration"},
    {"db migrations", "migration"},
    {"schema migration", "migration"},
    {"schema migrations", "migration"},
    {"sql migration", "migration"},
    {"sql migrations", "migration"},
    {"schema change", "migration"},
    {"schema changes", "migration"},
    {"migration script", "migration"},
    {"migration scripts", "migration"},
    {"migration file", "migration"},
    {"migration files", "migration"},
    {"dependency upgrade", "dependencies"},
    {"dependency upgrades", "dependencies"},
    {"dependency update", "dependencies"},
    {"dependency updates", "dependencies"},
    {"pin dependencies", "dependencies"},
    {"library version", "dependencies"},
    {"library versions", "dependencies"},
    {"package version", "dependencies"},
    {"package versions", "dependencies"},
    {"lockfile", "dependencies"},
    {"lock file", "dependencies"},
    {"infrastructure as code", "infrastructure"},
    {"ci pipeline", "pipeline"},
    {"ci pipelines", "pipeline"},
    {"build pipeline", "pipeline"},
    {"build pipelines", "pipeline"},
    {"deployment pipeline", "pipeline"},
    {"deployment pipelines", "pipeline"},
    {"release pipeline", "pipeline"},
    {"release pipelines", "pipeline"},
    {"github actions", "pipeline"},
    {"openapi", "interface"},
    {"protobuf", "interface"},
    {"api contract", "interface"},
    {"api contracts", "interface"},
    {"graphql schema", "interface"},
};

// Of scripts that put no blanks between words.
constexpr Phrase wide_phrases[] = {
    {"環境変数", "environment"},   {"环境变量", "environment"},   {"環境變數", "environment"},
    {"환경 변수", "environment"},  {"환경변수", "environment"},   {"マイグレーション", "migration"},
    {"スキーマ変更", "migration"}, {"数据库迁移", "migration"},   {"迁移脚本", "migration"},
    {"스키마 변경", "migration"},  {"마이그레이션", "migration"}, {"依存ライブラリ", "dependencies"},
};

const NameFinder& phrase_finder() {
  static const NameFinder finder = [] {
    NameFinder made;
    for (std::size_t i = 0; i < std::size(phrases); ++i)
      made.add(phrases[i].words, i);
    return made;
  }();
  return finder;
}

// Folders' names that say nothing, in small letters, without a plural's "s".
constexpr std::string_view common =
    " src lib app core common shared util internal external pkg package cmd bin doc test spec script tool "
    "build dist config conf deploy deployment env environ environment service server client api web site "
    "website backend frontend infra kubernete k8 chart module compose component image asset public static "
    "template migration migrate db database data model view controller handler route type interface hook "
    "style main java python node go rust resource fixture example monitor monitoring alert alerting rule "
    "op operation release version ci workflow github job task queue cache log logging metric base staging "
    "stage production prod dev development default local project platform system home root user admin "
    "account manifest overlay value index init setup setting page file folder code plan order run runtime "
    "cluster network namespace security backup incident postmortem report team new old live customer "
    "product program domain infrastructure ops add status state process event message request feature sql "
    "yaml json toml html com org ";

bool is_common(std::string_view word) {
  static const auto words = [] {
    std::unordered_set<std::string_view> made;
    for (const auto& one : words_of(common))
      made.insert(one.text);
    return made;
  }();
  return words.count(word) > 0;
}

template <std::size_t size>
bool holds(const std::string_view (&words)[size], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// "each migration", "a new migration that": one of a database. "The migration to Berlin" is a move.
bool speaks_of_migrations(std::string_view text) {
  static constexpr std::string_view before[] = {"a",  "each", "every", "new",  "any",  "per",
                                                "no", "all",  "the",   "long", "this", "next"};
  static constexpr std::string_view moves[] = {"to",      "from",  "away",   "of",    "into",    "off",
                                               "towards", "plan",  "guide",  "path",  "project", "strategy",
                                               "on",      "phase", "period", "party", "day"};
  if (text.find("igration") == text.npos && text.find("IGRATION") == text.npos) return false;
  const auto small = lower(text);
  const auto words = words_of(small);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].text != "migration" && words[i].text != "migrations") continue;
    const bool is_move = i + 1 < words.size() && holds(moves, words[i + 1].text);
    if (!is_move && holds(before, words[i - 1].text)) return true;
  }
  return false;
}

// Parts of a path that many paths have.
bool is_common_part(std::string_view word) {
  return word.size() < 3 || !is_telling_folder(word);
}

}  // namespace

struct NameFinder::Impl {
  struct Entry {
    std::vector<std::string> rest;  // the words behind those of its key
    std::size_t number;
  };
  // By the first word of names of one word, and by the first two of others with a blank between: many names
  // may begin with one word, as "svc-" does.
  std::unordered_map<std::string, std::vector<Entry>> by_key;
  // The pairs of bytes, and for each first byte the lengths, of the first words that begin so: almost every
  // place of a text is told by these.
  std::array<bool, std::size_t{1} << 16> pairs{};
  std::array<std::uint64_t, 256> lengths{};

  static std::uint64_t length_of(std::string_view word) {
    constexpr std::size_t longest = 63;
    return std::uint64_t{1} << std::min(word.size(), longest);
  }
  static std::size_t begin_of(std::string_view word) { return static_cast<unsigned char>(lower(word[0])); }
  bool may_begin(std::string_view word) const { return (lengths[begin_of(word)] & length_of(word)) != 0; }
  static std::size_t pair_of(char a, char b) {
    return static_cast<std::size_t>(static_cast<unsigned char>(a)) << 8 | static_cast<unsigned char>(b);
  }
  // `word` in small letters.
  void add_begin(std::string_view word) {
    lengths[begin_of(word)] |= length_of(word);
    for (unsigned byte = 0; byte < 256; ++byte) {  // behind a single letter anything may stand
      const char second = static_cast<char>(byte);
      if (word.size() > 1 && lower(second) != word[1]) continue;
      pairs[pair_of(word[0], second)] = true;
      pairs[pair_of(upper(word[0]), second)] = true;
    }
  }
  // The next place at or behind `at` where a word may begin that is known; the end where there is none.
  std::size_t next_begin(std::string_view text, std::size_t at) const {
    const std::size_t last = text.empty() ? 0 : text.size() - 1;
    for (const char* bytes = text.data(); at < last; ++at)
      if (pairs[pair_of(bytes[at], bytes[at + 1])] && begins_word(text, at)) return at;
    return text.size();
  }
  const std::vector<Entry>* known(const std::string& key) const {
    const auto found = by_key.find(key);
    return found == by_key.end() ? nullptr : &found->second;
  }
};

NameFinder::NameFinder() : impl_(std::make_unique<Impl>()) {}
NameFinder::NameFinder(NameFinder&&) noexcept = default;
NameFinder::~NameFinder() = default;

bool NameFinder::is_empty() const {
  return impl_->by_key.empty();
}

void NameFinder::add(std::string_view name, std::size_t number) {
  const auto small = lower(name);
  const auto words = words_of(small);
  if (words.empty() || (words.size() == 1 && words[0].text.size() < 2)) return;
  const auto is_letter = [](char c) { return c < '0' || c > '9'; };
  if (std::none_of(words.begin(), words.end(), [&](const Word& word) {
        return std::any_of(word.text.begin(), word.text.end(), is_letter);
      }))
    return;
  Impl::Entry entry{{}, number};
  std::string key(words[0].text);
  if (words.size() > 1) key.append(" ").append(words[1].text);
  for (std::size_t i = 2; i < words.size(); ++i)
    entry.rest.emplace_back(words[i].text);
  impl_->add_begin(words[0].text);
  impl_->by_key[std::move(key)].push_back(std::move(entry));
}

std::vector<std::size_t> NameFinder::find(std::string_view whole) const {
  std::vector<std::size_t> found;
  if (is_empty()) return found;
  const auto text = first_bytes(whole, text_bytes_max);
  // The names of a key that stands in the words from `first` to `last`.
  const auto take = [&](const std::vector<Impl::Entry>* known, const Word& first, const Word& last) {
    if (known == nullptr) return;
    for (const auto& entry : *known) {
      Word end = last, next;
      const bool is_whole = std::all_of(entry.rest.begin(), entry.rest.end(), [&](const std::string& wanted) {
        std::size_t at = end.end;
        const bool is_next =
            next_word(text, at, next) && are_joined(end, next, text) && lower(next.text) == wanted;
        end = next;
        return is_next;
      });
      if (is_whole && stands_alone(text, first.begin, end.end) &&
          std::find(found.begin(), found.end(), entry.number) == found.end())
        found.push_back(entry.number);
    }
  };
  std::size_t at = 0;
  for (Word word, next; at = impl_->next_begin(text, at), next_word(text, at, word);) {
    if (!impl_->may_begin(word.text)) continue;
    auto key = lower(word.text);
    take(impl_->known(key), word, word);
    auto behind = at;
    if (next_word(text, behind, next) && are_joined(word, next, text))
      take(impl_->known(key.append(" ").append(lower(next.text))), word, next);
  }
  return found;
}

std::vector<std::string> kinds_spoken_of(std::string_view text) {
  std::vector<std::string> kinds;
  const auto put = [&](std::string_view kind) {
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.emplace_back(kind);
  };
  for (const auto number : phrase_finder().find(text))
    put(phrases[number].kind);
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= 0xE0; };
  if (std::any_of(text.begin(), text.end(), is_wide))
    for (const auto& phrase : wide_phrases)
      if (text.find(phrase.words) != text.npos) put(phrase.kind);
  if (speaks_of_migrations(text)) put("migration");
  return kinds;
}

bool is_telling_folder(std::string_view name) {
  if (name.size() < 4) return false;
  const auto small = lower(name);
  if (small.find_first_of("-_.") != small.npos && small[0] != '.') return true;  // somebody gave it a name
  if (small[0] == '.' || is_common(small)) return false;
  return !small.ends_with('s') || !is_common(std::string_view(small).substr(0, small.size() - 1));
}

bool speaks_of_path(std::string_view text, std::string_view path) {
  const auto small = lower(first_bytes(text, text_bytes_max)), small_path = lower(path);
  const auto words = words_of(small), parts = words_of(small_path);
  return std::any_of(parts.begin(), parts.end(), [&](const Word& part) {
    return !is_common_part(part.text) &&
           std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.text == part.text; });
  });
}

}  // namespace hindcast::gate
