// What each row of the command table runs. All return the exit status.
#pragma once

#include "cli/arguments.h"

namespace hindcast::cli {

int run_show(const Arguments&, const Terminal&);
int run_items(const Arguments&, const Terminal&);
int run_check(const Arguments&, const Terminal&);
int run_doctor(const Arguments&, const Terminal&);
int run_policy_list(const Arguments&, const Terminal&);
int run_policy_explain(const Arguments&, const Terminal&);
int run_gate(const Arguments&, const Terminal&);
int run_policy_approve(const Arguments&, const Terminal&);
int run_guard_list(const Arguments&, const Terminal&);
int run_guard_run(const Arguments&, const Terminal&);
int run_health_watch(const Arguments&, const Terminal&);
int run_guard_promote(const Arguments&, const Terminal&);
int run_guard_demote(const Arguments&, const Terminal&);
int run_gate_prune(const Arguments&, const Terminal&);
int run_replay(const Arguments&, const Terminal&);
int run_guard_new(const Arguments&, const Terminal&);
int run_release_new(const Arguments&, const Terminal&);
int run_release_show(const Arguments&, const Terminal&);
int run_release_attest(const Arguments&, const Terminal&);
int run_release_waive(const Arguments&, const Terminal&);
int run_release_not_applicable(const Arguments&, const Terminal&);
int run_release_close(const Arguments&, const Terminal&);
int run_release_verify(const Arguments&, const Terminal&);
int run_drill_list(const Arguments&, const Terminal&);
int run_drill_start(const Arguments&, const Terminal&);
int run_drill_step(const Arguments&, const Terminal&);
int run_drill_finish(const Arguments&, const Terminal&);
int run_digest(const Arguments&, const Terminal&);
int run_sync(const Arguments&, const Terminal&);
int run_log(const Arguments&, const Terminal&);
int run_verify(const Arguments&, const Terminal&);
int run_search(const Arguments&, const Terminal&);
int run_similar(const Arguments&, const Terminal&);
int run_ledger_promises(const Arguments&, const Terminal&);
int run_ledger_confirm(const Arguments&, const Terminal&);
int run_ledger_dismiss(const Arguments&, const Terminal&);
int run_ledger_undo(const Arguments&, const Terminal&);
int run_backup(const Arguments&, const Terminal&);
int run_restore(const Arguments&, const Terminal&);
int run_export(const Arguments&, const Terminal&);
int run_import(const Arguments&, const Terminal&);
int run_import_github(const Arguments&, const Terminal&);
int run_import_gitlab(const Arguments&, const Terminal&);
int run_env_key(const Arguments&, const Terminal&);
int run_env_snapshot(const Arguments&, const Terminal&);
int run_env_compare(const Arguments&, const Terminal&);
int run_deployed_record(const Arguments&, const Terminal&);
int run_deployed_list(const Arguments&, const Terminal&);
int run_rules(const Arguments&, const Terminal&);
int run_explain(const Arguments&, const Terminal&);
int run_config(const Arguments&, const Terminal&);
int run_init(const Arguments&, const Terminal&);
int run_form_list(const Arguments&, const Terminal&);
int run_form_show(const Arguments&, const Terminal&);
int run_form_check(const Arguments&, const Terminal&);
int run_set(const Arguments&, const Terminal&);
int run_tick(const Arguments&, const Terminal&);
int run_untick(const Arguments&, const Terminal&);
int run_add_action(const Arguments&, const Terminal&);
int run_new(const Arguments&, const Terminal&);
int run_completion(const Arguments&, const Terminal&);
int run_help(const Arguments&, const Terminal&);

}  // namespace hindcast::cli
