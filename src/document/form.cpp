#include "document/form.h"

#include <algorithm>

#include "document/form_compiler.h"
#include "document/form_roles.h"
#include "document/form_text.h"
#include "document/leftovers.h"

namespace hindcast::document {
namespace {

// A guide that carries its template in a fence has little to fill in itself.
constexpr std::size_t fence_slots_min = 3;

void infer_kind(Form& form) {
  std::string last(form.name.substr(form.name.find_last_of('/') + 1));
  for (std::string_view said : {std::string_view(last), std::string_view(form.title)}) {
    std::optional<facts::DocumentKind> kind = facts::document_kind(said);
    if (!kind) kind = forms::kind_of(said);
    if (!kind) continue;
    form.kind = *kind;
    return;
  }
  form.not_inferred.insert(form.not_inferred.begin(), "the kind of document: neither name nor title says it");
}

// The fence with most to fill in, where the text around it asks for next to nothing.
const forms::Compiler::Fence* template_fence(const forms::Compiler& compiler) {
  const forms::Compiler::Fence* best = nullptr;
  for (const forms::Compiler::Fence& fence : compiler.fences())
    if (fence.slots >= fence_slots_min && (best == nullptr || fence.slots > best->slots)) best = &fence;
  return best != nullptr && compiler.slot_count() * 2 < best->slots ? best : nullptr;
}

Form compile(std::string_view name, std::string_view text, bool into_fences,
             std::vector<FormFinding>& findings) {
  Form form;
  form.name = std::string(name);
  form.text = std::string(text.substr(0, markdown::text_bytes_max));
  forms::Compiler compiler(form, findings);
  compiler.run();
  const forms::Compiler::Fence* fence = into_fences ? template_fence(compiler) : nullptr;
  if (fence != nullptr) {
    std::string_view body =
        std::string_view(form.text).substr(fence->body.begin, fence->body.end - fence->body.begin);
    auto before = static_cast<std::uint32_t>(
        std::count(form.text.begin(), form.text.begin() + fence->body.begin, '\n'));
    std::vector<FormFinding> inside;
    Form inner = compile(form.name, body, false, inside);
    inner.lines_before = before;
    std::string told = "the template lies in a fence at line " + std::to_string(before + 1) +
                       " and the text around it was left out";
    if (compiler.fences().size() > 1)
      told += "; " + std::to_string(compiler.fences().size() - 1) + " more fences hold documents";
    inner.not_inferred.insert(inner.not_inferred.begin(), std::move(told));
    findings = std::move(inside);
    return inner;
  }
  std::size_t templates = 0;
  for (const forms::Compiler::Fence& one : compiler.fences())
    templates += one.slots >= fence_slots_min;
  if (templates > 1)
    findings.push_back({"several-templates", false,
                        std::to_string(templates) + " fences hold templates; one file is one form",
                        form.embedded[0]});
  if (!compiler.kind_given()) infer_kind(form);
  return form;
}

}  // namespace

Form compile_form(std::string_view name, std::string_view text) {
  std::vector<FormFinding> findings;
  Form form = compile(name, text, true, findings);
  index_lines(form);
  return form;
}

std::vector<FormFinding> check_form(const Form& form) {
  std::vector<FormFinding> findings;
  (void)compile(form.name, form.text, false, findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const FormFinding& a, const FormFinding& b) { return a.at.begin < b.at.begin; });
  return findings;
}

}  // namespace hindcast::document
