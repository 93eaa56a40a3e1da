#include "app/doctor.h"

#include <algorithm>

#include "app/neighbours.h"
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
  disk::Digest digest;
};

Read read_one(const std::string& path, std::span<const document::Form> forms) {
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
    finding.severity = settings.severities[static_cast<std::size_t>(rule - all.data())];
  }
  found.erase(std::remove_if(found.begin(), found.end(),
                             [](const diag::Diagnostic& one) { return one.severity == Severity::off; }),
              found.end());
  return found;
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
  std::vector<doctor::Record> records;
  std::vector<recall::Source> sources;
  std::vector<disk::Digest> digests;
  in_runs<std::vector<Read>>(
      files.size(), options.read.threads,
      [&](std::size_t begin, std::size_t end, std::vector<Read>& run) {
        run.clear();
        for (std::size_t i = begin; i < end; ++i)
          run.push_back(read_one(files[i], forms.all()));
      },
      [&](std::size_t begin, std::vector<Read>& run) {
        for (std::size_t i = 0; i < run.size(); ++i) {
          if (!run[i].record.ok()) {
            troubles.push_back({files[begin + i], std::move(run[i].record).error()});
            continue;
          }
          records.push_back(std::move(*run[i].record));
          sources.push_back(std::move(run[i].source));
          digests.push_back(run[i].digest);
        }
      });
  auto look = options.look;
  if (options.links) {
    examined.links = links_of(records, options);
    look.dead_links = examined.links.dead;
    std::move(examined.links.troubles.begin(), examined.links.troubles.end(), std::back_inserter(troubles));
  }
  auto found = doctor::examine(records, sources, look);
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
    if (text.ok() && disk::digest(*text) != digests[i])
      text = Error{ErrorCode::conflict, "was changed while it was read; run this again"};
    auto made = text.ok() ? placed(path, std::move(*text), std::move(mine), options, forms.all())
                          : Result<CheckedDocument>(std::move(text).error());
    if (made.ok())
      take(std::move(*made));
    else
      troubles.push_back({path, std::move(made).error()});
  }
  return examined;
}

}  // namespace hindcast::app
