// Promises that were made before: the same remedy written again in a later document of the same people. Pure;
// `doctor` and `hindcast ledger` stand on it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "facts/facts.h"

namespace hindcast::recall {

// A thing that a document says will be done: an action, an improvement, or a lesson that asks for something.
struct Promise {
  facts::ItemRole role{};
  facts::ActionState state{};  // by its box where the document has no word for it
  std::string id;              // the item's
  std::uint32_t line = 0;      // from 1
  Span span;
  std::string text;
  std::string owner, due;   // the team where nobody is named; a day; "" for what is not said
  bool is_heading = false;  // an action that is a heading: a short one says less than it seems
  bool is_gone = false;     // its document said so once and says so no more; only ever the earlier of two
};

// What is remembered of a document that promises something.
struct Source {
  std::string path, slug, title;
  std::string home;  // the folder of the people whose document it is: its path without "postmortems/2031/"
  std::string code;  // by which others cite it: "PM-2026-033" of "PM-2026-033-mtls.md"; "" without a number
  std::optional<Date> date;
  std::vector<Promise> promises;
  std::vector<std::uint32_t> title_terms, about;  // what it speaks of (words.h), sorted
  std::vector<std::uint32_t> sketch;  // of its whole text: two versions of one document share most
};

// A release record cites what others promised and a checklist stands for ever: they promise nothing here. Nor
// do steps about the document itself. Which documents are templates is the caller's to know.
Source source_of(const facts::Document&, std::string_view path, std::string_view text);

// A promise: the place of its document in the list that was given, and its own in that.
struct Mention {
  std::uint32_t source = 0, promise = 0;
  bool operator==(const Mention&) const = default;
};

// What the later one makes of the first.
enum class RepeatKind : std::uint8_t {
  promised_again,  // nobody said that the first was done
  done_again,      // it was said to be done, and was promised again
  dropped_again,   // it was given up, or taken out of its document
  lesson_again     // one of the two is a lesson
};
std::string_view word(RepeatKind);  // "promised-again"
std::optional<RepeatKind> repeat_kind(std::string_view word);

// Why a row is held back: nobody promised it twice.
enum class Held : std::uint8_t {
  no,
  routine,  // most documents of a series say it, as their template does
  copied    // the two documents are one, written twice
};

// `later` says again what `earlier` said, in another document of an earlier day.
struct Repeat {
  Mention earlier, later;
  RepeatKind kind{};
  Held held{};
  std::vector<Mention> between;  // who said it after `earlier` and before `later`, by day; the latest sixteen
  std::int64_t days = 0;
  double likeness = 0;  // of the words, 1 for the same
  double kinship = 0;   // of the two documents, 1 for the same words
  bool cites = false;   // the later promise names the earlier document
  double score = 0;     // how sure it is that this is one promise
};

// By `later`, each once, with whoever said it first; those that are held back among them.
//
// Two promises are compared where they share one of their rarest words, so the work is near linear in their
// number; of a word that very many share only the first and the latest promises are looked at.
std::vector<Repeat> repeated_promises(std::span<const Source>);

// The surest and most telling first: what is still owed, was promised more often, and waits for longer.
void sort_by_weight(std::span<const Source>, std::vector<Repeat>& rows);

// A short name for a row that stays while its two items do: six letters. Items of equal names, in documents
// of equal slugs, make rows of equal names.
struct ItemName {
  std::string slug, id;  // "SLUG#id"
};
std::string row_id(const ItemName& earlier, const ItemName& later);
std::string row_id(std::span<const Source>, const Repeat&);

}  // namespace hindcast::recall
