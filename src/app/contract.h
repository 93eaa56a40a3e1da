// The published JSON of documents and items: additive only, schemas in docs/schema/.
#pragma once

#include <string>

#include "app/app.h"

namespace hindcast::app {

// One object on one line, with its line end: what `hindcast show --format json` prints for a file.
void append_document_json(const ReadDocument&, std::string& out);

}  // namespace hindcast::app
