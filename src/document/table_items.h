// Items from the rows of tables: the header's words say which cell is what.
#pragma once

#include <cstdint>
#include <vector>

#include "document/item_maker.h"
#include "document/outline.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// Appends the items of the table at node `table`, which stands under `around`.
void read_table(const markdown::Tree&, std::uint32_t table, facts::SectionRole around, ItemMaker&,
                std::vector<facts::Item>& out);

}  // namespace hindcast::document
