#include "app/gate_remarks.h"

#include <algorithm>
#include <utility>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/files.h"
#include "app/gate_answers.h"
#include "base/plain.h"

namespace hindcast::app {

std::vector<Remark> remarks_of(std::span<const gate::Stray> strays) {
  std::vector<Remark> remarks;
  for (const auto& stray : strays) {
    auto text = std::to_string(stray.items).append(stray.items == 1 ? " question is" : " questions are");
    text.append(stray.is_unread ? " not asked, and nobody can tell what is meant: "
                : stray.is_all  ? " scoped to what does not exist, and nobody can tell what is meant: "
                                : " not asked, and scoped to what does not exist, too: ");
    text.append(stray.what);
    remarks.push_back({"scope-astray", stray.document, stray.line, std::move(text)});
  }
  return remarks;
}

std::vector<Remark> remarks_of_documents(const std::vector<std::string>& paths,
                                         const Configuration& configuration, std::size_t documents) {
  std::string left_out;
  for (const auto& wanted : documents_of(configuration)) {
    const bool is_read = std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return path_from(absolute(path), absolute(wanted)).has_value();
    });
    if (!is_read) left_out.append(left_out.empty() ? "" : ", ").append(one_line(wanted));
  }
  if (left_out.empty() || paths.empty()) return {};
  return {{"fewer-documents", "", 0,
           std::to_string(documents) + (documents == 1 ? " document was" : " documents were") +
               " read in place of gate.documents, and not " + left_out}};
}

}  // namespace hindcast::app
