// The verb `doctor`: all documents together, on a given day. Reads them, lets doctor/doctor.h examine what
// they say, and puts the findings in their places.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "app/baseline.h"
#include "app/check.h"
#include "app/check_settings.h"
#include "app/links.h"
#include "base/result.h"
#include "doctor/doctor.h"
#include "policy/calendar.h"

namespace hindcast::app {

struct DoctorOptions {
  ReadOptions read;
  std::function<lint::Settings(const std::string& path)> settings_of;  // by a document's path
  doctor::Options look;
  const Baseline* baseline = nullptr;            // null: none
  std::optional<LinkOptions> links;              // nothing: the network is not asked
  const Configuration* configuration = nullptr;  // whose policies are asked for; null: none
  std::string start = ".";                       // the archive of this file or folder is asked
  policy::Calendar calendar;                     // of these
  bool has_all = true;                           // documents; of a few is not asked what comes round
};

struct Examined {
  std::vector<Trouble> troubles;
  LinkReport links;  // but for its troubles
};

// The limits and the names of a configuration. A CODEOWNERS file that it names must be there; one that lies
// where CODEOWNERS files lie is taken where there is one.
Result<doctor::Options> doctor_options(const Configuration&, Date today);

// Hands every document on in order, with what was found in it; the text of one with no finding is empty.
// Behind them comes the configuration, where what comes round by a policy did not come.
// Documents are read on all cores, and those with findings once more: what is kept of the others is small.
Examined examine_files(const std::vector<std::string>& files, const DoctorOptions&,
                       const std::function<void(CheckedDocument&&)>& take);

}  // namespace hindcast::app
