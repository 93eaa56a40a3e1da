#include "gate/ticked.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace hindcast::gate {
namespace {

template <std::size_t size>
bool holds_any(std::string_view text, const std::string_view (&words)[size]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

// "Pre-Release Checklist", "Before future releases, verify", "Deployment checklist". A section that is called
// "Deployment" may tell how one went.
bool speaks_of_releases(std::string_view small) {
  static constexpr std::string_view releases[] = {"release",  "deploy", "rollout", "roll-out",
                                                  "roll out", "launch", "go-live", "go live"};
  static constexpr std::string_view again[] = {"check",  "before", "prior to", "pre-", "next",
                                               "future", "each",   "every",    "any ", "prerelease"};
  // Without a first letter that may be a capital beyond ASCII.
  static constexpr std::string_view others[] = {"リリース前",
                                                "次のリリース",
                                                "デプロイ前",
                                                "リリースチェック",
                                                "发布前",
                                                "上线前",
                                                "部署前",
                                                "下次发布",
                                                "릴리스 전",
                                                "배포 전",
                                                "出荷前",
                                                "vor der freigabe",
                                                "vor jedem",
                                                "vor dem nächsten",
                                                "freigabeliste",
                                                "antes do lançamento",
                                                "antes de cada",
                                                "antes del lanzamiento",
                                                "antes de la próxima",
                                                "avant la prochaine",
                                                "avant chaque",
                                                "mise en production",
                                                "еред релиз",
                                                "еред выпуск",
                                                "еред каждым"};
  return (holds_any(small, releases) && holds_any(small, again)) || holds_any(small, others);
}

bool reports_work(std::string_view small) {
  static constexpr std::string_view words[] = {"acceptance",
                                               "definition of done",
                                               "exit c",
                                               "verification",
                                               "done",
                                               "completed",
                                               "session",
                                               "sign-off",
                                               "sign off",
                                               "deliverable",
                                               "scope",
                                               "受け入れ",
                                               "验收",
                                               "abnahme",
                                               "ритерии приемки",
                                               "critères d'acceptation",
                                               "aceitação",
                                               "aceptación"};
  return holds_any(small, words);
}

// What its headings say, without the document's title, and what leads to its first item.
std::string said_above(const facts::Item& item, const facts::Document& document, std::string_view text) {
  constexpr std::size_t lead_bytes_max = 400;
  std::string said;
  for (const auto& section : document.sections)
    if (section.line <= item.line && section.end_line >= item.line && section.title != document.title.text)
      said.append(section.title).append("\n");
  const auto* section = section_of(item, document);
  if (section == nullptr || section->body.begin >= text.size()) return lower(said);
  auto lead_end = item.span.begin;
  for (const auto& other : document.items)
    if (other.span.begin >= section->body.begin && other.span.begin < lead_end) lead_end = other.span.begin;
  if (lead_end > section->body.begin)
    said += first_bytes(text.substr(section->body.begin, lead_end - section->body.begin), lead_bytes_max);
  return lower(said);
}

}  // namespace

const facts::Section* section_of(const facts::Item& item, const facts::Document& document) {
  const facts::Section* innermost = nullptr;
  for (const auto& section : document.sections) {
    if (section.line > item.line) break;
    if (section.end_line >= item.line) innermost = &section;
  }
  return innermost;
}

bool is_asked_again(const facts::Item& item, const facts::Document& document, std::string_view text) {
  if (!item.ticked.value_or(false) || document.kind == facts::DocumentKind::checklist) return true;
  const auto said = said_above(item, document, text);
  if (speaks_of_releases(said)) return true;
  return document.kind == facts::DocumentKind::postmortem && !reports_work(said);
}

}  // namespace hindcast::gate
