#include "gate/question.h"

#include <array>

namespace hindcast::gate {

std::string_view word(AnswerKind kind) {
  static constexpr std::array<std::string_view, 5> words = {"", "guard", "attested", "not applicable",
                                                            "waived"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace hindcast::gate
