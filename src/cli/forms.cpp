#include "app/forms.h"

#include <string>

#include "app/files.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {

int run_form_list(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  bool as_json = arguments.value("format") == "json";
  terminal.out(as_json ? app::form_list_json(options->forms) : app::form_list_text(options->forms));
  return 0;
}

int run_form_show(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  auto form = app::find_form(arguments.operands[0], options->forms);
  if (!form) return refuse(terminal, harmless(form.error().message));
  std::string_view format = arguments.value("format");
  terminal.out(format == "json"       ? app::form_json(*form)
               : format == "template" ? form->text
                                      : app::form_text(*form));
  return 0;
}

int run_form_check(const Arguments& arguments, const Terminal& terminal) {
  int status = 0;
  bool as_json = arguments.value("format") == "json";
  if (as_json && arguments.operands.size() > 1)
    return refuse(terminal, "--format json checks one FILE; name just one");
  for (std::string_view path : arguments.operands) {
    auto report = app::check_form_file(std::string(path));
    if (!report) {
      say_troubles(terminal, std::vector<app::Trouble>{{std::string(path), report.error()}});
      status = 2;
      continue;
    }
    terminal.out(as_json ? app::form_report_json(*report) : app::form_report_text(*report));
    if (status == 0 && !report->is_clean()) status = 1;
  }
  return status;
}

int run_new(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  auto today = today_of(arguments, terminal);
  if (!today) return refuse(terminal, today.error().message);
  auto form = app::find_form(arguments.operands[0], options->forms);
  if (!form) return refuse(terminal, harmless(form.error().message));

  if (arguments.operands[1].find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse(terminal, "TITLE is empty; say what the document is about");
  app::NewDocument document = app::new_document(*form, arguments.operands[1], *today);
  std::string path(arguments.value("output"));
  if (path == "-") {
    terminal.out(document.text);
    return 0;
  }
  if (path.empty()) path = document.file_name;
  if (auto created = app::create_document(path, document.text); !created) {
    say_trouble(terminal, path, created.error().message);
    return 2;
  }
  terminal.out(harmless(path) + "\n");
  return 0;
}

}  // namespace hindcast::cli
