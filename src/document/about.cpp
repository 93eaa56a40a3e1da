#include "document/about.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "document/dates.h"
#include "document/scan.h"
#include "document/states.h"

namespace hindcast::document {
namespace {

constexpr std::size_t names_max = 64;
constexpr std::size_t name_bytes_max = 60;  // a longer one is a sentence

// Letter case of ASCII and the choice between blank, dash and underscore aside.
std::string folded(std::string_view text) {
  std::string out = lower(trimmed(text));
  for (char& c : out)
    if (c == '_' || c == '-') c = ' ';
  return out;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool holds_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != text.npos; });
}

bool names_services(std::string_view key) {
  static constexpr std::string_view keys[] = {"service",
                                              "services",
                                              "service name",
                                              "service(s)",
                                              "affected",
                                              "affected service",
                                              "affected services",
                                              "affected service(s)",
                                              "services affected",
                                              "service affected",
                                              "impacted service",
                                              "impacted services",
                                              "services impacted",
                                              "component",
                                              "components",
                                              "component(s)",
                                              "affected component",
                                              "affected components",
                                              "components affected",
                                              "impacted components",
                                              "system",
                                              "systems",
                                              "affected system",
                                              "affected systems",
                                              "systems affected",
                                              "impacted systems",
                                              "affected product",
                                              "affected products",
                                              "application",
                                              "applications",
                                              "サービス",
                                              "サービス名",
                                              "影響サービス",
                                              "影響を受けたサービス",
                                              "対象サービス",
                                              "影響システム",
                                              "影響コンポーネント",
                                              "服务",
                                              "受影响服务",
                                              "受影响的服务",
                                              "影响服务",
                                              "서비스",
                                              "영향받은 서비스",
                                              "영향 서비스",
                                              "dienst",
                                              "dienste",
                                              "betroffene dienste",
                                              "betroffene systeme",
                                              "serviço",
                                              "serviços",
                                              "serviços afetados",
                                              "servicio",
                                              "servicios",
                                              "servicios afectados",
                                              "services touchés",
                                              "services affectés",
                                              "сервисы"};
  return is_one_of(key, keys);
}

bool names_labels(std::string_view key) {
  static constexpr std::string_view keys[] = {
      "label", "labels", "tag",  "tags",        "keyword",   "keywords",   "topic", "topics",   "ラベル",
      "タグ",  "标签",   "태그", "schlagworte", "etiquetas", "étiquettes", "метки", "mots clés"};
  return is_one_of(key, keys);
}

// Without marks at the ends, a link's target and a remark in brackets: "`checkout` (EU)" is checkout.
std::string bare(std::string_view part) {
  part = trimmed(part);
  for (const std::string_view bracket : {" (", "（", "("}) {
    const auto at = part.find(bracket);
    if (at != part.npos && at > 0 && part[0] != '[') part = trimmed(part.substr(0, at));
  }
  if (part.starts_with('[')) {  // a link's words
    const auto end = part.find("](");
    if (end == part.npos) return {};
    part = part.substr(1, end - 1);
  }
  constexpr std::string_view marks = " \t\r\n`*_\"'.:";
  const auto begin = part.find_first_not_of(marks);
  if (begin == part.npos) return {};
  return std::string(part.substr(begin, part.find_last_not_of(marks) + 1 - begin));
}

bool is_placeholder(const std::string& name) {
  return name.empty() || lower(name) == "all" || scan::is_no_value(name);
}

// What stands between the first two ticks of a part that says more: "the queue of `news-creator`" is about
// news-creator.
std::string_view code_in(std::string_view part) {
  const auto tick = part.find('`');
  const auto end = tick == part.npos ? part.npos : part.find('`', tick + 1);
  return end == part.npos || end == tick + 1 ? part : part.substr(tick + 1, end - tick - 1);
}

// Words about a service and not its name: a whole sentence, or many letters of a script without blanks.
bool is_prose(const std::string& name) {
  constexpr std::size_t letters_max = 12;
  const auto wide =
      std::count_if(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
  return static_cast<std::size_t>(wide) > letters_max || name.find("。") != name.npos;
}

void add_name(std::string_view part, std::vector<std::string>& names) {
  auto name = bare(code_in(part));
  if (is_placeholder(name) || is_prose(name) || name.size() > name_bytes_max || names.size() >= names_max)
    return;
  const auto blanks = std::count(name.begin(), name.end(), ' ');
  if (blanks > 3) return;                                            // words about services, not their names
  if (name.find_first_not_of("0123456789.% ") == name.npos) return;  // "Affected: 2,000 customers"
  if (blanks > 0 && name[0] >= '0' && name[0] <= '9') return;
  const auto same = [small = lower(name)](const std::string& other) { return lower(other) == small; };
  if (std::none_of(names.begin(), names.end(), same)) names.push_back(std::move(name));
}

// At commas, "and" and arrows, but not inside brackets, where a remark may hold any of them.
void add_names(std::string_view value, std::vector<std::string>& names) {
  static constexpr std::string_view between[] = {",",   ";",   "、",    "，",    "；",   "→",   "->", " / ",
                                                 " + ", " & ", " and ", " und ", " et ", " e ", "・"};
  std::size_t begin = 0, depth = 0;
  for (std::size_t at = 0; at < value.size();) {
    const auto rest = value.substr(at);
    if (rest[0] == '(' || rest.starts_with("（")) ++depth;
    if (depth > 0 && (rest[0] == ')' || rest.starts_with("）"))) --depth;
    const auto hit = std::find_if(std::begin(between), std::end(between),
                                  [&](std::string_view one) { return rest.starts_with(one); });
    if (depth > 0 || hit == std::end(between)) {
      ++at;
      continue;
    }
    add_name(value.substr(begin, at - begin), names);
    at += hit->size();
    begin = at;
  }
  add_name(value.substr(begin), names);
}

using IsKey = bool (*)(std::string_view);

void add_named_by(const facts::Field& field, IsKey is_key, std::vector<std::string>& names) {
  constexpr std::size_t value_bytes_max = 4096;
  if (field.value.size() <= value_bytes_max && is_key(folded(field.key))) add_names(field.value, names);
}

std::vector<std::string> named_by(const facts::Document& document, IsKey is_key) {
  std::vector<std::string> names;
  for (const auto& field : document.fields)
    add_named_by(field, is_key, names);
  return names;
}

std::optional<Date> whole_date(std::string_view value) {
  const auto found = first_date(value, {});
  if (!found || !found->has_year) return std::nullopt;
  return found->last;
}

bool is_launch(std::string_view text) {
  static constexpr std::string_view words[] = {"launch date",  "launch day",
                                               "launched",     "go live",
                                               "went live",    "production deployment",
                                               "live since",   "rolled out to everyone",
                                               "release date", "general availability",
                                               "リリース日",   "公開日",
                                               "本番リリース", "上线",
                                               "lançamento",   "lanzamiento"};
  return text == "launch" || text.starts_with("launch:") || holds_one_of(text, words);
}

bool says_reviewed(std::string_view status) {
  static constexpr std::string_view words[] = {"reviewed",  "approved",    "signed off", "final",
                                               "published", "レビュー済",  "承認",       "已审核",
                                               "已评审",    "freigegeben", "revisado",   "approuvé"};
  static constexpr std::string_view not_yet[] = {"not ",        "to be",    "unreviewed", "unapproved",
                                                 "unpublished", "under re", "awaiting",   "未"};
  return !holds_one_of(status, not_yet) && holds_one_of(status, words);
}

bool is_status(std::string_view key) {
  static constexpr std::string_view keys[] = {"status",
                                              "state",
                                              "document status",
                                              "postmortem status",
                                              "review status",
                                              "ステータス",
                                              "状態",
                                              "状态",
                                              "상태",
                                              "estado",
                                              "statut",
                                              "статус"};
  return is_one_of(key, keys);
}

bool names_reviewer(std::string_view key) {
  static constexpr std::string_view keys[] = {"reviewed by", "approved by", "reviewer",      "reviewers",
                                              "approver",    "approvers",   "signed off by", "レビュアー",
                                              "承認者",      "审核人",      "revisado por",  "geprüft von"};
  return is_one_of(key, keys);
}

bool names_review_day(std::string_view key) {
  static constexpr std::string_view words[] = {
      "review",      "meeting",  "retro date", "retrospective date", "approved on",
      "approved at", "approved", "signed off", "レビュー日",         "会議",
      "reunião",     "reunión",  "réunion",    "besprechung"};
  return holds_one_of(key, words);
}

}  // namespace

std::vector<std::string> services_of(const facts::Document& document) {
  return named_by(document, names_services);
}

std::vector<std::string> services_in(const facts::Field& field) {
  std::vector<std::string> names;
  add_named_by(field, names_services, names);
  return names;
}

std::uint32_t services_line_of(const facts::Document& document) {
  for (const auto& field : document.fields)
    if (!services_in(field).empty()) return field.line;
  return 0;
}

std::vector<std::string> labels_of(const facts::Document& document) {
  return named_by(document, names_labels);
}

std::optional<Date> launch_day(const facts::Document& document) {
  for (const auto& field : document.fields)
    if (is_launch(folded(field.key)))
      if (auto date = whole_date(field.value)) return date;
  for (const auto& item : document.items)
    if (item.role == facts::ItemRole::event && is_launch(folded(item.text)))
      if (auto date = parse_iso_date(std::string_view(item.start).substr(0, 10))) return date;
  const bool is_itself =
      document.kind == facts::DocumentKind::retrospective || document.kind == facts::DocumentKind::release;
  if (is_itself && document.date) return document.date->date;
  return std::nullopt;
}

Review review_of(const facts::Document& document) {
  Review review;
  for (const auto& field : document.fields) {
    const auto key = folded(field.key);
    const auto value = folded(field.value);
    if (is_status(key) && says_reviewed(value)) review.is_claimed = true;
    if (names_reviewer(key) && !is_placeholder(bare(field.value)) && !value.starts_with('['))
      review.is_claimed = true;
    if (!review.date && names_review_day(key)) review.date = whole_date(field.value);
  }
  return review;
}

bool is_closed(const facts::Document& document) {
  const auto ends = [](facts::ActionState state) {
    return state == facts::ActionState::done || state == facts::ActionState::verified ||
           state == facts::ActionState::wont_do;
  };
  for (const auto& field : document.fields) {
    if (!is_status(folded(field.key))) continue;
    const auto value = folded(field.value);
    static constexpr std::string_view of_the_incident[] = {"resolved", "mitigated", "fixed", "deployed"};
    if (is_one_of(value.substr(0, value.find(' ')), of_the_incident)) continue;  // the document may be open
    if (const auto state = state_in_cell(field.value); state && ends(state->state)) return true;
    if (says_reviewed(value)) return true;
  }
  return false;
}

}  // namespace hindcast::document
