#include "app/doctor.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "app/history.h"
#include "app/ledger.h"
#include "app/neighbours.h"
#include "app/policies.h"
#include "app/pool.h"
#include "disk/disk.h"
#include "disk/replace.h"
#include "document/document.h"
#include "lint/suppressions.h"
#include "markdown/markdown.h"
#include "recall/promises.h"

namespace hindcast::app {
namespace {

using diag::Severity;

constexpr std::uint64_t codeowners_bytes_max = 3u << 20;  // what code hosts read of one

// A file as it was read first: what is found must be shown in the same bytes.
struct Read {
  Result<doctor::Record> record = Error{ErrorCode::internal, ""};
  recall::Source source;
  policy::Subject subject;  // where there are policies
  disk::Digest digest;
};

bool asks_policies(const DoctorOptions& options) {
  return options.configuration && !options.configuration->config.policies.empty();
}

Read read_one(const std::string& path, std::span<const document::Form> forms, bool has_policies) {
  Read read;
  const auto text = read_bytes(path);
  if (!text.ok()) {
    read.record = text.error();
    return read;
  }
  const auto tree = markdown::parse(*text);
  const auto document = document::read({path, *text}, tree, forms);
  const auto neighbours = neighbours_beside(path);
  read.record = doctor::record_of({path, *text, tree, document, nullptr, neighbours.get()});
  if (!read.record->is_template) read.source = recall::source_of(document, path, *text);
  if (has_policies) read.subject = policy_subject(path, document, nullptr);
  read.digest = disk::digest(*text);
  return read;
}

// The rules that are the doctor's, and the two about comments that answer them.
lint::Settings doctors(lint::Settings settings) {
  const auto all = lint::rules();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].group != lint::Group::doctor && all[i].name != "suppression-forbidden" &&
        all[i].name != "suppression-expired")
      settings.severities[i] = Severity::off;
  return settings;
}

std::vector<diag::Diagnostic> weighed(std::vector<diag::Diagnostic> found, const lint::Settings& settings) {
  const auto all = lint::rules();
  for (auto& finding : found) {
    const auto* rule = lint::find_rule(finding.rule);
    const auto severity = settings.severities[static_cast<std::size_t>(rule - all.data())];
    const bool is_stronger =
        finding.severity == Severity::error && severity != Severity::off;  // by its policy
    finding.severity = is_stronger ? Severity::error : severity;
  }
  found.erase(std::remove_if(found.begin(), found.end(),
                             [](const diag::Diagnostic& one) { return one.severity == Severity::off; }),
              found.end());
  return found;
}

// By place, as the others are.
void add_in_place(std::vector<diag::Diagnostic>& all, std::vector<diag::Diagnostic> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
  std::stable_sort(all.begin(), all.end(), [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
    return std::tie(a.span.begin, a.span.end, a.rule) < std::tie(b.span.begin, b.span.end, b.rule);
  });
}

// Notes about other documents get the line that they speak of.
Status place_notes(diag::Placed& placed) {
  for (std::size_t i = 0; i < placed.notes.size(); ++i) {
    auto& note = placed.diagnostic.notes[i];
    if (note.path.empty()) continue;
    auto other = read_bytes(note.path);
    if (!other.ok()) return std::move(other).error();
    const auto size = static_cast<std::uint32_t>(other->size());
    note.span.begin = std::min(note.span.begin, size);
    note.span.end = std::clamp(note.span.end, note.span.begin, size);
    placed.notes[i] = diag::Places(*other).of(note.span);
    const auto line = placed.notes[i].first_line;
    note.passage = other->substr(line.begin, line.end - line.begin);
  }
  return Ok();
}

// `found` in the text that it was found in, with what answers it.
Result<CheckedDocument> placed(const std::string& path, std::string text, std::vector<diag::Diagnostic> found,
                               const DoctorOptions& options, std::span<const document::Form> forms) {
  CheckedDocument made;
  made.path = path;
  made.text = std::move(text);
  const auto tree = markdown::parse(made.text);
  const auto document = document::read({path, made.text}, tree, forms);
  auto sifted = lint::sift({path, made.text, tree, document}, doctors(options.settings_of(path)),
                           std::move(found), options.look.today);
  std::vector<std::string_view> headings;
  std::size_t section = 0;
  for (const auto& finding : sifted.findings) {
    while (section < document.sections.size() &&
           document.sections[section].heading.begin <= finding.span.begin)
      ++section;
    headings.push_back(section == 0 ? std::string_view() : document.sections[section - 1].title);
  }
  auto prints = fingerprints(document.slug, made.text, sifted.findings, headings);
  diag::Places places(made.text);
  for (std::size_t i = 0; i < sifted.findings.size(); ++i) {
    if (sifted.findings[i].rule == "suppression-forbidden") continue;  // check says so
    diag::Finding finding;
    finding.what = diag::placed(std::move(sifted.findings[i]), places);
    TRY(place_notes(finding.what));
    finding.fingerprint = std::move(prints[i]);
    if (sifted.reasons[i]) {
      finding.silence = diag::Silence::comment;
      finding.reason = *sifted.reasons[i];
    } else if (options.baseline && options.baseline->holds(finding.fingerprint)) {
      finding.silence = diag::Silence::baseline;
    }
    made.findings.push_back(std::move(finding));
  }
  return made;
}

// What the policies find in each document, and behind these what they find in none.
Result<std::vector<std::vector<diag::Diagnostic>>> policy_findings(std::vector<policy::Subject>& subjects,
                                                                   const DoctorOptions& options) {
  const auto& policies = options.configuration->config.policies;
  const auto today = options.look.today;
  std::unique_ptr<History> history;
  if (needs_history(*options.configuration) && !subjects.empty())
    history = TRY(History::of(options.start, *options.configuration));
  if (history)
    for (auto& subject : subjects) {
      subject.created = history->document(subject.path);
      for (auto& thing : subject.things)
        thing.since = history->item(subject.path, thing.id, subject.date);
    }
  std::vector<std::vector<diag::Diagnostic>> found(subjects.size() + 1);
  for (const auto& verdict : policy::judge(policies, subjects, options.calendar, today)) {
    const auto* subject = verdict.subject == policy::nothing ? nullptr : &subjects[verdict.subject];
    if (!subject && !options.has_all) continue;
    auto finding = policy_finding(policies[verdict.policy], verdict, subject, today);
    if (finding) found[subject ? verdict.subject : subjects.size()].push_back(*std::move(finding));
    if (finding && !subject) found.back().back().span.begin = policies[verdict.policy].line;  // see below
  }
  return found;
}

// Findings in the configuration, each in the line in `span.begin`: the first of its policy.
Result<CheckedDocument> placed_in_configuration(std::vector<diag::Diagnostic> found,
                                                const DoctorOptions& options) {
  CheckedDocument made;
  made.path = options.configuration->file;
  made.text = TRY(disk::read_file(made.path, document_bytes_max));
  diag::Places places(made.text);
  std::vector<std::uint32_t> starts = {0};
  for (std::uint32_t i = 0; i < made.text.size(); ++i)
    if (made.text[i] == '\n') starts.push_back(i + 1);
  for (auto& finding : found) {
    const auto line = std::clamp<std::size_t>(finding.span.begin, 1, starts.size()) - 1;
    const auto end = std::min(made.text.find_first_of("\r\n", starts[line]), made.text.size());
    finding.span = {starts[line], static_cast<std::uint32_t>(end)};
  }
  const std::vector<std::string_view> headings(found.size());
  auto prints = fingerprints("hindcast.toml", made.text, found, headings);
  for (std::size_t i = 0; i < found.size(); ++i) {
    diag::Finding finding;
    finding.what = diag::placed(std::move(found[i]), places);
    finding.fingerprint = std::move(prints[i]);
    if (options.baseline && options.baseline->holds(finding.fingerprint))
      finding.silence = diag::Silence::baseline;
    made.findings.push_back(std::move(finding));
  }
  return made;
}

// The pages that documents link to and that are gone.
LinkReport links_of(const std::vector<doctor::Record>& records, const DoctorOptions& options) {
  const auto place = static_cast<std::size_t>(lint::find_rule("link-dead") - lint::rules().data());
  std::vector<std::string> urls;
  for (const auto& record : records) {
    if (record.is_template || options.settings_of(record.path).severities[place] == Severity::off) continue;
    for (const auto& link : record.links)
      urls.push_back(link.text);
  }
  return ask_links(std::move(urls), *options.links);
}

// What is kept of all documents, each in the order of the files that could be read.
struct Gathered {
  std::vector<doctor::Record> records;
  std::vector<recall::Source> sources;
  std::vector<policy::Subject> subjects;  // where there are policies
  std::vector<disk::Digest> digests;
};

Gathered gather(const std::vector<std::string>& files, const Forms& forms, const DoctorOptions& options,
                std::vector<Trouble>& troubles) {
  Gathered all;
  const bool has_policies = asks_policies(options);
  in_runs<std::vector<Read>>(
      files.size(), {options.read.threads, options.read.watch},
      [&](std::size_t begin, std::size_t end, std::vector<Read>& run) {
        run.clear();
        for (std::size_t i = begin; i < end; ++i)
          run.push_back(read_one(files[i], forms.all(), has_policies));
      },
      [&](std::size_t begin, std::vector<Read>& run) {
        for (std::size_t i = 0; i < run.size(); ++i) {
          if (!run[i].record.ok()) {
            troubles.push_back({files[begin + i], std::move(run[i].record).error()});
            continue;
          }
          all.records.push_back(std::move(*run[i].record));
          all.sources.push_back(std::move(run[i].source));
          all.digests.push_back(run[i].digest);
          if (has_policies) all.subjects.push_back(std::move(run[i].subject));
        }
      });
  return all;
}

}  // namespace

Result<doctor::Options> doctor_options(const Configuration& configuration, Date today) {
  doctor::Options options;
  options.today = today;
  const auto& config = configuration.config;
  options.open_days_max = config.doctor.open_days.value;
  options.value_days_max = config.doctor.value_days.value;
  options.people = config.owners.names.value;
  const auto& named = config.owners.codeowners.value;
  if (!named.empty()) {
    const auto path = path_in(configuration, named);
    auto text = disk::read_file(path, codeowners_bytes_max);
    if (!text.ok())
      return Error{text.error().code,
                   configuration.file + ": owners.codeowners: " + path + ": " + text.error().message};
    options.handles = doctor::codeowners(*text);
    return options;
  }
  for (const char* usual : {"CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"})
    if (auto text = disk::read_file(configuration.folder + "/" + usual, codeowners_bytes_max); text.ok()) {
      options.handles = doctor::codeowners(*text);
      break;
    }
  return options;
}

Examined examine_files(const std::vector<std::string>& files, const DoctorOptions& options,
                       const std::function<void(CheckedDocument&&)>& take) {
  const Forms forms(options.read);
  Examined examined;
  auto& troubles = examined.troubles;
  auto all = gather(files, forms, options, troubles);
  const auto& records = all.records;
  auto look = options.look;
  if (options.configuration) {
    auto dismissed = dismissed_repeats(options.start, *options.configuration, all.sources);
    if (dismissed.ok())
      look.dismissed = *std::move(dismissed);
    else
      troubles.push_back({"", std::move(dismissed).error()});
  }
  if (options.links) {
    examined.links = links_of(records, options);
    look.dead_links = examined.links.dead;
    std::move(examined.links.troubles.begin(), examined.links.troubles.end(), std::back_inserter(troubles));
  }
  auto found = doctor::examine(records, all.sources, look);
  std::vector<diag::Diagnostic> of_nobody;  // what came round and did not come
  if (asks_policies(options)) {
    auto promised = policy_findings(all.subjects, options);
    if (!promised.ok()) return troubles.push_back({"", std::move(promised).error()}), examined;
    of_nobody = std::move(promised->back());
    for (std::size_t i = 0; i < records.size(); ++i)
      add_in_place(found[i], std::move((*promised)[i]));
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& path = records[i].path;
    auto mine = weighed(std::move(found[i]), options.settings_of(path));
    if (mine.empty()) {
      CheckedDocument clean;
      clean.path = path;
      take(std::move(clean));
      continue;
    }
    auto text = read_bytes(path);
    if (text.ok() && disk::digest(*text) != all.digests[i])
      text = Error{ErrorCode::conflict, "was changed while it was read; run this again"};
    auto made = text.ok() ? placed(path, std::move(*text), std::move(mine), options, forms.all())
                          : Result<CheckedDocument>(std::move(text).error());
    if (made.ok())
      take(std::move(*made));
    else
      troubles.push_back({path, std::move(made).error()});
  }
  if (!of_nobody.empty()) {
    const auto& file = options.configuration->file;
    auto mine = weighed(std::move(of_nobody), options.settings_of(file));
    if (mine.empty()) return examined;
    auto made = placed_in_configuration(std::move(mine), options);
    made.ok() ? take(std::move(*made)) : troubles.push_back({file, std::move(made).error()});
  }
  return examined;
}

}  // namespace hindcast::app
