// Hostile texts of any size, each one construct repeated: what the proofs of linear work double.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hindcast::linear {

struct Shape {
  const char* name;
  std::function<std::string(std::size_t)> make;  // about that many bytes
};

inline std::string repeated(std::string_view unit, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + unit.size());
  while (text.size() < bytes)
    text += unit;
  return text;
}

inline Shape of(const char* name, std::string unit, std::string before = "", std::string after = "") {
  return {name, [=](std::size_t bytes) { return before + repeated(unit, bytes) + after; }};
}

// `left` for the first half, `right` for the second.
inline Shape halves(const char* name, std::string left, std::string right, std::string between = "a",
                    std::string before = "") {
  return {name, [=](std::size_t bytes) {
            return before + repeated(left, bytes / 2) + between + repeated(right, bytes / 2);
          }};
}

// `before`, the unit's number and `after`, again and again: no two are alike.
inline Shape numbered(const char* name, std::string before, std::string after, std::string head = "") {
  return {name, [=](std::size_t bytes) {
            std::string text = head;
            for (std::size_t i = 0; text.size() < bytes; ++i)
              text += before + std::to_string(i) + after;
            return text;
          }};
}

// Documents and templates that press on what reading them does (tests/linear/shapes.cpp).
std::vector<Shape> document_shapes();
std::vector<Shape> template_shapes();

}  // namespace hindcast::linear
