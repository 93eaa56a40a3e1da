// tests-ran: the integration suite ran for this commit, and nothing in it failed.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "guards/built_ins.h"
#include "guards/deploy_log.h"
#include "guards/env_values.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/xml.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

struct Counts {
  std::size_t tests = 0, failed = 0, skipped = 0;
};

struct Suite {
  std::string name, path, commit;
  std::uint32_t line = 0;
  std::optional<Timestamp> at;
  Counts told, seen;             // by its attributes, and by the cases that stand in it
  bool tells_failures = false;   // nobody who says nothing of failures has said that there are none
  std::size_t outer = no_suite;  // the suite in which it stands
  Counts inner;                  // of the suites that stand in it, which `told` holds once more
  bool has_inner = false;
  std::uint32_t first_failure = 0;

  static constexpr std::size_t no_suite = static_cast<std::size_t>(-1);

  // The worse of both: a report in which they differ hides something.
  Counts counts() const {
    if (has_inner) return seen;
    return {seen.tests == 0   ? told.tests
            : told.tests == 0 ? seen.tests
                              : std::min(told.tests, seen.tests),
            std::max(told.failed, seen.failed), std::max(told.skipped, seen.skipped)};
  }
  // Failures that it tells of, and that none of its suites and cases shows.
  std::size_t hidden() const {
    const std::size_t shown = inner.failed + seen.failed;
    return has_inner && told.failed > shown ? told.failed - shown : 0;
  }
};

// Some runners say it in a word beside the case, and put no <failure> into it.
bool is_word_of_failure(std::string_view word) {
  static constexpr std::array<std::string_view, 7> begins = {"fail",   "err",     "abort", "crash",
                                                             "broken", "timeout", "kill"};
  const std::string small = lower(trimmed(word));
  return std::any_of(begins.begin(), begins.end(),
                     [&](std::string_view begin) { return small.starts_with(begin); });
}

// The names under which reports keep the commit.
bool is_commit_property(std::string_view name) {
  static constexpr std::array<std::string_view, 9> names = {"commit",        "git.commit", "git_commit",
                                                            "commit_sha",    "revision",   "git.commit.id",
                                                            "ci_commit_sha", "github_sha", "vcs.revision"};
  return std::find(names.begin(), names.end(), lower(name)) != names.end();
}

bool is_commit(std::string_view text) {
  return text.size() >= 7 && text.size() <= 64 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == text.npos;
}

// One is the beginning of the other.
bool is_same_commit(std::string_view a, std::string_view b) {
  const auto one = lower(a), other = lower(b);
  return one.starts_with(other) || other.starts_with(one);
}

class Report {
 public:
  Report(const std::string& path, const std::vector<XmlElement>& elements, std::vector<Finding>& findings)
      : path_(path), elements_(elements), findings_(findings) {}

  std::vector<Suite> read() {
    for (const XmlElement& one : elements_) {
      while (!open_.empty() && open_.back().second >= one.depth)
        open_.pop_back();
      element(one);
    }
    // What holds for the whole report holds for suites that say nothing of their own.
    for (Suite& suite : suites_) {
      if (suite.commit.empty()) suite.commit = root_.commit;
      if (!suite.at) suite.at = root_.at;
    }
    // From the innermost outwards: each suite stands behind the one that it is in.
    for (std::size_t i = suites_.size(); i-- > 0;)
      add_up(suites_[i], suites_[i].outer == Suite::no_suite ? root_ : suites_[suites_[i].outer]);
    root_.has_inner = true;
    tell_hidden(root_);
    return std::move(suites_);
  }

 private:
  void element(const XmlElement& one) {
    if (one.name == "testsuites") read_root(one);
    if (one.name == "testsuite") suite(one);
    Suite& suite = open_.empty() ? root_ : suites_[open_.back().first];
    if (one.name == "property" && is_commit_property(one["name"]) && is_commit(trimmed(one["value"])))
      suite.commit = trimmed(one["value"]);
    if (one.depth <= case_depth_) is_in_case_ = false;
    if (one.name == "testcase" && !open_.empty()) {
      ++suite.seen.tests;
      is_in_case_ = true;
      case_depth_ = one.depth;
      has_case_failed_ = is_case_skipped_ = false;
      const auto status = one["status"], result = one["result"];
      if (status == "disabled" || status == "notrun" || result == "skipped" || result == "suppressed")
        skipped(suite);
      if (is_word_of_failure(status) || is_word_of_failure(result)) failed(suite, one.line);
    }
    if (one.name == "skipped" && is_in_case_) skipped(suite);
    // What stands beside the cases is what went wrong before or behind all of them.
    if (one.name == "failure" || one.name == "error") failed(suite, one.line);
  }

  void skipped(Suite& suite) {
    if (!is_case_skipped_) ++suite.seen.skipped;
    is_case_skipped_ = true;
  }

  void failed(Suite& suite, std::uint32_t line) {
    if (is_in_case_ && has_case_failed_) return;
    has_case_failed_ = true;
    ++suite.seen.failed;
    if (suite.first_failure == 0) suite.first_failure = line;
  }

  void read_root(const XmlElement& one) {
    root_.path = path_;
    root_.line = one.line;
    root_.at = moment_in(one["timestamp"]);
    root_.told = told_by(one);
  }

  void suite(const XmlElement& one) {
    Suite made;
    made.name = one["name"];
    made.path = path_;
    made.line = one.line;
    made.at = moment_in(one["timestamp"]);
    made.told = told_by(one);
    made.tells_failures = !one["failures"].empty();
    if (!open_.empty()) {  // a suite in a suite: the outer one tells of the same tests
      made.outer = open_.back().first;
      Suite& outer = suites_[made.outer];
      if (made.commit.empty()) made.commit = outer.commit;
      if (!made.at) made.at = outer.at;
      outer.has_inner = true;
    }
    open_.emplace_back(suites_.size(), one.depth);
    suites_.push_back(std::move(made));
  }

  Counts told_by(const XmlElement& one) {
    return {number_of(one, "tests"), number_of(one, "failures") + number_of(one, "errors"),
            number_of(one, "skipped") + number_of(one, "disabled")};
  }

  // 0 where nothing is told.
  std::size_t number_of(const XmlElement& one, std::string_view name) {
    const std::string_view text = trimmed(one[name]);
    std::uint32_t out = 0;  // sums of a few of them fit into all that counts
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size()))
      found(Verdict::inconclusive, quoted(name) + " is no number of tests: " + quoted(text), one.line);
    return out;
  }

  void add_up(Suite& suite, Suite& outer) {
    const Counts counts = suite.counts();
    outer.inner.failed += counts.failed + suite.inner.failed + suite.hidden();
    tell_hidden(suite);
    if (suite.has_inner || suite.seen.tests == 0 || suite.told.tests == 0) return;
    if (suite.seen.tests == suite.told.tests) return;
    // Some runners count assertions as tests, so it is not wrong as long as nothing is said to have failed.
    found(suite.tells_failures ? Verdict::warn : Verdict::inconclusive,
          quoted(suite.name) + " tells of " + counted(suite.told.tests, "test", "tests") + ", and " +
              std::to_string(suite.seen.tests) + (suite.seen.tests == 1 ? " stands" : " stand") + " in it",
          suite.line);
  }

  void tell_hidden(const Suite& suite) {
    if (const std::size_t hidden = suite.hidden() + (&suite == &root_ ? suite.seen.failed : 0); hidden > 0)
      found(Verdict::fail,
            (suite.name.empty() ? "the report" : quoted(suite.name)) + " tells of " +
                counted(hidden, "failure", "failures") + " that no suite in it shows",
            suite.first_failure != 0 ? suite.first_failure : suite.line);
  }

  void found(Verdict verdict, std::string message, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path_, line});
  }

  const std::string& path_;
  const std::vector<XmlElement>& elements_;
  std::vector<Finding>& findings_;
  Suite root_;  // what is said of the whole report
  std::vector<Suite> suites_;
  std::vector<std::pair<std::size_t, std::uint32_t>> open_;  // suites and their depths
  std::uint32_t case_depth_ = 0;
  bool is_in_case_ = false, has_case_failed_ = false, is_case_skipped_ = false;
};

class RunCheck {
 public:
  RunCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    std::vector<Suite> suites;
    for (const File& file : files_of(texts_in(settings_, "report"), world_, findings_)) {
      const auto elements = read_xml(file.text);
      if (!elements) {
        findings_.push_back(unreadable(file.path, elements.error()));
        continue;
      }
      auto more = Report(file.path, *elements, findings_).read();
      if (more.empty())
        found(Verdict::inconclusive, "is no JUnit report: no test suite stands in it", file.path, 0);
      suites.insert(suites.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    choose(suites);
    Counts all;
    for (const Suite& suite : suites) {
      const Counts counts = suite.counts();
      all.tests += counts.tests;
      all.failed += counts.failed;
      all.skipped += counts.skipped;
      check(suite);
    }
    enough(suites, all);
    std::string summary = counted(all.tests, "test", "tests") + ", " + std::to_string(all.failed) +
                          " failed, " + std::to_string(all.skipped) + " skipped";
    return outcome_of(std::move(findings_), std::move(summary), all.tests > all.skipped);
  }

 private:
  void found(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path, line});
  }

  // Keeps the suites that were asked for, and says which of them nobody ran.
  void choose(std::vector<Suite>& suites) {
    const auto wanted = texts_in(settings_, "suites");
    if (wanted.empty()) return;
    for (const std::string& pattern : wanted)
      if (std::none_of(suites.begin(), suites.end(),
                       [&](const Suite& suite) { return matches_name(pattern, suite.name); }))
        found(Verdict::missing, "no suite " + quoted(pattern) + " ran", "", 0);
    const auto is_other = [&](const Suite& suite) {
      return std::none_of(wanted.begin(), wanted.end(),
                          [&](const std::string& pattern) { return matches_name(pattern, suite.name); });
    };
    suites.erase(std::remove_if(suites.begin(), suites.end(), is_other), suites.end());
  }

  void check(const Suite& suite) {
    const std::string who = suite.name.empty() ? "a suite" : quoted(suite.name);
    const Counts counts = suite.counts();
    if (counts.failed > 0)
      found(Verdict::fail, counted(counts.failed, "test", "tests") + " of " + who + " failed", suite.path,
            suite.first_failure != 0 ? suite.first_failure : suite.line);
    if (counts.tests == 0 || counts.tests <= counts.skipped) {
      if (counts.tests > 0)
        found(Verdict::fail, "all " + counted(counts.tests, "test", "tests") + " of " + who + " were skipped",
              suite.path, suite.line);
      return;  // an empty suite says nothing, not even for another commit
    }
    commit(suite, who);
    age(suite, who);
  }

  void commit(const Suite& suite, const std::string& who) {
    if (flag_in(settings_, "any_commit")) return;
    std::string ran = suite.commit;
    if (ran.empty()) ran = commit_of_file();
    const std::string wanted = world_.commit();
    if (wanted.empty())
      return found(Verdict::inconclusive, "nobody said which commit is to be released", suite.path,
                   suite.line);
    if (ran.empty())
      return found(Verdict::inconclusive, who + " does not say for which commit it ran", suite.path,
                   suite.line);
    if (!is_same_commit(ran, wanted))
      found(Verdict::fail,
            who + " ran for " + quoted(ran.substr(0, 12)) + ", not for " + quoted(wanted.substr(0, 12)),
            suite.path, suite.line);
  }

  // A file beside the report, as `git rev-parse HEAD` writes it.
  std::string commit_of_file() {
    if (was_file_read_) return file_commit_;
    was_file_read_ = true;
    const auto path = text_in(settings_, "commit_file");
    if (path.empty()) return "";
    for (const File& file : files_of({path}, world_, findings_)) {
      const auto text = trimmed(file.text);
      if (is_commit(text))
        file_commit_ = text;
      else
        found(Verdict::inconclusive, "holds no commit", file.path, 1);
    }
    return file_commit_;
  }

  void age(const Suite& suite, const std::string& who) {
    const auto limit = text_in(settings_, "max_age");
    if (limit.empty()) return;
    const auto allowed = duration_ms(limit);
    if (!allowed) return found(Verdict::error, quoted(limit) + " is no duration", "", 0);
    if (!suite.at)
      return found(Verdict::inconclusive, who + " does not say when it ran", suite.path, suite.line);
    const auto age = world_.now() - *suite.at;
    if (age > *allowed)
      found(Verdict::fail, who + " ran " + duration_words(age) + " ago, more than " + limit, suite.path,
            suite.line);
  }

  void enough(const std::vector<Suite>& suites, const Counts& all) {
    const data::Value* least = settings_.find("min_tests");
    const auto wanted = least == nullptr ? 1 : least->integer().value_or(1);
    if (suites.empty() || static_cast<std::int64_t>(all.tests) >= wanted) return;
    found(all.tests == 0 ? Verdict::missing : Verdict::fail,
          "only " + counted(all.tests, "test", "tests") + " ran, of at least " + std::to_string(wanted),
          suites.front().path, 0);
  }

  const data::Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  std::string file_commit_;
  bool was_file_read_ = false;
};

Outcome run(const data::Value& settings, World& world) {
  return RunCheck(settings, world).run();
}

constexpr std::array<Setting, 6> settings = {{
    {"report", Takes::paths, "The JUnit XML reports of the suite", true},
    {"suites", Takes::texts, "Suites that must have run, by name; \"*\" is any run of characters"},
    {"commit_file", Takes::path, "A file with the commit for which it ran, where reports do not say it"},
    {"any_commit", Takes::flag, "Whether it may have run for any commit; false when not set"},
    {"max_age", Takes::duration, "How long ago it may have run"},
    {"min_tests", Takes::number, "How many tests there are at least; 1 when not set"},
}};

}  // namespace

BuiltIn tests_ran() {
  return {"tests-ran", "the integration suite ran for this commit, and nothing in it failed", settings, run};
}

}  // namespace hindcast::guards
