// What the parts of a document state: actions, events, checks and the other
// items, in document order, each from a row, a bullet, a heading or a line.
#pragma once

#include <string_view>

#include "document/dates.h"
#include "document/outline.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// Appends to `document.items`, without ids. `context.near` is the document's day: relative dates count from
// it.
void read_items(const markdown::Tree&, std::string_view text, const Outline&, const DateContext& context,
                bool near_is_day, facts::Document& document);

// The causal chain that a fence draws ("Symptom", "↓", "Cause") and whole documents inside fences.
void read_fences(const markdown::Tree&, std::string_view text, const Outline&, facts::Document& document);

// The causal chain that whys tell where no fence draws one: the first question and the answers, in the first
// section on causes that has them. Reads `document.sections`.
void read_whys(const markdown::Tree&, std::string_view text, facts::Document& document);

}  // namespace hindcast::document
