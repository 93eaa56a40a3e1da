// The commands that speak about rules: `rules` and `explain`.
#include <array>
#include <string>

#include "app/check.h"
#include "cli/configuring.h"
#include "cli/findings.h"
#include "cli/handlers.h"
#include "cli/rule_choice.h"
#include "cli/rule_page.h"
#include "cli/style.h"
#include "cli/table.h"
#include "cli/width.h"
#include "json/json.h"
#include "lint/lint.h"

namespace hindcast::cli {
namespace {

constexpr std::array profiles = {lint::Profile::standard, lint::Profile::blameless, lint::Profile::sre,
                                 lint::Profile::five_whys};

std::string rules_json(const lint::Settings& settings, bool with_off) {
  std::string out;
  const auto all = lint::rules();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (settings.severities[i] == diag::Severity::off && !with_off) continue;
    out += out.empty() ? "[\n" : ",\n";
    json::Writer json(out);
    json.open_object().key("name").text(all[i].name).key("group").text(lint::word(all[i].group));
    json.key("severity").text(diag::word(settings.severities[i])).key("severities").open_object();
    for (const auto profile : profiles)
      json.key(lint::word(profile)).text(diag::word(all[i].severities[static_cast<std::size_t>(profile)]));
    json.close_object().key("english_only").boolean(all[i].english_only);
    json.key("summary").text(all[i].summary).key("rationale").text(all[i].rationale);
    json.key("mend").text(all[i].mend).close_object();
  }
  return out.empty() ? "[]\n" : out + "\n]\n";
}

std::string rules_table(const lint::Settings& settings, bool with_off, const Style& style) {
  std::vector<Row> rows;
  const auto all = lint::rules();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (settings.severities[i] != diag::Severity::off || with_off)
      rows.push_back({{{std::string(all[i].name), Ink::bold},
                       {std::string(lint::word(all[i].group))},
                       {std::string(diag::word(settings.severities[i])), ink_of(settings.severities[i])},
                       {std::string(all[i].summary)}},
                      {}});
  std::string rest;
  if (rows.size() < all.size())
    rest = "\n" +
           style.paint(Ink::dim, counted(all.size() - rows.size(), "rule") + " more " +
                                     (all.size() - rows.size() == 1 ? "is" : "are") +
                                     " off; --all shows them.") +
           "\n";
  if (auto set = table({{"rule", false, false, 40}, {"group"}, {"severity"}, {"finds", false, true}}, rows,
                       24, style))
    return *set + rest;
  std::string out;  // a narrow page
  for (const auto& row : rows)
    out += style.paint(Ink::bold, row.cells[0].text) + " (" + row.cells[2].text + ")\n";
  return out + rest;
}

std::string paragraph(std::string_view text, const Style& style) {
  std::string out;
  for (const auto& line : wrap(harmless(text), std::min(style.columns, 100) - 2))
    out += "  " + line + "\n";
  return out;
}

}  // namespace

int run_rules(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto choice = RuleChoice::from(arguments, *configuration);
  if (!choice) return refuse(terminal, choice.error().message);
  const auto settings = choice->settings("");
  const bool with_off = arguments.has("all");
  terminal.out(arguments.value("format") == "json" ? rules_json(settings, with_off)
                                                   : rules_table(settings, with_off, *style));
  return 0;
}

int run_explain(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  const auto* rule = lint::find_rule(arguments.operands[0]);
  if (!rule) return refuse(terminal, unknown_rule(arguments.operands[0]).message);
  const auto head = [&](std::string_view text) { return "\n" + style->paint(Ink::bold, text) + "\n"; };
  std::string out =
      style->paint(Ink::bold, rule->name) + "  " + std::string(lint::word(rule->group)) + "\n\n";
  out += rule_page(lint::page_of_rule(rule->name), *style);
  out += head("Severity");
  for (const auto profile : profiles) {
    const auto severity = rule->severities[static_cast<std::size_t>(profile)];
    std::string name(lint::word(profile));
    name.resize(11, ' ');
    out += "  " + name + style->paint(ink_of(severity), diag::word(severity)) + "\n";
  }
  if (rule->english_only) out += head("Language") + paragraph("It runs on English documents alone.", *style);
  if (rule->group != lint::Group::suppressions)
    out += head("How to silence it") +
           paragraph("On one line: <!-- hindcast-disable-line " + std::string(rule->name) + ": reason -->",
                     *style) +
           paragraph("In one run: --disable " + std::string(rule->name), *style);
  terminal.out(out);
  return 0;
}

}  // namespace hindcast::cli
