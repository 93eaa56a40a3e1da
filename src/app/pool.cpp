#include "app/pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace hindcast::app {
namespace {

constexpr int threads_max = 64;
constexpr std::size_t run_max = 16;
constexpr std::size_t ahead_max = 4;  // slots a thread

}  // namespace

Shares shares(std::size_t size, int threads_wanted) {
  Shares made;
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  const int files = static_cast<int>(std::min<std::size_t>(size, threads_max));
  made.threads = std::max(1, std::min({threads_wanted > 0 ? threads_wanted : cores, threads_max, files}));
  made.run = size < 4 * run_max ? 1 : run_max;
  made.runs = (size + made.run - 1) / made.run;
  made.slots = ahead_max * static_cast<std::size_t>(made.threads);
  return made;
}

void runs_in_order(const Shares& share, const RunStep& make, const RunStep& take) {
  if (share.threads == 1) {
    for (std::size_t i = 0; i < share.runs; ++i) {
      make(i, 0);
      take(i, 0);
    }
    return;
  }
  std::mutex lock;
  std::condition_variable made, taken;
  std::vector<char> is_made(share.slots, 0);
  std::size_t next = 0, done = 0;  // next to make, next to hand on; all three under `lock`

  auto work = [&] {
    std::unique_lock hold(lock);
    for (;;) {
      taken.wait(hold, [&] { return next >= share.runs || next < done + share.slots; });
      if (next >= share.runs) return;
      const std::size_t mine = next++;
      hold.unlock();
      make(mine, mine % share.slots);
      hold.lock();
      is_made[mine % share.slots] = 1;
      if (mine == done) made.notify_one();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(static_cast<std::size_t>(share.threads));
  for (int i = 0; i < share.threads; ++i)
    workers.emplace_back(work);
  for (std::size_t i = 0; i < share.runs; ++i) {
    std::unique_lock hold(lock);
    made.wait(hold, [&] { return is_made[i % share.slots] != 0; });
    hold.unlock();
    take(i, i % share.slots);  // the slot is still this run's: `done` has not passed it
    hold.lock();
    is_made[i % share.slots] = 0;
    done = i + 1;
    hold.unlock();
    taken.notify_all();
  }
  for (auto& worker : workers)
    worker.join();
}

void in_order_of_needs(const std::vector<std::vector<std::size_t>>& needs, int threads,
                       const std::function<void(std::size_t)>& make,
                       const std::function<void(std::size_t)>& take) {
  std::vector<std::vector<std::size_t>> needed_by(needs.size());
  std::vector<std::size_t> waits_for(needs.size());
  std::deque<std::size_t> ready, made;  // both under `lock`
  std::size_t left = needs.size();
  for (std::size_t i = 0; i < needs.size(); ++i) {
    waits_for[i] = needs[i].size();
    for (const std::size_t need : needs[i])
      needed_by[need].push_back(i);
    if (needs[i].empty()) ready.push_back(i);
  }
  std::mutex lock;
  std::condition_variable has_ready, has_made;
  bool is_over = needs.empty();
  const auto work = [&] {
    std::unique_lock hold(lock);
    for (;;) {
      has_ready.wait(hold, [&] { return is_over || !ready.empty(); });
      if (ready.empty()) return;
      const std::size_t mine = ready.front();
      ready.pop_front();
      hold.unlock();
      make(mine);
      hold.lock();
      made.push_back(mine);
      has_made.notify_one();
    }
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < shares(needs.size(), threads).threads && !needs.empty(); ++i)
    workers.emplace_back(work);
  std::unique_lock hold(lock);
  while (left > 0) {
    has_made.wait(hold, [&] { return !made.empty(); });
    const std::size_t done = made.front();
    made.pop_front();
    --left;
    hold.unlock();
    take(done);
    hold.lock();
    for (const std::size_t next : needed_by[done])
      if (--waits_for[next] == 0) ready.push_back(next);
    is_over = left == 0;
    has_ready.notify_all();
  }
  hold.unlock();
  for (auto& worker : workers)
    worker.join();
}

}  // namespace hindcast::app
