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

}  // namespace

const facts::Section* Sections::innermost(std::uint32_t line) {
  const auto& all = document_.sections;
  if (line < last_line_) {
    open_.clear();
    next_ = 0;
  }
  last_line_ = line;
  const auto close_before = [&](std::uint32_t begin) {
    while (!open_.empty() && open_.back()->end_line < begin)
      open_.pop_back();
  };
  for (; next_ < all.size() && all[next_].line <= line; ++next_) {
    close_before(all[next_].line);
    open_.push_back(&all[next_]);
  }
  close_before(line);
  return open_.empty() ? nullptr : open_.back();
}

// What its headings say, without the document's title, and what leads to the first item.
std::string TickedBoxes::said_above(const facts::Section* section) const {
  constexpr std::size_t lead_bytes_max = 400, title_bytes_max = 300;
  std::string said;
  for (const auto* one : sections_.open())
    if (one->title != document_.title.text)
      said.append(first_bytes(one->title, title_bytes_max)).append("\n");
  if (section == nullptr || section->body.begin >= text_.size()) return lower(said);
  const auto& items = document_.items;
  const auto first =
      std::lower_bound(items.begin(), items.end(), section->body.begin,
                       [](const facts::Item& item, std::size_t begin) { return item.span.begin < begin; });
  if (first != items.end() && first->span.begin > section->body.begin)
    said += first_bytes(text_.substr(section->body.begin, first->span.begin - section->body.begin),
                        lead_bytes_max);
  return lower(said);
}

bool TickedBoxes::is_asked_again(const facts::Item& item) {
  if (!item.ticked.value_or(false) || document_.kind == facts::DocumentKind::checklist) return true;
  const auto* section = sections_.innermost(item.line);
  if (is_known_ && section == last_) return is_again_;
  const auto said = said_above(section);
  last_ = section;
  is_known_ = true;
  is_again_ =
      speaks_of_releases(said) || (document_.kind == facts::DocumentKind::postmortem && !reports_work(said));
  return is_again_;
}

}  // namespace hindcast::gate
