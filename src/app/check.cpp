#include "app/check.h"

#include <algorithm>
#include <map>

#include "app/neighbours.h"
#include "app/pool.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "document/document.h"
#include "lint/lint.h"
#include "lint/suppressions.h"
#include "markdown/markdown.h"

namespace hindcast::app {
namespace {

using diag::Severity;

constexpr int passes_max = 10;  // of fixes; rules that undo one another must not turn for ever

const document::Form* form_named(std::string_view name, std::span<const document::Form> forms) {
  if (name.empty()) return nullptr;
  const auto found =
      std::find_if(forms.begin(), forms.end(), [&](const document::Form& form) { return form.name == name; });
  return found == forms.end() ? nullptr : &*found;
}

// One look at a text: what is found, what answers it, and what the baseline needs to know.
struct Look {
  lint::Sifted sifted;
  std::string slug;
  std::vector<std::string> headings;       // above each finding
  std::vector<std::uint32_t> line_starts;  // of the text
};

Look look_at(std::string_view path, std::string_view text, const lint::Settings& settings,
             const CheckOptions& options, std::span<const document::Form> forms,
             const lint::Neighbours& neighbours) {
  auto tree = markdown::parse(text);
  const auto document = document::read({path, text}, tree, forms);
  const lint::Subject subject{path, text, tree, document, form_named(document.form, forms), &neighbours};
  Look look;
  look.sifted = lint::sift(subject, settings, lint::check(subject, settings), options.today);
  look.slug = document.slug;
  std::size_t section = 0;
  for (const auto& finding : look.sifted.findings) {
    while (section < document.sections.size() &&
           document.sections[section].heading.begin <= finding.span.begin)
      ++section;
    look.headings.push_back(section == 0 ? std::string() : document.sections[section - 1].title);
  }
  look.line_starts = std::move(tree.line_starts);
  return look;
}

// The edits of the first safe fix of every finding that counts. A fix that touches another's bytes waits for
// the next look at the text.
std::vector<Edit> safe_edits(const lint::Sifted& sifted, std::size_t size, std::size_t& fixes) {
  std::map<std::uint32_t, const Edit*> chosen;
  const auto is_free = [&](const Edit& edit) {
    const auto after = chosen.lower_bound(edit.replace.begin);
    const auto end = std::max(edit.replace.end, edit.replace.begin + 1);
    if (after != chosen.end() && after->first < end) return false;
    return after == chosen.begin() || std::prev(after)->second->replace.end <= edit.replace.begin;
  };
  for (std::size_t i = 0; i < sifted.findings.size(); ++i) {
    if (sifted.reasons[i]) continue;
    const auto& all = sifted.findings[i].fixes;
    const auto fix = std::find_if(all.begin(), all.end(), [](const diag::Fix& one) { return one.is_safe; });
    if (fix == all.end() || fix->edits.empty() || !is_valid_edits(fix->edits, size) ||
        !std::all_of(fix->edits.begin(), fix->edits.end(), is_free))
      continue;
    for (const auto& edit : fix->edits)
      chosen.emplace(edit.replace.begin, &edit);
    ++fixes;
  }
  std::vector<Edit> edits;
  for (const auto& [begin, edit] : chosen)
    edits.push_back(*edit);
  return edits;
}

std::vector<diag::Finding> findings_of(Look look, std::string_view text, const Baseline* baseline) {
  auto& found = look.sifted.findings;
  const std::vector<std::string_view> headings(look.headings.begin(), look.headings.end());
  auto prints = fingerprints(look.slug, text, found, headings);
  std::vector<diag::Finding> findings;
  findings.reserve(found.size());
  diag::Places places(text, std::move(look.line_starts));
  for (std::size_t i = 0; i < found.size(); ++i) {
    diag::Finding finding;
    finding.what = diag::placed(std::move(found[i]), places);
    finding.fingerprint = std::move(prints[i]);
    if (look.sifted.reasons[i]) {
      finding.silence = diag::Silence::comment;
      finding.reason = *look.sifted.reasons[i];
    } else if (baseline && baseline->holds(finding.fingerprint)) {
      finding.silence = diag::Silence::baseline;
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

CheckedDocument check_text(std::string path, std::string text, const lint::Settings& settings,
                           const CheckOptions& options, std::span<const document::Form> forms) {
  CheckedDocument checked;
  checked.path = std::move(path);
  const auto beside = neighbours_beside(checked.path);
  const auto& neighbours = *beside;
  auto look = look_at(checked.path, text, settings, options, forms, neighbours);
  std::string now = text;
  std::size_t fixes = 0;
  for (int pass = 0; options.fix; ++pass) {
    const auto edits = safe_edits(look.sifted, now.size(), fixes);
    if (edits.empty()) break;
    if (pass == passes_max) {  // fixes that never settle: leave every byte as it was
      now = text;
      fixes = 0;
      look = look_at(checked.path, now, settings, options, forms, neighbours);
      break;
    }
    now = apply_edits(now, edits);
    look = look_at(checked.path, now, settings, options, forms, neighbours);
  }
  checked.findings = findings_of(std::move(look), now, options.baseline);
  if (now != text) {
    checked.before = std::move(text);
    checked.fixes = fixes;
  }
  checked.text = std::move(now);
  return checked;
}

std::vector<Trouble> check_files(const std::vector<std::string>& files, const CheckOptions& options,
                                 const RenderChecked& render, const TakeChecked& take) {
  struct Made {
    Result<CheckedDocument> checked = Error{ErrorCode::internal, ""};
    std::string rendered;
  };
  const Forms forms(options.read);
  std::vector<Trouble> troubles;
  const auto make = [&](const std::string& path) {
    Made made;
    auto text = read_bytes(path);
    if (!text.ok()) {
      made.checked = std::move(text).error();
      return made;
    }
    auto checked = check_text(path, std::move(*text), options.settings_of(path), options, forms.all());
    made.rendered = render(checked);
    if (!checked.before) std::string().swap(checked.text);  // many may wait for their turn
    made.checked = std::move(checked);
    return made;
  };
  in_runs<std::vector<Made>>(
      files.size(), {options.read.threads, options.read.watch},
      [&](std::size_t begin, std::size_t end, std::vector<Made>& run) {
        run.clear();
        for (std::size_t i = begin; i < end; ++i)
          run.push_back(make(files[i]));
      },
      [&](std::size_t begin, std::vector<Made>& run) {
        for (std::size_t i = 0; i < run.size(); ++i) {
          if (run[i].checked.ok())
            take(std::move(*run[i].checked), run[i].rendered);
          else
            troubles.push_back({files[begin + i], std::move(run[i].checked).error()});
        }
      });
  return troubles;
}

Status check_input(const std::string& path, std::string text, const CheckOptions& options,
                   const RenderChecked& render, const TakeChecked& take) {
  TRY(can_be_read(text));
  const Forms forms(options.read);
  auto checked = check_text(path, std::move(text), options.settings_of(path), options, forms.all());
  const auto rendered = render(checked);
  take(std::move(checked), rendered);
  return Ok();
}

Result<std::vector<std::string>> changed_since(const std::string& revision,
                                               const std::vector<std::string>& files) {
  return disk::files_changed_since(revision, files);
}

std::vector<diag::RuleText> rule_texts(const lint::Settings& settings, RulesOf whose) {
  std::vector<diag::RuleText> texts;
  const auto all = lint::rules();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool is_doctors = all[i].group == lint::Group::doctor;
    const bool is_shared = all[i].name == "suppression-expired";  // the doctor knows the day
    if (whose == RulesOf::doctor ? is_doctors || is_shared : !is_doctors)
      texts.push_back({all[i].name, lint::word(all[i].group), all[i].summary, all[i].rationale, all[i].mend,
                       settings.severities[i]});
  }
  return texts;
}

Severity severity_when_chosen(const lint::Rule& rule) {
  const auto strongest = *std::max_element(rule.severities.begin(), rule.severities.end());
  if (strongest != Severity::off) return strongest;
  return rule.english_only ? Severity::hint : Severity::warning;
}

}  // namespace hindcast::app
