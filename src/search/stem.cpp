#include <libstemmer.h>

#include <algorithm>

#include "base/assert.h"
#include "search/letters.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

struct Language {
  std::string_view tag, algorithm;
};
// By ISO 639; Norwegian has three tags. Not there: languages whose stemmer few texts of this trade need to
// be told from English by, and "porter", which is English's older one.
constexpr Language languages[] = {
    {"ar", "arabic"},    {"ca", "catalan"},    {"da", "danish"},     {"de", "german"},   {"el", "greek"},
    {"en", "english"},   {"es", "spanish"},    {"eu", "basque"},     {"fi", "finnish"},  {"fr", "french"},
    {"ga", "irish"},     {"hi", "hindi"},      {"hu", "hungarian"},  {"hy", "armenian"}, {"id", "indonesian"},
    {"it", "italian"},   {"lt", "lithuanian"}, {"nb", "norwegian"},  {"ne", "nepali"},   {"nl", "dutch"},
    {"nn", "norwegian"}, {"no", "norwegian"},  {"pt", "portuguese"}, {"ro", "romanian"}, {"ru", "russian"},
    {"sr", "serbian"},   {"sv", "swedish"},    {"ta", "tamil"},      {"tr", "turkish"},  {"yi", "yiddish"}};

const Language& language_of(std::string_view tag) {
  const std::string primary = lower(tag.substr(0, tag.find_first_of("-_")));
  const auto* english = std::find_if(std::begin(languages), std::end(languages),
                                     [](const Language& language) { return language.tag == "en"; });
  const auto* found = std::find_if(std::begin(languages), std::end(languages),
                                   [&](const Language& language) { return language.tag == primary; });
  return found == std::end(languages) ? *english : *found;
}

}  // namespace

std::string_view stemmer_language(std::string_view tag) {
  return language_of(tag).tag;
}

std::size_t letters_kept(std::string_view tag) {
  const std::string_view language = stemmer_language(tag);
  if (language == "ga" || language == "id" || language == "sr") return 0;  // "membaca": "baca", "dj": "đ"
  if (language == "fi" || language == "tr") return 1;  // a doubled consonant, "ice": "iç"
  return 2;
}

struct Stemmer::Impl {
  sb_stemmer* snowball = nullptr;
  std::string term;
  ~Impl() { sb_stemmer_delete(snowball); }
};

Stemmer::Stemmer(std::string_view tag) : impl_(std::make_unique<Impl>()) {
  impl_->snowball = sb_stemmer_new(language_of(tag).algorithm.data(), "UTF_8");
  HC_ASSERT(impl_->snowball != nullptr);
}
Stemmer::Stemmer(Stemmer&&) noexcept = default;
Stemmer::~Stemmer() = default;

std::string_view Stemmer::term(std::string_view word) {
  std::string& term = impl_->term;
  const bool is_code = std::any_of(word.begin(), word.end(), [](char c) { return c < 'a' && c > 0; });
  const sb_symbol* stem =
      is_code ? nullptr
              : sb_stemmer_stem(impl_->snowball, reinterpret_cast<const sb_symbol*>(word.data()),
                                static_cast<int>(word.size()));
  if (stem == nullptr)
    term.assign(word);  // out of memory, or not to be stemmed
  else
    term.assign(reinterpret_cast<const char*>(stem),
                static_cast<std::size_t>(sb_stemmer_length(impl_->snowball)));
  if (term.empty()) term.assign(word);
  strip_accents(term);
  return term;
}

std::vector<std::string> terms_of(std::string_view word, std::span<const std::string> tags) {
  std::vector<std::string> terms;
  for (const std::string& tag : tags)
    terms.emplace_back(Stemmer(tag).term(word));
  if (terms.empty()) terms.emplace_back(Stemmer("en").term(word));
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace hindcast::search
