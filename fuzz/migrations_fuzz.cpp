// Histories of SQL migrations out of any bytes, in each dialect: every token lies inside the text, every note
// has its place, and what is left in the end hangs together.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "guards/migration_files.h"
#include "guards/sql/replay.h"
#include "guards/sql/testing.h"

namespace {

using namespace hindcast::guards;

void read_tokens(std::string_view text, sql::Dialect dialect) {
  sql::Reader reader(text, dialect);
  std::uint32_t line = 1;
  for (sql::Statement one; reader.next(one);) {
    HC_ASSERT(!one.tokens.empty() && one.line >= line);
    for (const sql::Token& token : one.tokens) {
      HC_ASSERT(token.text.data() >= text.data() &&
                token.text.data() + token.text.size() <= text.data() + text.size());
      HC_ASSERT(token.line >= line);
      line = token.line;
    }
  }
}

void hold_together(const sql::Catalogue& catalogue) {
  for (const sql::Table& table : catalogue.tables()) {
    if (!table.is_alive) continue;
    HC_ASSERT(catalogue.find(table.name) != sql::no_table);
    for (const sql::Index& index : table.indexes)
      for (const sql::IndexPart& part : index.parts)
        HC_ASSERT(part.column.empty() || !table.has_known_columns || table.has_column(part.column));
    for (const sql::ForeignKey& key : table.foreign_keys)
      for (const std::string& column : key.columns)
        HC_ASSERT(!table.has_known_columns || table.has_column(column));
  }
  (void)sql::testing::lines(catalogue);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto dialect :
       {sql::Dialect::postgresql, sql::Dialect::mysql, sql::Dialect::mariadb, sql::Dialect::sqlite}) {
    read_tokens(text, dialect);
    sql::Replay replay(dialect, "public", {"outside.*"});
    // Twice: the second time everything is there already.
    for (int i = 0; i < 2; ++i)
      replay.run(running_part(text, dialect).scripts);
    for (const sql::Note& note : replay.notes())
      HC_ASSERT(note.place.file < 2 && note.place.line >= 1 && note.place.line <= lines);
    hold_together(replay.catalogue());
  }
  return 0;
}
