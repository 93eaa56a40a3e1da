#include <algorithm>
#include <map>
#include <unordered_set>

#include "app/approval.h"
#include "app/archived.h"
#include "app/gate_answers.h"
#include "app/release.h"
#include "app/rights.h"
#include "base/sha256.h"
#include "base/text.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/history.h"
#include "document/document.h"
#include "gate/record_words.h"

namespace hindcast::app {
namespace {

using facts::Verdict;
using facts::word;
using gate::Origin;
using gate::Question;
using gate::Record;
using gate::RecordState;
using Weight = ReleaseFinding::Weight;

// The files of one commit: paths from the repository's root.
class CommitFiles {
 public:
  // Nothing where git does not know the commit.
  static std::optional<CommitFiles> of(const std::string& root, const std::string& commit) {
    CommitFiles out;
    out.root_ = root;
    const auto known = disk::commit_of(root, commit);
    if (!known) return std::nullopt;
    auto listed =
        disk::ask_git({"-C", root, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", *known});
    auto top = disk::top_of_repository(root);
    if (!listed || !top) return std::nullopt;
    out.top_ = *std::move(top);
    std::string_view rest = *listed;
    while (!rest.empty()) {  // "100644 blob HASH\tPATH" and a NUL
      const auto line = rest.substr(0, rest.find('\0'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      const auto tab = line.find('\t');
      const auto blank = line.rfind(' ', tab);
      if (tab == line.npos || blank == line.npos) continue;
      out.blobs_.emplace(line.substr(tab + 1), line.substr(blank + 1, tab - blank - 1));
    }
    return out;
  }

  // The bytes of a file beneath the root, as they were; nothing where the commit has none.
  std::optional<std::string> read(const std::string& key) const {
    const auto path = path_from(top_, root_ + "/" + key);
    const auto found = path ? blobs_.find(*path) : blobs_.end();
    if (found == blobs_.end()) return std::nullopt;
    const std::vector<std::string> wanted{found->second};
    auto texts = disk::read_blobs(root_, wanted, document_bytes_max);
    if (!texts || texts->empty()) return std::nullopt;
    return texts->front();
  }

 private:
  std::string root_, top_;
  std::map<std::string, std::string> blobs_;
};

// What one text asks, by the ids of its items.
using Sentences = std::map<std::string, std::string>;
Sentences sentences_of(const std::string& path, const std::string& text,
                       std::span<const document::Form> forms) {
  Sentences out;
  const auto read = document::read({path, text}, forms);
  for (const gate::Asked& asked : gate::source_of(read, path, text, gate::DoneItems::all).asked)
    out.emplace(asked.item, gate::plain_line(asked.text));
  return out;
}

std::string short_id(const Origin& origin) {
  return origin.item.substr(origin.item.find('#') + 1);
}

// A document beneath the root; nothing outside of it is ever read, whatever links lead there. Links within it
// are followed first, as the gate follows them.
Result<std::string> read_beneath(const std::string& root, const std::string& document) {
  if (auto wrong = gate::wrong_with_path(document); !wrong.empty())
    return Error{ErrorCode::denied, std::move(wrong)};
  const auto real = disk::real_path_beneath(root, root + "/" + document);
  if (!real && disk::exists(root + "/" + document))
    return Error{ErrorCode::denied, "is a symbolic link that leads out of " + root};
  auto reader = TRY(disk::BlockReader::open(root, real.value_or(document)));
  if (reader.size() > document_bytes_max) return Error{ErrorCode::invalid, "is too large for a document"};
  std::string text;
  for (;;) {
    const auto block = TRY(reader.next());
    if (block.empty()) return text;
    text += block;
    if (text.size() > document_bytes_max) return Error{ErrorCode::invalid, "is too large for a document"};
  }
}

class Verifying {
 public:
  Verifying(const ReleaseFile& file, const gate::Rules& rules, const Configuration& configuration,
            const ReadOptions& read, bool trusts_seal)
      : file_(file),
        record_(file.read.record),
        rules_(rules),
        configuration_(configuration),
        trusts_seal_(trusts_seal),
        forms_(read) {}

  ReleaseCheck run(const AskedAgain& now) && {
    for (const gate::RecordFinding& finding : file_.read.findings)
      tell(finding.is_error ? Weight::problem : Weight::note, finding.line, finding.message);
    have_guards_run_ = now.why_not_run.empty();
    commit();
    policy();
    verdicts();
    sentences();
    asked_now(now);
    closing();
    std::stable_sort(out_.findings.begin(), out_.findings.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return std::move(out_);
  }

 private:
  using Known = std::map<std::string, std::optional<Sentences>>;  // by document; nothing: it is not there

  bool is_closed() const { return record_.state != RecordState::open; }

  void tell(Weight weight, std::uint32_t line, std::string message) {
    out_.findings.push_back({weight, line, std::move(message)});
  }

  void commit() {
    if (record_.commit.empty()) return tell(Weight::problem, 1, "no commit is named");
    for (const auto& [name, commit] :
         {std::pair("commit ", record_.commit), std::pair("base ", record_.base)}) {
      if (commit.empty()) continue;
      const auto found = disk::commit_of(file_.root, commit);
      if (!found)
        tell(Weight::problem, 1, name + commit.substr(0, 12) + " is in no repository here");
      else if (*found != commit)
        tell(Weight::problem, 1, name + commit.substr(0, 12) + " is not written in full");
    }
    files_ = CommitFiles::of(file_.root, record_.commit);
  }

  void policy() {
    const auto here = policy_hash(configuration_);
    if (!here) return tell(Weight::unknown, 1, "the policy cannot be read: " + here.error().message);
    is_todays_policy_ = record_.policy == *here;
    if (is_todays_policy_) return;
    if (!is_closed())
      return tell(Weight::problem, 1, "hindcast.toml has changed since; 'hindcast release new' judges by it");
    const auto key = path_from(file_.root, configuration_.file);
    const auto then = files_ && key && !configuration_.file.empty() ? files_->read(*key) : std::nullopt;
    if (then && record_.policy == "sha256:" + hex(sha256(*then))) return;
    if (!files_)
      return tell(Weight::unknown, 1, "hindcast.toml is another one today, and its commit is not here");
    tell(Weight::problem, 1, "hindcast.toml is neither today nor in that commit the policy of this record");
  }

  void verdicts() {
    out_.questions = record_.questions.size();
    auto rules = rules_;
    if (is_closed() && record_.decided) rules.today = *record_.decided;
    for (std::size_t i = 0; i < record_.questions.size(); ++i) {
      Question now = record_.questions[i];
      const auto& place = file_.read.places[i];
      judge(now, rules);
      if (now.verdict != record_.questions[i].verdict)
        tell(Weight::problem, place.verdict_line,
             now.id + ": the verdict is " + std::string(word(now.verdict)) + ", not " +
                 std::string(word(record_.questions[i].verdict)) + ": " + now.why);
      if (record_.state == RecordState::released && blocks(now, rules))
        tell(rules.mode == gate::Mode::enforcing ? Weight::problem : Weight::note, place.answer_line,
             now.id + ": released though it stands in the way: " + now.why);
      const auto& until = now.answer.until;
      if (now.answer.kind != gate::AnswerKind::waived || !until || *until >= rules_.today) continue;
      if (is_closed())
        tell(Weight::note, place.answer_line, now.id + ": the waiver has ended since, on " + to_iso(*until));
    }
  }

  // Today's documents, those of the commit or those of its base, from which a question may have been taken
  // out: a quotation holds when one of them says so.
  void sentences() {
    for (std::size_t i = 0; i < record_.questions.size(); ++i)
      for (const Origin& origin : record_.questions[i].origins) {
        ++out_.sentences;
        if (const auto wrong = wrong_with(origin); !wrong.empty())
          tell(Weight::problem, file_.read.places[i].line, record_.questions[i].id + ": " + wrong);
      }
  }

  std::string wrong_with(const Origin& origin) {
    const Sentences* today = sentences_today(origin.document);
    if (today != nullptr && says(*today, origin)) return {};
    const Sentences* then = sentences_then(origin.document);
    if (then != nullptr && says(*then, origin)) return {};
    const Sentences* before = sentences_before(origin.document);
    if (before != nullptr && says(*before, origin)) return {};
    if (const auto denied = denied_.find(origin.document); denied != denied_.end())
      return origin.document + ": " + denied->second;
    if (today == nullptr && then == nullptr && before == nullptr)
      return origin.document + " is not there, nor was it in that commit";
    const auto found = today != nullptr ? today->find(short_id(origin)) : Sentences::const_iterator();
    if (today == nullptr || found == today->end()) return origin.document + " does not ask " + origin.item;
    return origin.document + " says otherwise: \"" + found->second + "\"";
  }

  static bool says(const Sentences& sentences, const Origin& origin) {
    const auto found = sentences.find(short_id(origin));
    return found != sentences.end() && found->second == origin.sentence;
  }

  const Sentences* sentences_today(const std::string& document) {
    auto [at, is_new] = today_.try_emplace(document);
    if (is_new) {
      const auto text = read_beneath(file_.root, document);
      if (text) at->second = sentences_of(document, *text, forms_.all());
      if (!text && text.error().code == ErrorCode::denied) denied_.emplace(document, text.error().message);
    }
    return at->second ? &*at->second : nullptr;
  }

  const Sentences* sentences_then(const std::string& document) {
    return sentences_in(files_, then_, document);
  }
  const Sentences* sentences_before(const std::string& document) {
    if (record_.base.empty()) return nullptr;
    if (before_.empty()) base_files_ = CommitFiles::of(file_.root, record_.base);
    return sentences_in(base_files_, before_, document);
  }
  const Sentences* sentences_in(const std::optional<CommitFiles>& files, Known& known,
                                const std::string& document) {
    auto [at, is_new] = known.try_emplace(document);
    if (is_new && files) {
      const auto text = files->read(document);
      if (text) at->second = sentences_of(document, *text, forms_.all());
    }
    return at->second ? &*at->second : nullptr;
  }

  // --- what is asked, and what guards say ---

  // What today's documents, hindcast.toml and guards say against the record; of a closed one they may say
  // otherwise because they changed since, but where nothing can have: guards have looked at the record's own
  // commit, by the policy that it was closed under.
  bool may_differ() const { return is_closed() && !(is_todays_policy_ && have_guards_run_); }
  Weight against() const { return may_differ() ? Weight::note : Weight::problem; }
  // The same of what hindcast.toml alone decides.
  Weight against_policy() const { return is_closed() && !is_todays_policy_ ? Weight::note : Weight::problem; }

  void asked_now(const AskedAgain& again) {
    const auto& now = again.report;
    if (!again.narrowed.empty() && !again.has_base)
      tell(Weight::unknown, 1,
           "what is changed is the record's own word, without a base to compare with; give " +
               again.narrowed + " here, too");
    if (!again.gap.empty()) tell(Weight::unknown, 1, again.gap);
    if (!now.undecided.empty())
      return tell(Weight::unknown, 1, "what is asked today cannot be told: " + now.undecided.front());
    std::map<std::string_view, std::size_t> known;
    std::unordered_set<std::string_view> asked;
    for (std::size_t i = 0; i < record_.questions.size(); ++i)
      known.emplace(record_.questions[i].id, i);
    for (const Question& question : now.questions) {
      asked.insert(question.id);
      const auto there = known.find(question.id);
      if (there == known.end())
        left_out(question, again);
      else
        compare(there->second, question);
    }
    for (std::size_t i = 0; i < record_.questions.size() && !is_closed(); ++i)
      if (asked.count(record_.questions[i].id) == 0 && !record_.questions[i].origins.empty())
        tell(Weight::note, file_.read.places[i].line,
             record_.questions[i].id + ": no document asks it of this change any more");
    const auto why = unasked_by(record_, now.questions, rules_, now.bring_up_to_date);
    if (!why.empty()) tell(Weight::unknown, 1, why);
    for (std::size_t i = 0; i < record_.gone.size() && !is_closed(); ++i)
      if (asked.count(record_.gone[i].id) != 0)
        tell(Weight::problem, file_.read.gone_places[i].line,
             record_.gone[i].id + ": it is asked, though the record says that it is gone");
    if (untold_guards_ > 0)
      tell(Weight::unknown, 1,
           "guards of " + std::to_string(untold_guards_) +
               (untold_guards_ == 1 ? " question" : " questions") +
               " did not look again: " + again.why_not_run +
               (is_closed() ? "; --trust-seals believes what a closed record says of them" : ""));
  }

  void left_out(const Question& question, const AskedAgain& again) {
    const bool was_asked =
        std::any_of(question.origins.begin(), question.origins.end(), [&](const auto& one) {
          const Sentences* then = sentences_then(one.document);
          return then != nullptr && then->count(short_id(one)) != 0;
        });
    const bool is_since = is_closed() && !(was_asked && is_todays_policy_);
    tell(is_since ? Weight::note : Weight::problem, 1,
         question.id + " is asked " + (is_since ? "since" : "today") +
             " and is not in the record: " + question.text +
             (again.has_base ? " (by the record's commits; it narrows them by its own word, " +
                                   again.narrowed + ", which counts where it is given here, too)"
                             : ""));
  }

  void compare(std::size_t i, const Question& now) {
    const Question& old = record_.questions[i];
    const auto line = file_.read.places[i].line;
    const auto say = [&](Weight weight, const std::string& what) {
      tell(weight, line, now.id + ": " + what);
    };
    if (old.text != gate::plain_line(now.text))
      say(Weight::problem, "its words were changed; documents ask: " + now.text);
    if (now.is_blocking && !old.is_blocking)
      say(against_policy(), "it stops a release, though the record says that it does not");
    for (const std::string& guard : now.guards)
      if (!names(old.guards, guard))
        say(against(), "guard " + guard + " is bound to it, which the record leaves out");
    for (const std::string& guard : old.guards)
      if (!names(now.guards, guard)) say(against(), "guard " + guard + " is bound to it by the record alone");
    for (const Origin& origin : now.origins) {
      const bool is_record = old.origins.empty() && origin.slug == "release" && origin.document == file_.key;
      const bool is_there = std::any_of(old.origins.begin(), old.origins.end(),
                                        [&](const Origin& one) { return one.item == origin.item; });
      if (!is_there && !is_record) say(against(), origin.item + " asks it, which the record leaves out");
    }
    results(old, now, say);
  }

  template <typename Say>
  void results(const Question& old, const Question& now, const Say& say) {
    bool is_told = false;
    for (const gate::GuardResult& result : old.results) {
      const auto name = lower(result.guard);
      const auto fresh = std::find_if(now.results.begin(), now.results.end(),
                                      [&](const gate::GuardResult& one) { return lower(one.guard) == name; });
      const bool is_bound = names(now.guards, name) || lower(now.answer.guard) == name;
      const bool is_fresh = have_guards_run_ && fresh != now.results.end();
      const auto wrong = wrong_with(result, is_bound, is_fresh ? &*fresh : nullptr);
      if (!wrong.empty()) say(is_bound ? against_policy() : against(), wrong);
      is_told = is_told || !wrong.empty();
      if (!wrong.empty() || !is_fresh || fresh->verdict == result.verdict) continue;
      is_told = true;
      const bool is_untold = fresh->verdict == Verdict::missing || fresh->verdict == Verdict::inconclusive ||
                             fresh->verdict == Verdict::error;
      say(is_untold                         ? Weight::unknown
          : fresh->verdict > result.verdict ? Weight::problem
                                            : Weight::note,
          "guard " + result.guard + " says " + std::string(word(fresh->verdict)) + " today, not " +
              std::string(word(result.verdict)) + ": " + fresh->summary);
    }
    const bool has_guards = !old.results.empty() || !old.guards.empty() || !now.guards.empty();
    if (!have_guards_run_ && has_guards && old.verdict != Verdict::waived && !(is_closed() && trusts_seal_))
      ++untold_guards_;
    Question own = old;
    judge(own, rules_);
    if (!is_told && have_guards_run_ && !may_differ() && !blocks(own, rules_) && blocks(now, rules_))
      say(Weight::problem, "it is " + std::string(word(now.verdict)) + " today: " + now.why);
  }

  static bool names(const std::vector<std::string>& guards, std::string_view name) {
    return std::any_of(guards.begin(), guards.end(),
                       [&](const std::string& one) { return lower(one) == lower(name); });
  }

  // Why a result that stands in the record is no guard's of today; "" where it may be.
  // `fresh` is what it says now, where it was run: by the policy that it was run by.
  std::string wrong_with(const gate::GuardResult& result, bool is_bound, const gate::GuardResult* fresh) {
    const std::string what = "the result of guard " + result.guard;
    if (!is_bound) return what + " counts for nothing: it is bound to it by the record alone";
    const auto& guards = configuration_.config.guards;
    const auto declared = std::find_if(guards.begin(), guards.end(), [&](const auto& one) {
      return lower(one.name) == lower(result.guard);
    });
    if (declared == guards.end())
      return what + " is nobody's: hindcast.toml declares no [guards." + result.guard + "]";
    const auto definition =
        fresh != nullptr ? fresh->definition : definition_of(*declared, configuration_).hash;
    if (result.definition != definition)
      return what + (result.definition.empty() ? " says nothing of how it is defined"
                                               : " is of another definition than it has today");
    if (!rights_) rights_ = Rights::load(configuration_);
    const bool may_block =
        fresh != nullptr ? fresh->may_block : !*rights_ || (**rights_).why_not(*declared, definition).empty();
    if (result.may_block != may_block)
      return what + (result.may_block ? " says that it may block, and it may not"
                                      : " says that it may not block, and it may");
    return {};
  }

  void closing() {
    if (!is_closed()) {
      if (!record_.seal.empty()) tell(Weight::problem, 1, "it has a seal and is open: it was opened again");
      return;
    }
    if (!record_.decided) tell(Weight::problem, 1, "it is closed, and nothing says on which day");
    if (record_.decided_by.empty()) tell(Weight::problem, 1, "it is closed, and nothing says by whom");
    if (record_.seal.empty())
      tell(Weight::problem, 1, "it is closed without a seal: nobody can tell what was changed since");
    else if (!gate::holds_seal(file_.text, record_.seal))
      tell(Weight::problem, 1, "it was changed after it was closed; git tells by whom");
  }

  const ReleaseFile& file_;
  const Record& record_;
  const gate::Rules& rules_;
  const Configuration& configuration_;
  bool trusts_seal_;
  bool is_todays_policy_ = false;
  bool have_guards_run_ = false;
  std::size_t untold_guards_ = 0;  // questions of whose guards nobody knows what they say today
  std::optional<Result<Rights>> rights_;
  Forms forms_;
  std::optional<CommitFiles> files_, base_files_;
  Known today_, then_, before_;
  std::map<std::string, std::string> denied_;  // documents that a link leads away from, and why
  ReleaseCheck out_;
};

}  // namespace

bool ReleaseCheck::has_problem() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const auto& one) { return one.weight == Weight::problem; });
}

bool ReleaseCheck::holds() const {
  return std::all_of(findings.begin(), findings.end(),
                     [](const auto& one) { return one.weight == Weight::note; });
}

ReleaseCheck verify_release(const ReleaseFile& file, const AskedAgain& now, const gate::Rules& rules,
                            const Configuration& configuration, const ReadOptions& read, bool trusts_seal) {
  return Verifying(file, rules, configuration, read, trusts_seal).run(now);
}

}  // namespace hindcast::app
