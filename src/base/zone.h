// A time zone as a value: which day it is somewhere, and when a day begins there.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/time.h"

namespace hindcast {

class Zone {
 public:
  struct Shift {
    Timestamp from = 0;  // clocks show UTC and this much more from here on
    std::int64_t offset_ms = 0;
  };

  Zone() = default;  // UTC
  // REQUIRES: by `from`. The first holds before its time too.
  explicit Zone(std::vector<Shift> shifts) : shifts_(std::move(shifts)) {}

  Date day(Timestamp) const;
  // Its first moment, at whatever hour clocks begin that day, and the first one after it.
  Timestamp start(Date) const;
  Timestamp end(Date) const;

 private:
  template <typename IsReached>
  Timestamp first(Date, IsReached) const;
  std::int64_t offset(Timestamp) const;
  std::vector<Shift> shifts_;
};

}  // namespace hindcast
