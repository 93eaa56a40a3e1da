// The published JSON of documents and items: additive only, with its schemas in
// docs/schema/. Every key is always there; what a document does not say is null.
#pragma once

#include <string>

#include "app/app.h"
#include "json/json.h"

namespace hindcast::app {

// One object on one line, with its line end: what `hindcast show --format json` prints for a file.
void append_document_json(const ReadDocument&, std::string& out);

// The members of one item's object, which the caller has opened and closes: it may put its own before and
// after.
void put_item_members(json::Writer&, const facts::Item&);

}  // namespace hindcast::app
