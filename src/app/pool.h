// Work on all cores that is handed on in order: what the verbs over many
// documents share. The only place that starts threads.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

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

// make(begin, end, run) for runs of 0..size on all cores, take(begin, run) in order on the calling thread.
// `make` must not touch what is shared; the `run` that it fills holds what an earlier one left, so that
// memory is used again. `threads` of 0: one per core.
template <typename Run, typename Make, typename Take>
void in_runs(std::size_t size, int threads, const Make& make, const Take& take) {
  const Shares share = shares(size, threads);
  std::vector<Run> slots(share.slots);
  runs_in_order(
      share,
      [&](std::size_t run, std::size_t slot) {
        const std::size_t begin = run * share.run;
        make(begin, begin + share.run < size ? begin + share.run : size, slots[slot]);
      },
      [&](std::size_t run, std::size_t slot) { take(run * share.run, slots[slot]); });
}

}  // namespace hindcast::app
