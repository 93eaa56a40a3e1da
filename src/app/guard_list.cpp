#include "app/guard_list.h"

#include "app/approval.h"
#include "app/check_settings.h"
#include "base/text.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

void put_texts(json::Writer& writer, const std::vector<std::string>& texts) {
  writer.open_array();
  for (const auto& text : texts)
    writer.text(text);
  writer.close_array();
}

// A sentence: whether it may stop a release, by whose word and since when, and what to do where not.
std::string words_of(const Right& right, const std::string& name) {
  const auto because = right.because.empty() ? std::string() : ": " + right.because;
  const auto since = right.since ? " on " + to_iso(*right.since) : std::string();
  switch (right.from) {
    case Right::From::replay:
      return "may block: a replay proved it" + since + because;
    case Right::From::person:
      return "may block: " + right.by + " vouched for it" + since + because;
    case Right::From::configuration:
      return "may block: " + right.by + " vouches for it in hindcast.toml" + because;
    case Right::From::nobody:
      break;
  }
  const auto who = right.by.empty() ? std::string() : " by " + right.by + because;
  return "warns only: " + right.why_not + who + "; 'hindcast guard promote " + name + "' replays it";
}

void put_right(json::Writer& writer, const Right& right) {
  writer.key("may_block").boolean(right.why_not.empty()).key("right").open_object();
  writer.key("from").text(word(right.from)).key("by").text(right.by).key("because").text(right.because);
  writer.key("since");
  if (right.since)
    writer.text(to_iso(*right.since));
  else
    writer.null();
  writer.key("why_not").text(right.why_not).close_object();
}

void put_last(json::Writer& writer, const std::optional<LastResult>& last) {
  writer.key("last_result");
  if (!last) return void(writer.null());
  writer.open_object().key("verdict").text(facts::word(last->verdict)).key("isolation").text(last->level);
  writer.key("date");
  if (last->date)
    writer.text(to_iso(*last->date));
  else
    writer.null();
  writer.key("record").text(last->record).close_object();
}

}  // namespace

std::string shown_command(const std::vector<std::string>& command) {
  std::string out;
  for (const auto& word : command) {
    const bool is_plain = !word.empty() && word.find_first_of(" \t\n\"'\\$;&|<>()*?#") == word.npos;
    out.append(out.empty() ? "" : " ").append(is_plain ? word : "'" + word + "'");
  }
  return out;
}

std::vector<ListedGuard> list_guards(const Configuration& configuration, const GuardOptions& options,
                                     const GuardSlips& slips) {
  const auto trust = Trust::of(configuration, options);
  const auto rights = Rights::load(configuration, options.policy_from);
  std::vector<ListedGuard> listed;
  for (const auto& guard : configuration.config.guards) {
    const auto definition = definition_of(guard, configuration);
    const auto refusal = trust.refusal(guard, definition);
    ListedGuard one;
    one.name = guard.name;
    one.about = guard.about;
    one.what = guard.use.empty() ? shown_command(guard.command) : "built-in " + guard.use;
    one.may_run = refusal.empty();
    one.standing = !needs_approval(guard) ? "needs no approval" : refusal.empty() ? "approved" : refusal;
    one.definition = definition.hash;
    one.needs = guard.needs;
    one.items = guard.items;
    if (rights.ok())
      one.right = rights->right_of(guard, definition.hash);
    else
      one.right.why_not = "nobody knows whether it may stop a release: " + rights.error().message;
    one.right_words = words_of(one.right, guard.name);
    for (const auto& last : slips.last)
      if (lower(last.guard) == lower(guard.name)) one.last = last;
    listed.push_back(std::move(one));
  }
  return listed;
}

std::string guards_json(const std::vector<ListedGuard>& guards, const GuardSlips& slips) {
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
    put_right(writer, guard.right);
    put_last(writer, guard.last);
    writer.close_object();
  }
  writer.close_array().key("warnings");
  put_texts(writer, slips.warnings);
  writer.close_object().finish();
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
