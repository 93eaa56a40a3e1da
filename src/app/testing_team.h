// What the tests of verbs over a whole archive share: a folder of documents with an archive beside them.
#pragma once

#include <string>

#include "base/time.h"

namespace hindcast::app {
struct OpenArchive;
}

namespace hindcast::app::testing {

class Team {
 public:
  Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team();

  const std::string& root() const { return root_; }
  std::string at(const std::string& name) const { return root_ + "/" + name; }

  void write(const std::string& name, const std::string& text) const;
  void move(const std::string& from, const std::string& to) const;
  void remove(const std::string& name) const;
  std::string text_of(const std::string& name) const;

  void sync(Timestamp at = 1'000, const std::string& actor = "ada") const;
  OpenArchive open() const;
  // "whole: 2 documents, 3 events", or the first problem.
  std::string verified() const;

 private:
  std::string root_;
};

// A postmortem with one action.
std::string outage(const std::string& title, const std::string& action);

}  // namespace hindcast::app::testing
