// Planned dates against actual ones, in tables that have a column for each and in lists that name both.
#include <string>

#include "document/dates.h"
#include "document/scan.h"
#include "lint/rules/dates.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using facts::Item;
using facts::ItemRole;
using markdown::Kind;
namespace scan = document::scan;

constexpr std::size_t events_max = 100;  // every planned one is looked up among the others

template <std::size_t count>
bool begins_with(std::string_view text, const std::string_view (&words)[count],
                 const Beginnings& beginnings) {
  if (!beginnings.may_begin(text, 0)) return false;
  for (const auto word : words)
    if (scan::after_folded(text, 0, word) != 0) return true;
  return false;
}

bool is_planned(std::string_view text) {
  static constexpr std::string_view words[] = {
      "planned", "target",  "scheduled", "plan date", "estimated date", "計画",
      "予定",    "geplant", "soll",      "prévu",     "planejad",       "previst",
      "planead", "план",    "планов",    "计划",      "계획",           "planerad"};
  static constexpr Beginnings beginnings(words);
  return begins_with(text, words, beginnings);
}

bool is_actual(std::string_view text) {
  static constexpr std::string_view words[] = {"actual", "実績",   "実際", "tatsächlich", "ist-", "réel",
                                               "real",   "efetiv", "факт", "实际",        "실제", "faktisk"};
  static constexpr Beginnings beginnings(words);
  return begins_with(text, words, beginnings);
}

bool gives_reasons(std::string_view text) {
  static constexpr std::string_view words[] = {"reason",   "note",   "comment", "why",  "remark",
                                               "variance", "delta",  "備考",    "理由", "grund",
                                               "motif",    "motivo", "причина", "原因", "备注"};
  static constexpr Beginnings beginnings(words);
  return begins_with(text, words, beginnings);
}

std::string apart(Date planned, Date actual) {
  const auto days = days_from_epoch(actual) - days_from_epoch(planned);
  const auto count = std::to_string(days < 0 ? -days : days);
  return "planned for " + to_iso(planned) + ", " + count + (count == "1" ? " day " : " days ") +
         (days < 0 ? "early" : "late") + ": say why";
}

class Plans {
 public:
  Plans(const Subject& subject, Findings& findings) : subject_(subject), findings_(findings) {
    if (subject.document.date) context_.near = subject.document.date->date;
    context_.order = document::date_order("", subject.document.language);
  }

  void table(std::uint32_t at) {
    const auto& tree = subject_.tree;
    int planned = -1, actual = -1;
    bool has_reasons = false;
    for (const auto row : markdown::children(tree, at)) {
      int column = 0;
      std::optional<Date> plan;
      for (const auto cell : markdown::children(tree, row)) {
        const auto span = bare(subject_.text, tree.nodes[cell].content);
        const auto words = slice(subject_.text, span);
        if (tree.nodes[row].number == 0) {
          if (is_planned(words)) planned = column;
          if (is_actual(words)) actual = column;
          has_reasons = has_reasons || gives_reasons(words);
        } else if (column == planned) {
          plan = day_in(words);
        } else if (column == actual && plan) {
          const auto day = day_in(words);
          if (day && *day != *plan) findings_.add(span, apart(*plan, *day));
        }
        ++column;
      }
      if (planned < 0 || actual < planned || has_reasons) return;
    }
  }

  // "Planned launch: May 1" and "Actual launch: May 5".
  void list() {
    const auto& items = subject_.document.items;
    if (items.size() > events_max * 10) return;
    for (const auto& plan : items) {
      if (plan.role != ItemRole::event || !plan.time || plan.start.size() < 10 || !is_planned(plan.text))
        continue;
      for (const auto& real : items) {
        if (real.role != ItemRole::event || !real.time || real.start.size() < 10 || !is_actual(real.text))
          continue;
        if (what(plan) != what(real)) continue;
        const auto first = parse_iso_date(std::string_view(plan.start).substr(0, 10));
        const auto second = parse_iso_date(std::string_view(real.start).substr(0, 10));
        if (first && second && *first != *second) findings_.add(real.time->at, apart(*first, *second));
      }
    }
  }

 private:
  // What is planned: the words between "planned" and the colon.
  static std::string_view what(const Item& item) {
    const std::string_view words = item.text;
    const auto begin = words.find(' ');
    const auto end = words.find(':');
    return begin == std::string_view::npos || end == std::string_view::npos || end < begin
               ? std::string_view()
               : words.substr(begin, end - begin);
  }

  std::optional<Date> day_in(std::string_view cell) const {
    const auto found = document::first_date(cell, context_);
    return found && found->first == found->last ? std::optional(found->first) : std::nullopt;
  }

  const Subject& subject_;
  Findings& findings_;
  document::DateContext context_;
};

}  // namespace

void planned_not_actual(const Subject& subject, Findings& findings) {
  Plans plans(subject, findings);
  for (std::uint32_t at = 1; at < subject.tree.nodes.size(); ++at)
    if (subject.tree.nodes[at].kind == Kind::table) plans.table(at);
  plans.list();
}

}  // namespace hindcast::lint
