// Rules about dates and durations: declared here, listed in timeline.cpp.
#pragma once

#include "lint/lint.h"

namespace hindcast::lint {

void impossible_date(const Subject&, Findings&);
void date_without_year(const Subject&, Findings&);
void duration_disagrees(const Subject&, Findings&);
void feedback_after_meeting(const Subject&, Findings&);
void dates_contradict(const Subject&, Findings&);
void end_before_start(const Subject&, Findings&);
void planned_not_actual(const Subject&, Findings&);
void milestones_contradict(const Subject&, Findings&);  // a part of date-contradicts
void timeline_out_of_order(const Subject&, Findings&);
void timeline_range_backwards(const Subject&, Findings&);

}  // namespace hindcast::lint
