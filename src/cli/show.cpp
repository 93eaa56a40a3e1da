#include <string>
#include <vector>

#include "app/app.h"
#include "app/contract.h"
#include "app/documents.h"
#include "app/embedded.h"
#include "app/forms.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/page.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"

namespace hindcast::cli {
namespace {

void append_rendered(const app::ReadDocument& read, bool as_json, const Style& style, std::string& out) {
  if (as_json)
    app::append_document_json(read, out);
  else
    out += document_page(read, style);
}

std::string rendered(const app::ReadDocument& read, bool as_json, const Style& style) {
  std::string out;
  append_rendered(read, as_json, style, out);
  return out;
}

// "-" stands for standard input.
Result<app::ReadDocument> read_operand(const std::string& path, const app::ReadOptions& options,
                                       const Terminal& terminal) {
  if (path != "-") return app::read_document(path, options);
  if (!terminal.in) return Error{ErrorCode::unavailable, "there is no standard input"};
  return app::read_text(path, TRY(terminal.in(app::document_bytes_max)), options);
}

int show_standard_input(bool as_json, const app::ReadOptions& options, const Style& style,
                        const Terminal& terminal) {
  auto read = read_operand("-", options, terminal);
  if (!read) {
    say_trouble(terminal, "-", read.error().message);
    return 2;
  }
  terminal.out(rendered(*read, as_json, style));
  return 0;
}

int show_embedded(const Arguments& arguments, const app::ReadOptions& options, const Style& style,
                  const Terminal& terminal) {
  auto number = parse_number(arguments.value("embedded"), 1, 1'000'000);
  if (!number)
    return refuse(terminal, "--embedded cannot be " + quoted(arguments.value("embedded")) +
                                "; give a number from 1, as 'hindcast show FILE' lists them");
  if (arguments.operands.size() != 1) return refuse(terminal, "--embedded reads one FILE; name just one");
  std::string path(arguments.operands[0]);
  auto outer = read_operand(path, options, terminal);
  if (!outer) {
    say_troubles(terminal, std::vector<app::Trouble>{{path, outer.error()}});
    return 2;
  }
  auto inner = app::read_embedded(*outer, static_cast<std::size_t>(*number), options);
  if (!inner) {
    say_trouble(terminal, path, inner.error().message);
    return 2;
  }
  terminal.out(rendered(*inner, arguments.value("format") == "json", style));
  return 0;
}

}  // namespace

int run_show(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  if (auto added = app::add_configured_forms(*configuration, *options); !added)
    return refuse_lines(terminal, added.error().message);
  if (arguments.has("embedded")) return show_embedded(arguments, *options, *style, terminal);

  bool as_json = arguments.value("format") == "json", is_first = true;
  if (arguments.operands.size() == 1 && arguments.operands[0] == "-")
    return show_standard_input(as_json, *options, *style, terminal);
  std::string rule;
  for (int i = 0; i < std::min(style->columns, 120); ++i)
    rule += style->sign("─", "-");
  rule = "\n" + style->paint(Ink::dim, rule) + "\n\n";
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  auto troubles = app::render_documents(
      app::documents_beneath(paths, *configuration), *options,
      [&](const app::ReadDocument& read, std::string& out) { append_rendered(read, as_json, *style, out); },
      [&](std::string_view text) {
        if (!as_json && !is_first) terminal.out(rule);
        is_first = false;
        terminal.out(text);
      });
  say_troubles(terminal, troubles);
  return troubles.empty() ? 0 : 2;
}

}  // namespace hindcast::cli
