// Prints every finding of the named rules, on or off, over files and folders: a line each of rule, severity,
// file, line, marked text and message, parted by tabs. Test-only: how precise the rules are is judged by it.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "disk/disk.h"
#include "document/document.h"
#include "lint/lint.h"

namespace {

using namespace hindcast;

constexpr std::uint64_t bytes_max = 16u << 20;

class Folder final : public lint::Neighbours {
 public:
  explicit Folder(const std::string& file) : folder_(std::filesystem::path(file).parent_path()) {}
  bool exists(std::string_view path) const override {
    std::error_code ignored;
    return std::filesystem::exists(folder_ / path, ignored);
  }
  std::string text(std::string_view path) const override {
    auto read = disk::read_file((folder_ / path).string(), bytes_max);
    return read ? std::move(*read) : std::string();
  }

 private:
  std::filesystem::path folder_;
};

const document::Form* form_named(std::string_view name) {
  for (const auto& form : document::builtin_forms())
    if (form.name == name) return &form;
  return nullptr;
}

// One line, so that a finding stays one.
std::string on_one_line(std::string_view text) {
  std::string out(text.substr(0, 400));
  for (auto& c : out)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return out;
}

void print(const std::string& path, const std::string& text, const lint::Settings& settings, bool alone) {
  const auto tree = markdown::parse(text);
  const auto read = document::read({path, text}, tree, document::builtin_forms());
  const Folder folder(path);
  const lint::Neighbours* beside = alone ? nullptr : &folder;
  for (const auto& found : lint::check({path, text, tree, read, form_named(read.form), beside}, settings)) {
    const auto marked = std::string_view(text).substr(found.span.begin, found.span.end - found.span.begin);
    const auto* rule = lint::find_rule(found.rule);
    std::printf("%s\t%s\t%s\t%u\t%s\t%s\n", std::string(found.rule).c_str(),
                std::string(diag::word(rule->severities[0])).c_str(), path.c_str(),
                tree.line_of(found.span.begin) + 1, on_one_line(marked).c_str(),
                on_one_line(found.message).c_str());
  }
}

}  // namespace

// hindcast_findings RULES PATH…: RULES is "all", "on" (those that the default profile has on) or one name.
// --alone: the files beside a document are not those of its repository, and links to them tell nothing.
// --rules prints what the table says of each rule: name, severity, group, summary, mend, rationale.
int main(int count, char** arguments) {
  if (count == 2 && std::string_view(arguments[1]) == "--rules") {
    for (const auto& rule : lint::rules()) {
      const std::string_view parts[] = {
          rule.name,     diag::word(rule.severities[0]), lint::word(rule.group), rule.summary, rule.mend,
          rule.rationale};
      for (const auto& part : parts)
        std::printf("%s%s", &part == parts ? "" : "\t", std::string(part).c_str());
      std::printf("\n");
    }
    return 0;
  }
  if (count < 3) {
    std::fputs("usage: hindcast_findings all|on|RULE [--alone] PATH... or --rules\n", stderr);
    return 2;
  }
  const bool alone = std::string_view(arguments[2]) == "--alone";
  const std::string wanted = arguments[1];
  auto settings = lint::settings(lint::Profile::standard);
  for (std::size_t i = 0; i < settings.severities.size(); ++i) {
    auto& severity = settings.severities[i];
    if (wanted == "on") continue;
    const bool is_wanted = wanted == "all" || lint::rules()[i].name == wanted;
    severity = is_wanted ? diag::Severity::warning : diag::Severity::off;
  }
  for (const auto& path : disk::list_documents({arguments + (alone ? 3 : 2), arguments + count}).files)
    if (const auto text = disk::read_file(path, bytes_max)) print(path, *text, settings, alone);
  return 0;
}
