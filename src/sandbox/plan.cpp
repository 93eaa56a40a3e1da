#include "sandbox/plan.h"

#include <cstring>

namespace hindcast::sandbox {
namespace {

constexpr std::string_view magic = "hindcast-plan-1\n";

class Printer {
 public:
  void number(std::uint64_t value) { out_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  void texts(const std::vector<std::string>& values) {
    number(values.size());
    for (const auto& value : values)
      text(value);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_{magic};
};

class Parser {
 public:
  explicit Parser(std::string_view bytes) : left_(bytes) {
    is_whole_ = left_.starts_with(magic);
    if (is_whole_) left_.remove_prefix(magic.size());
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    if (left_.size() < sizeof value) return is_whole_ = false, 0;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = number();
    if (size > left_.size()) return is_whole_ = false, std::string();
    std::string value(left_.substr(0, size));
    left_.remove_prefix(size);
    return value;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values;
    for (auto count = number(); count > 0 && is_whole_; --count)
      values.push_back(text());
    return values;
  }
  bool is_whole() const { return is_whole_ && left_.empty(); }
  bool is_good() const { return is_whole_; }

 private:
  std::string_view left_;
  bool is_whole_ = false;
};

}  // namespace

std::string print(const Plan& plan) {
  const Request& request = plan.request;
  Printer out;
  out.texts(request.command);
  out.text(request.folder);
  out.texts(request.readable);
  out.texts(request.writable);
  out.number(request.environment.size());
  for (const auto& [name, value] : request.environment) {
    out.text(name);
    out.text(value);
  }
  out.number(request.may_use_network ? 1 : 0);
  out.number(static_cast<std::uint64_t>(request.limits.wall_ms));
  out.number(request.limits.memory_bytes);
  out.number(request.limits.file_bytes);
  out.number(request.limits.files);
  out.number(request.limits.processes);
  out.number(request.without);
  out.number(request.landlock_most);
  out.number(static_cast<std::uint64_t>(plan.level));
  out.text(plan.program);
  out.text(plan.bubblewrap);
  out.text(plan.own_folder);
  return out.take();
}

std::optional<Plan> parse_plan(std::string_view bytes) {
  Parser in(bytes);
  Plan plan;
  Request& request = plan.request;
  request.command = in.texts();
  request.folder = in.text();
  request.readable = in.texts();
  request.writable = in.texts();
  for (auto count = in.number(); count > 0 && in.is_good(); --count) {
    auto name = in.text();
    request.environment.emplace_back(std::move(name), in.text());
  }
  request.may_use_network = in.number() != 0;
  request.limits.wall_ms = static_cast<std::int64_t>(in.number());
  request.limits.memory_bytes = in.number();
  request.limits.file_bytes = in.number();
  request.limits.files = static_cast<std::uint32_t>(in.number());
  request.limits.processes = static_cast<std::uint32_t>(in.number());
  request.without = static_cast<std::uint32_t>(in.number());
  request.landlock_most = static_cast<std::uint32_t>(in.number());
  plan.level = static_cast<Level>(in.number());
  plan.program = in.text();
  plan.bubblewrap = in.text();
  plan.own_folder = in.text();
  const bool is_level = plan.level == Level::process || plan.level == Level::namespaces;
  if (!in.is_whole() || !is_level || request.command.empty()) return std::nullopt;
  return plan;
}

}  // namespace hindcast::sandbox
