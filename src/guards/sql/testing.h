// A catalogue as lines that can be read and compared: for tests, and for who compares it with a database.
#pragma once

#include <string>

#include "guards/sql/catalogue.h"

namespace hindcast::guards::sql::testing {

// "orders(customer_id id) fk(customer_id)->customers orders_pkey primary(id)", a table a line, sorted.
std::string lines(const Catalogue&);
std::string line(const Index&);

}  // namespace hindcast::guards::sql::testing
