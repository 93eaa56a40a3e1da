// What a team should hear today: who owes what, what is late by policy, what is new, what was finished, and
// which lessons concern whose services. The facts are gathered first and then said in one of four ways.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/check_settings.h"
#include "app/policies.h"
#include "base/result.h"
#include "base/time.h"

namespace hindcast::app {

struct DigestQuery {
  Date today, since;   // both days are meant too
  std::string person;  // "": everybody's; else a part of the name, letter case aside
  std::string team;    // "": every team's; else one of the configuration, or words of an owner's name
  int ahead_days = 7;  // due so soon
};

// What the archive told since a day.
struct DigestEvents {
  struct One {
    std::string document;  // path from `root`
    std::string item;      // short id; "" for a document
    std::string text;
    Date day;
    std::string actor;
  };
  std::string root;
  bool began_since = false;  // the archive is no older: what it met then is not new for that
  std::vector<One> documents, items, finished, declined;
};
// From the first day to the second. Nothing where there is no archive.
Result<std::optional<DigestEvents>> digest_events(const std::string& start, const Configuration&, Date since,
                                                  Date today);

struct DigestLine {
  std::string text;       // the item's, or a document's title
  std::string who;        // owner or team; "" for nobody
  std::string place;      // "docs/a.md:12"
  std::string told;       // "due 2024-03-01, 9 days ago; policy `worst first`, 2024-03-13"
  std::int64_t days = 0;  // late, or left
  bool is_error = false;  // a policy that weighs as an error is broken: never cut from a list
};
struct DigestPerson {
  std::string name;  // "" for what nobody owns
  std::vector<DigestLine> lines;
};
struct DigestLessons {
  std::string team;
  std::vector<std::string> services;  // that the document and the team have in common
  std::string title, place;
  std::vector<std::string> lessons;
};

struct Digest {
  Date today, since;
  std::string about;  // whom; "" for everybody
  int ahead_days = 0;
  std::vector<DigestPerson> overdue;  // by name, nobody's last; in each errors and the latest first
  std::vector<DigestLine> soon;       // by day
  std::vector<DigestLine> untold;     // by policy, with no day to count from
  std::vector<DigestLine> finished, declined;
  std::vector<DigestLine> documents, items;  // new
  std::vector<DigestLessons> lessons;
  bool has_archive = false;

  std::size_t overdue_count() const;
  bool is_empty() const;
};
// Pure. `events` is nothing where there is no archive: then only dates of documents tell what is new.
Digest digest_of(const config::Config&, const PolicyRun&, const std::optional<DigestEvents>& events,
                 const DigestQuery&);

// Nothing when somebody, in a document or a team, is called `person`; else the name that is nearest, "" when
// none is near.
std::optional<std::string> unknown_person(const config::Config&, const PolicyRun&, const std::string& person);
// The same of `team`: one of the configuration, or words of an owner's name.
std::optional<std::string> unknown_team(const config::Config&, const PolicyRun&, const std::string& team);

// How many lines of a list are shown where `most` are to be: more when more are errors, which stand first.
std::size_t shown_of(const std::vector<DigestLine>&, std::size_t most);

// Each is "" for an empty digest. Long lists are cut, and say so.
inline constexpr int mail_columns = 78;
std::string digest_text(const Digest&, int columns = mail_columns);  // plain lines, wrapped, for mail
std::string digest_markdown(const Digest&);                          // for a chat or a wiki
std::string digest_html(const Digest&);  // a whole page without a script or anything from elsewhere
std::string digest_json(const Digest&);  // docs/schema/digest.json

}  // namespace hindcast::app
