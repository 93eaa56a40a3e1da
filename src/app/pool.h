// Work on all cores that is handed on in order: what the verbs over many
// documents share. The only place that starts threads.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "app/watch.h"

namespace hindcast::app {

// How `size` pieces of work are shared out.
struct Shares {
  int threads = 1;
  std::size_t run = 1;    // pieces that a thread takes at a time: handing on each alone would cost more
  std::size_t runs = 0;   // that there are
  std::size_t slots = 1;  // runs that are made but not yet handed on, at most: keeps memory flat
};
Shares shares(std::size_t size, int threads_wanted);

// make(run, slot) on the threads, take(run, slot) for 0, 1, … on the calling thread. No slot serves two
// runs at a time.
using RunStep = std::function<void(std::size_t run, std::size_t slot)>;
void runs_in_order(const Shares&, const RunStep& make, const RunStep& take);

// make(i) on at most so many threads, each once all that needs[i] names were taken; take(i) on the calling
// thread as they end. REQUIRES: no cycle
void in_order_of_needs(const std::vector<std::vector<std::size_t>>& needs, int threads,
                       const std::function<void(std::size_t)>& make,
                       const std::function<void(std::size_t)>& take);

// Who works, who watches, and what of.
struct Crew {
  int threads = 0;               // 0: one per core
  const Watch* watch = nullptr;  // asked to stop, what is left is neither made nor taken
  std::string_view what = "documents";
  std::size_t before = 0, total = 0;  // done before this work, and in all; 0: this work is all
};

// make(begin, end, run) for runs of 0..size on all cores, take(begin, run) in order on the calling thread.
// `make` must not touch what is shared; the `run` that it fills holds what an earlier one left, so that
// memory is used again.
template <typename Run, typename Make, typename Take>
void in_runs(std::size_t size, const Crew& crew, const Make& make, const Take& take) {
  const Shares share = shares(size, crew.threads);
  std::vector<Run> slots(share.slots);
  const auto end_of = [&](std::size_t run) {
    const std::size_t end = (run + 1) * share.run;
    return end < size ? end : size;
  };
  runs_in_order(
      share,
      [&](std::size_t run, std::size_t slot) {
        if (!is_stopped(crew.watch)) make(run * share.run, end_of(run), slots[slot]);
      },
      [&](std::size_t run, std::size_t slot) {
        if (is_stopped(crew.watch)) return;  // it stays so: what was not made is not taken
        take(run * share.run, slots[slot]);
        hear(crew.watch, crew.what, crew.before + end_of(run), crew.total == 0 ? size : crew.total);
      });
}

}  // namespace hindcast::app
