#include <doctest/doctest.h>

#include <string>

#include "document/dates.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr Date kNear{2025, 5, 5};  // a Monday

std::string show(std::string_view text, const std::optional<facts::DerivedDate>& due) {
  if (!due) return "none";
  REQUIRE(due->at.begin < due->at.end);
  REQUIRE(due->at.end <= text.size());
  return to_iso(due->date) + " [" + std::string(scan::slice(text, due->at)) + "]";
}
std::string due(std::string_view text) {
  return show(text, due_in_text(text, {kNear, DateOrder::month_first}));
}
std::string due_cell(std::string_view text) {
  return show(text, due_in_cell(text, "Due", {kNear, DateOrder::month_first}));
}

struct Picture {
  std::string_view text;
  std::string_view found;
};

TEST_CASE("a date that a word of owing leads is a due date") {
  for (const Picture& picture : {
           Picture{"Add an alert by May 10", "2025-05-10 [by May 10]"},
           Picture{"Add an alert (by May 10)", "2025-05-10 [by May 10]"},
           Picture{"Add an alert by the 10th of May", "2025-05-10 [by the 10th of May]"},
           Picture{"Add an alert, due 2025-06-04", "2025-06-04 [due 2025-06-04]"},
           Picture{"Add an alert (ETA: 2025-06-04)", "2025-06-04 [ETA: 2025-06-04]"},
           Picture{"Add an alert. **Deadline:** June 4, 2025", "2025-06-04 [Deadline:** June 4, 2025]"},
           Picture{"Due date: 6/4/2025", "2025-06-04 [Due date: 6/4/2025]"},
           Picture{"no later than Friday, May 9", "2025-05-09 [no later than Friday, May 9]"},
           Picture{"監視を追加する（期限: 2025-06-04）", "2025-06-04 [期限: 2025-06-04]"},
           Picture{"**期限：** 2025-06-04", "2025-06-04 [期限：** 2025-06-04]"},
           Picture{"5月10日までに監視を追加する", "2025-05-10 [5月10日までに]"},
           Picture{"截止日期：2025年6月4日", "2025-06-04 [截止日期：2025年6月4日]"},
           Picture{"6月4日之前完成", "2025-06-04 [6月4日之前]"},
           Picture{"6월 4일까지 추가", "2025-06-04 [6월 4일까지]"},
           Picture{"기한: 2025-06-04", "2025-06-04 [기한: 2025-06-04]"},
           Picture{"Добавить алерт до 10 мая", "2025-05-10 [до 10 мая]"},
           Picture{"Срок: 10.06.2025", "2025-06-10 [Срок: 10.06.2025]"},
           Picture{"Adicionar alerta até 10 de maio", "2025-05-10 [até 10 de maio]"},
           Picture{"Prazo: 2025-06-04", "2025-06-04 [Prazo: 2025-06-04]"},
           Picture{"Ajouter une alerte avant le 10 juin", "2025-06-10 [avant le 10 juin]"},
           Picture{"Échéance : 10 juin 2025", "2025-06-10 [Échéance : 10 juin 2025]"},
           Picture{"Alarm bis 10. Juni", "2025-06-10 [bis 10. Juni]"},
           Picture{"Alarm bis zum 10.06.2025", "2025-06-10 [bis zum 10.06.2025]"},
           Picture{"Larm senast 10 juni", "2025-06-10 [senast 10 juni]"},
           Picture{"Añadir alerta antes del 10 de junio", "2025-06-10 [antes del 10 de junio]"},
       }) {
    CAPTURE(picture.text);
    CHECK(due(picture.text) == picture.found);
  }
}

TEST_CASE("a counted time runs from the document's date") {
  for (const Picture& picture : {
           Picture{"Review the alerts in 30 days", "2025-06-04 [in 30 days]"},
           Picture{"Review within two weeks.", "2025-05-19 [within two weeks]"},
           Picture{"Review in the next 2 weeks", "2025-05-19 [in the next 2 weeks]"},
           Picture{"Review in a month", "2025-06-05 [in a month]"},
           Picture{"Review within 48 hours", "2025-05-07 [within 48 hours]"},
           Picture{"Review in 2-3 weeks", "2025-05-26 [in 2-3 weeks]"},
           Picture{"30日以内に見直す", "2025-06-04 [30日以内に]"},
           Picture{"2週間以内に見直す", "2025-05-19 [2週間以内に]"},
           Picture{"两周内完成", "2025-05-19 [两周内]"},
           Picture{"2주 이내 완료", "2025-05-19 [2주 이내]"},
           Picture{"Revoir dans 30 jours", "2025-06-04 [dans 30 jours]"},
           Picture{"Rever em 30 dias", "2025-06-04 [em 30 dias]"},
           Picture{"Revisar dentro de dos semanas", "2025-05-19 [dentro de dos semanas]"},
           Picture{"Prüfung innerhalb von 2 Wochen", "2025-05-19 [innerhalb von 2 Wochen]"},
           Picture{"Se över inom 30 dagar", "2025-06-04 [inom 30 dagar]"},
           Picture{"Проверить через 30 дней", "2025-06-04 [через 30 дней]"},
           Picture{"Проверить в течение 2 недель", "2025-05-19 [в течение 2 недель]"},
       }) {
    CAPTURE(picture.text);
    CHECK(due(picture.text) == picture.found);
  }
}

TEST_CASE("a named period ends on its last day") {
  for (const Picture& picture : {
           Picture{"Add it by end of May", "2025-05-31 [by end of May]"},
           Picture{"Add it by the end of the month", "2025-05-31 [by the end of the month]"},
           Picture{"Add it by end of Q2", "2025-06-30 [by end of Q2]"},
           Picture{"Add it by Q3 2025", "2025-09-30 [by Q3 2025]"},
           Picture{"Add it by Q1", "2026-03-31 [by Q1]"},
           Picture{"Add it by June 2025", "2025-06-30 [by June 2025]"},
           Picture{"Add it by end of next week", "2025-05-18 [by end of next week]"},
           Picture{"Add it by EOW", "2025-05-11 [by EOW]"},
           Picture{"Add it by Friday", "2025-05-09 [by Friday]"},
           Picture{"Add it by Monday", "2025-05-12 [by Monday]"},
           Picture{"Add it by next Friday", "2025-05-09 [by next Friday]"},
           Picture{"Alarm bis Ende Juni", "2025-06-30 [bis Ende Juni]"},
           Picture{"до конца месяца", "2025-05-31 [до конца месяца]"},
           Picture{"até o fim de maio", "2025-05-31 [até o fim de maio]"},
           Picture{"6月末までに対応", "2025-06-30 [6月末までに]"},
           Picture{"期限: 月末", "2025-05-31 [期限: 月末]"},
       }) {
    CAPTURE(picture.text);
    CHECK(due(picture.text) == picture.found);
  }
}

TEST_CASE("dates and spans that nobody owes are no due dates") {
  for (const std::string_view text : {"The disk filled up on May 4",
                                      "since 2025-05-04",
                                      "see 2025-05-04-disk.md",
                                      "1 week",
                                      "takes two weeks",
                                      "next sprint",
                                      "in the last 30 days",
                                      "in 30 days of data",
                                      "within 5 minutes",
                                      "by 30%",
                                      "written by Alice",
                                      "by hand",
                                      "by 27 hosts",
                                      "in two places",
                                      "ongoing",
                                      "ASAP",
                                      "the end of the file",
                                      "blocked by #12",
                                      "the month was quiet",
                                      "due to a bug",
                                      "30日分"}) {
    CAPTURE(text);
    CHECK(due(text) == "none");
  }
}

TEST_CASE("a standing rule about how fast something is done is no due date") {
  for (const std::string_view text :
       {"Respond within 24 hours", "Acknowledge pages within two days",
        "Every page is answered within 4 hours", "Review each change within 2 days",
        "If a key leaks, rotate it within 24 hours, whatever the cause",
        "All critical patches must be applied within 7 days",
        "Ensure that backups are restored within 48 hours", "Notify customers within 24 hours",
        "Publish a report within two weeks of the incident", "Publish a report within 5 days after an outage",
        "Jede Meldung innerhalb von 2 Tagen beantworten", "Répondre à chaque alerte dans les 2 jours",
        "Responder cada alerta em 2 dias", "Отвечать на каждое письмо в течение 2 дней",
        "障害の場合は2日以内に連絡する"}) {
    CAPTURE(text);
    CHECK(due(text) == "none");
  }
  CHECK(due("Patch all hosts within 7 days") == "2025-05-12 [within 7 days]");
  CHECK(due("If the disk fails, call. Order a disk within 7 days") == "2025-05-12 [within 7 days]");
  CHECK(due("The policy is reviewed by May 10, whenever we meet") == "2025-05-10 [by May 10]");
  CHECK(due("Review the alerts in 30 days from now") == "2025-06-04 [in 30 days]");
}

TEST_CASE("a due cell needs no word of owing, and a bare duration is none") {
  for (const Picture& picture : {
           Picture{"2025-06-04", "2025-06-04 [2025-06-04]"},
           Picture{"**2025-06-04**", "2025-06-04 [2025-06-04]"},
           Picture{"Jun 4", "2025-06-04 [Jun 4]"},
           Picture{"6/4", "2025-06-04 [6/4]"},
           Picture{"06-04", "2025-06-04 [06-04]"},
           Picture{"2025-06-04 first, then quarterly", "2025-06-04 [2025-06-04]"},
           Picture{"in 30 days", "2025-06-04 [in 30 days]"},
           Picture{"End of June", "2025-06-30 [End of June]"},
           Picture{"6月末", "2025-06-30 [6月末]"},
           Picture{"EOM", "2025-05-31 [EOM]"},
           Picture{"1 week", "none"},
           Picture{"2 weeks", "none"},
           Picture{"Q2 2025", "2025-06-30 [Q2 2025]"},
           Picture{"2025-Q3", "2025-09-30 [2025-Q3]"},
           Picture{"2025 Q4", "2025-12-31 [2025 Q4]"},
           Picture{"June 2025", "2025-06-30 [June 2025]"},
           Picture{"end of Q3 2025", "2025-09-30 [end of Q3 2025]"},
           Picture{"end of March", "2026-03-31 [end of March]"},
           Picture{"EOW", "2025-05-11 [EOW]"},
           Picture{"**next Friday**", "2025-05-09 [next Friday]"},
           Picture{"Friday", "2025-05-09 [Friday]"},
           Picture{"Friday's release", "none"},
           Picture{"Q2 2025 or later", "none"},
           Picture{"2025 Quarterly", "none"},
           Picture{"Q2", "none"},
           Picture{"this sprint", "none"},
           Picture{"next sprint", "none"},
           Picture{"next quarter", "none"},
           Picture{"Phase 2", "none"},
           Picture{"TBD", "none"},
           Picture{"", "none"},
           Picture{"-", "none"},
           Picture{"継続", "none"},
           Picture{"Ongoing", "none"},
       }) {
    CAPTURE(picture.text);
    CHECK(due_cell(picture.text) == picture.found);
  }
}

TEST_CASE("a due date says how it was derived") {
  const DateContext context{kNear, DateOrder::month_first};
  CHECK(due_in_text("by May 10", context)->from == "\"by May 10\" with the year nearest to 2025-05-05");
  CHECK(due_in_text("by 2025-05-10", context)->from == "\"by 2025-05-10\"");
  CHECK(due_in_text("in 30 days", context)->from == "\"in 30 days\" after 2025-05-05");
  CHECK(due_in_cell("2025-05-10", "Due", context)->from == "column `Due`");
  CHECK(due_in_cell("May 10", "Due", context)->from ==
        "column `Due`, \"May 10\" with the year nearest to 2025-05-05");
  CHECK(due_in_cell("Q3 2025", "Due", {})->from == "column `Due`, the last day of \"Q3 2025\"");
  CHECK(due_in_cell("next Friday", "Due", context)->from == "column `Due`, \"next Friday\" after 2025-05-05");
  CHECK(due_in_cell("in 30 days", "Due", context)->from == "column `Due`, \"in 30 days\" after 2025-05-05");
}

TEST_CASE("without a day to count from only full dates are due") {
  CHECK_FALSE(due_in_text("in 30 days", {}));
  CHECK_FALSE(due_in_text("by May 10", {}));
  CHECK_FALSE(due_in_text("by Q3", {}));
  CHECK_FALSE(due_in_text("by next Friday", {}));
  CHECK(due_in_text("by May 10, 2025", {})->date == Date{2025, 5, 10});
  CHECK(due_in_text("by Q3 2025", {})->date == Date{2025, 9, 30});
}

}  // namespace
}  // namespace hindcast::document
