#include "gate/person.h"

#include <algorithm>
#include <string>
#include <vector>

#include "search/letters.h"

namespace hindcast::gate {
namespace {

// One person as a text tells it: what is left of the name, and the addresses beside it.
struct Person {
  std::string name;
  std::vector<std::string> addresses;
};

bool ends_token(const search::Letter& letter, char first) {
  constexpr std::string_view signs_of_addresses = "@.+-_!#$%&'*/=?^`{|}~";
  if (letter.kind != search::Class::other) return false;
  return letter.size > 1 || signs_of_addresses.find(first) == std::string_view::npos;
}

// Letters and digits alone; marks stay with them.
std::string letters_of(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = search::letter_at(text, at);
    if (letter.kind != search::Class::other) out += text.substr(at, letter.size);
    at += letter.size;
  }
  return out;
}

bool is_address(std::string_view token) {
  const auto mark = token.find('@');
  return mark != token.npos && mark > 0 && mark + 1 < token.size();
}

// "<ada@example.org>," begins and ends with signs that are no part of it.
Person person_of(std::string_view text) {
  const auto plain = search::plain(text);
  const std::string_view all = plain;
  Person out;
  for (std::size_t begin = 0; begin < all.size();) {
    auto end = begin;
    std::size_t skip = 0;
    while (end < all.size()) {
      const auto letter = search::letter_at(all, end);
      skip = letter.size;
      if (ends_token(letter, all[end])) break;
      end += letter.size;
    }
    auto token = all.substr(begin, end - begin);
    while (token.ends_with('.'))
      token.remove_suffix(1);
    if (is_address(token))
      out.addresses.emplace_back(token);
    else
      out.name += letters_of(token);
    begin = std::min(end + skip, all.size());
  }
  return out;
}

}  // namespace

bool is_same_person(std::string_view a, std::string_view b) {
  const auto one = person_of(a), other = person_of(b);
  if (!one.name.empty() && one.name == other.name) return true;
  return std::any_of(one.addresses.begin(), one.addresses.end(), [&](const std::string& address) {
    return std::find(other.addresses.begin(), other.addresses.end(), address) != other.addresses.end();
  });
}

bool names_somebody(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = search::letter_at(text, at);
    if (letter.kind == search::Class::letter || letter.kind == search::Class::paired) return true;
    at += letter.size;
  }
  return false;
}

}  // namespace hindcast::gate
