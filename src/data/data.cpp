#include "data/data.h"

#include <charconv>
#include <cmath>

namespace hindcast::data {
namespace {

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// "0x1F", "0o17": what YAML writes in another base.
int base_of(std::string_view& digits) {
  const int base = digits.starts_with("0x") ? 16 : digits.starts_with("0o") ? 8 : 10;
  if (base != 10) digits.remove_prefix(2);
  return base;
}

}  // namespace

const Value* Value::find(std::string_view wanted) const {
  if (!is_table()) return nullptr;
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    if (member->key == wanted) return &*member;
  return nullptr;
}

const Value* Value::at(std::string_view path) const {
  const Value* value = this;
  for (std::size_t begin = 0; value != nullptr && begin <= path.size();) {
    const auto end = std::min(path.find('.', begin), path.size());
    value = value->find(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return value;
}

std::optional<double> Value::number() const {
  if (type != Type::number) return std::nullopt;
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (const auto whole = integer()) return static_cast<double>(*whole);
  double out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(out))
    return std::nullopt;
  return out;
}

std::optional<std::int64_t> Value::integer() const {
  if (type != Type::number) return std::nullopt;
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const int base = base_of(digits);
  if (base != 10 && digits.starts_with('-')) return std::nullopt;
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return out;
}

std::optional<Format> format_of(std::string_view path) {
  const auto name = name_of(path);
  if (name.ends_with(".json")) return Format::json;
  if (name.ends_with(".yaml") || name.ends_with(".yml")) return Format::yaml;
  if (name.ends_with(".toml")) return Format::toml;
  if (name == ".env" || name.starts_with(".env.") || name.ends_with(".env")) return Format::dotenv;
  return std::nullopt;
}

Result<Value> read_file_text(std::string_view path, std::string_view text, const Limits& limits) {
  const auto format = format_of(path);
  if (!format)
    return Error{ErrorCode::unsupported,
                 "'" + std::string(name_of(path)) + "' has the name of no JSON, YAML, TOML or .env file"};
  switch (*format) {
    case Format::json:
      return read_json(text, limits);
    case Format::toml:
      return read_toml(text, limits);
    case Format::dotenv:
      return read_dotenv(text, limits);
    case Format::yaml:
      break;
  }
  Value all = TRY(read_yaml(text, limits));
  if (all.members.size() > 1) return all;
  if (all.members.empty()) return Value{};
  Value only = std::move(all.members[0]);
  return only;
}

}  // namespace hindcast::data
