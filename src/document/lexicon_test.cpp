#include "document/lexicon.h"

#include <doctest/doctest.h>

using namespace hindcast;
using namespace hindcast::document;

namespace {

std::string folded(std::string_view title) {
  Folded out;
  fold(title, out);
  return out.text;
}

std::string_view heading(std::string_view title) {
  Folded out;
  fold(title, out);
  return facts::word(heading_role(out).role);
}

std::string_view label(std::string_view words) {
  Folded out;
  fold(words, out);
  return facts::word(label_role(out).role);
}

}  // namespace

TEST_CASE("folding leaves the words of a title and where it was cut") {
  CHECK(folded("5. 🔥 Root-Cause (why?)") == "5 root cause|why");
  CHECK(folded("What Didn’t Go Well:") == "what didnt go well");
  CHECK(folded("Résolution & suivi") == "resolution and suivi");
  CHECK(folded("Извлечённые уроки") == "извлеченные уроки");
  CHECK(folded("検知（Detect）") == "検知|detect");
  CHECK(folded("Key learnings — across sessions") == "key learnings|across sessions");
  CHECK(folded("\xff\xfe **") == "");
}

TEST_CASE("a section's role is told in ten languages") {
  CHECK(heading("Contributing Factors") == "cause");
  CHECK(heading("根本原因") == "cause");
  CHECK(heading("Ações corretivas") == "actions");
  CHECK(heading("时间线") == "timeline");
  CHECK(heading("Ce qui s'est bien passé") == "went_well");
  CHECK(heading("Åtgärder") == "actions");
  CHECK(heading("재발 방지 대책") == "actions");
  CHECK(heading("Что пошло не так") == "went_badly");
  CHECK(heading("Nächste Schritte") == "actions");
  CHECK(heading("Lecciones aprendidas") == "lessons");
}

TEST_CASE("numbers, signs, qualifiers and what follows a head word do not hide a role") {
  CHECK(heading("3.2 Timeline") == "timeline");
  CHECK(heading("🚀 Next steps") == "actions");
  CHECK(heading("Timeline (all times UTC)") == "timeline");
  CHECK(heading("Impact on checkout users") == "impact");
  CHECK(heading("Root cause of the outage") == "cause");
  CHECK(heading("Technical lessons") == "lessons");
  CHECK(heading("Retro - Action items") == "actions");
  CHECK(heading("定量的影響") == "impact");
}

TEST_CASE("a title that only mentions a word announces nothing") {
  CHECK(heading("Attempt 2: split the pool (failed)") == "");
  CHECK(heading("✅ Fixed: wrong timeout") == "");
  CHECK(heading("Machine learning") == "");
  CHECK(heading("Background") == "");
  CHECK(heading("Why this is no workaround") == "");
}

TEST_CASE("a label announces a role only when its words are all there is") {
  CHECK(label("Root cause") == "cause");
  CHECK(label("Impact") == "impact");
  CHECK(label("Worked") == "went_well");
  CHECK(label("Impact scope") == "");
  CHECK(label("Severity") == "");
}

TEST_CASE("column headers and field keys are told by their words") {
  Folded out;
  const auto columns = [&out](std::string_view header) {
    fold(header, out);
    return columns_of(out);
  };
  CHECK((columns("Due date") & column_due) != 0);
  CHECK((columns("担当") & column_owner) != 0);
  CHECK((columns("Verantwortlich") & column_owner) != 0);
  CHECK((columns("時刻 (JST)") & column_time) != 0);
  CHECK(columns("Colour") == 0);
  fold("発生日時", out);
  CHECK((field_meaning(out) & field_date) != 0);
}

TEST_CASE("the noun at the end of a title says what kind of document it is") {
  Folded out;
  const auto kind = [&out](std::string_view title) {
    fold(title, out);
    const auto found = kind_in(out);
    return found ? facts::word(*found) : "none";
  };
  CHECK(kind("Postmortem: queue outage") == "postmortem");
  CHECK(kind("Postmortem checklist") == "checklist");
  CHECK(kind("Sprint 4 retrospective") == "retrospective");
  CHECK(kind("障害報告書") == "postmortem");
  CHECK(kind("Lessons learned from moving house") == "lessons-learned");
  CHECK(kind("Release notes") == "none");
}

TEST_CASE("groups of actions, commitments and empty words are told apart") {
  Folded out;
  const auto with = [&out](std::string_view words) -> const Folded& {
    fold(words, out);
    return out;
  };
  CHECK(is_category(with("Short-term process improvements")));
  CHECK(is_category(with("予防（Prevent）")));
  CHECK_FALSE(is_category(with("Configuration testing script")));
  CHECK(is_commitment(with("The team is going to rebuild the queue.")));
  CHECK_FALSE(is_commitment(with("The queue was rebuilt.")));
  CHECK(is_nothing(with("None.")));
  CHECK(is_nothing(with("特になし")));
  CHECK_FALSE(is_nothing(with("Rotate the keys")));
}
