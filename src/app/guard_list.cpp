#include "app/guard_list.h"

#include "app/approval.h"
#include "app/check_settings.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

// Words as a person would type them; only for reading.
std::string words_of(const std::vector<std::string>& command) {
  std::string out;
  for (const auto& word : command) {
    const bool is_plain = !word.empty() && word.find_first_of(" \t\n\"'\\$;&|<>()*?#") == word.npos;
    out.append(out.empty() ? "" : " ").append(is_plain ? word : "'" + word + "'");
  }
  return out;
}

void put_texts(json::Writer& writer, const std::vector<std::string>& texts) {
  writer.open_array();
  for (const auto& text : texts)
    writer.text(text);
  writer.close_array();
}

}  // namespace

std::vector<ListedGuard> list_guards(const Configuration& configuration, const GuardOptions& options) {
  const auto trust = Trust::of(configuration, options);
  std::vector<ListedGuard> listed;
  for (const auto& guard : configuration.config.guards) {
    const auto definition = definition_of(guard, configuration);
    const auto refusal = trust.refusal(guard, definition);
    ListedGuard one;
    one.name = guard.name;
    one.about = guard.about;
    one.what = guard.use.empty() ? words_of(guard.command) : "built-in " + guard.use;
    one.may_run = refusal.empty();
    one.standing = !needs_approval(guard) ? "needs no approval" : refusal.empty() ? "approved" : refusal;
    one.definition = definition.hash;
    one.needs = guard.needs;
    one.items = guard.items;
    listed.push_back(std::move(one));
  }
  return listed;
}

std::string guards_json(const std::vector<ListedGuard>& guards) {
  std::string out;
  json::Writer writer(out);
  writer.open_object().key("guards").open_array();
  for (const auto& guard : guards) {
    writer.open_object().key("name").text(guard.name).key("about").text(guard.about);
    writer.key("what").text(guard.what).key("may_run").boolean(guard.may_run);
    writer.key("standing").text(guard.standing).key("definition").text(guard.definition);
    writer.key("needs");
    put_texts(writer, guard.needs);
    writer.key("items");
    put_texts(writer, guard.items);
    writer.close_object();
  }
  writer.close_array().close_object().finish();
  return out + "\n";
}

std::string guard_results_json(const std::vector<gate::GuardResult>& results) {
  std::string out;
  json::Writer writer(out);
  writer.open_object().key("guards").open_array();
  for (const auto& result : results) {
    writer.open_object().key("guard").text(result.guard).key("verdict").text(facts::word(result.verdict));
    writer.key("summary").text(result.summary).key("findings");
    put_texts(writer, result.findings);
    writer.key("isolation").text(result.level).key("definition").text(result.definition);
    writer.key("output_digest").text(result.output_digest).key("may_block").boolean(result.may_block);
    writer.key("started").text(to_iso_time(result.started_ms)).key("lasted_ms").number(result.lasted_ms);
    writer.close_object();
  }
  writer.close_array().close_object().finish();
  return out + "\n";
}

}  // namespace hindcast::app
