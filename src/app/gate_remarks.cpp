#include "app/gate_remarks.h"

#include <utility>

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

}  // namespace hindcast::app
