// Which questions the lessons of an organisation ask of one release. Pure: documents' facts in, questions
// out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/seldom.h"
#include "base/time.h"
#include "facts/facts.h"
#include "gate/question.h"
#include "gate/scope.h"

namespace hindcast::gate {

// What one item asks of releases, before anybody knows of which.
struct Asked {
  facts::ItemRole role{};
  std::string item;  // its short id
  std::uint32_t line = 0;
  std::string_view text;          // its words, without what is written on it for the gate
  Seldom<Scope> scope;            // written on it
  bool is_scope_written = false;  // false: a path that its own words are about
  std::vector<std::string> guards;
  bool is_done = false;  // an action that is done: only a guard that is declared has it asked still
};

// What one document asks. Its texts are in `words`, or wherever it was remembered: there are tens of
// thousands of items.
struct Source {
  Source() = default;
  Source(Source&&) noexcept = default;
  Source& operator=(Source&&) noexcept = default;

  std::string path;
  std::vector<std::string> words;  // one at most: a vector's texts stay where they are when it is moved
  std::string_view slug, title;
  facts::DocumentKind kind{};
  bool is_template = false;  // told by the caller; it asks nothing
  std::optional<Date> date;
  Scope written, document;       // applies_when, and what the document is about
  std::uint32_t scope_line = 0;  // of applies_when, else of its services; 0 where it has neither
  struct Slip {
    std::uint32_t line = 0;
    std::string what;
  };
  std::vector<Slip> slips;  // fields that were meant for the gate, and that it can't read (scope_fields.h)
  std::vector<Asked> asked;
  std::vector<std::string> done;  // ids of further actions that are done, which hindcast.toml may bind
};

// Check items of postmortems, retrospectives, lessons learned and checklists, ticked ones where they are
// meant for later releases (ticked.h); actions and improvements that are open. A release record asks nothing,
// nor do steps that are about their document ("all sections are filled out") or slots of a template ("[Check
// item 1]"). Which documents are templates is the caller's to know.
// Of actions that are done, `guarded` takes those that name a guard, and `all` every one.
enum class DoneItems : std::uint8_t { guarded, all };
Source source_of(const facts::Document&, std::string_view path, std::string_view text,
                 DoneItems = DoneItems::guarded);

// Words by which the same question is known again in several documents: letter case, marks, articles and a
// "verify that" in front aside. Nothing else is: one answer must not do for two questions.
std::string merge_key(std::string_view text);

class Astray;  // astray.h
class Change;  // change.h

struct PlanOptions {
  std::vector<facts::ItemRole> asks = {facts::ItemRole::check, facts::ItemRole::action,
                                       facts::ItemRole::improvement};
  std::vector<facts::ItemRole> may_block = {facts::ItemRole::check, facts::ItemRole::action};
  // Guards that hindcast.toml binds to items: "outage#x7k2p", or "#x7k2p" of any document.
  struct Binding {
    std::string item, guard;
  };
  std::vector<Binding> bindings;
  // Guards that hindcast.toml declares, in small letters, and what each reads, from the repository's root
  // with a slash in front: a change to that touches what the guard answers.
  struct Declared {
    std::string guard;
    std::vector<std::string> reads;
  };
  std::vector<Declared> guards;
  // So many of the items of which nobody can tell are listed, the newest; all are counted.
  std::size_t untold_max = static_cast<std::size_t>(-1);
  bool wants_elsewhere = false;  // those that do not apply
  bool asks_untold = false;      // those of which nobody can tell are asked with the others
  // Finds scopes that name what does not exist; nullptr: nobody looks. Outlives the call.
  const Astray* astray = nullptr;
};

// Items that are not asked, and whose scope names what does not exist.
struct Stray {
  std::string document;    // the source's path
  std::uint32_t line = 0;  // where the scope is written
  std::string what;        // "path dbb/** (no file is there; db/** has some)"
  std::size_t items = 0;
  bool is_all = false, is_unread = false;  // as in Strayed (astray.h)
};

struct Plan {
  // Each with the reason of each origin; by the newest origin, then by where it stands. Items that apply and
  // items that don't are never merged.
  std::vector<Question> questions;
  std::vector<Question> untold, elsewhere;  // without answers; as far as wanted
  std::size_t asked_items = 0, untold_items = 0, elsewhere_items = 0;
  std::vector<std::size_t> untold_of;  // of each source, in their order
  std::vector<Stray> strays;           // in the order of the sources, then of their lines
  // Nine of ten items and more say nothing that can be told: what the others come to says little.
  bool is_mostly_untold() const {
    return untold_items > 0 && untold_items >= 9 * (asked_items + elsewhere_items);
  }
};
Plan plan_of(std::span<const Source>, const Change&, const PlanOptions& = {});

}  // namespace hindcast::gate
