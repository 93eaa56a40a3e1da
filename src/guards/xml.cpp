#include "guards/xml.h"

#include <expat.h>

#include <memory>

namespace hindcast::guards {
namespace {

constexpr std::size_t bytes_max = 64u << 20, elements_max = 1'000'000, depth_max = 200;

struct Reading {
  XML_Parser parser = nullptr;
  std::vector<XmlElement> elements;
  std::uint32_t depth = 0;
  std::string_view refused;  // why reading was stopped
};

void stop(Reading& reading, std::string_view why) {
  if (reading.refused.empty()) reading.refused = why;
  XML_StopParser(reading.parser, XML_FALSE);
}

extern "C" {

static void hc_xml_start(void* user, const XML_Char* name, const XML_Char** attributes) {
  Reading& reading = *static_cast<Reading*>(user);
  if (reading.elements.size() >= elements_max) return stop(reading, "more than a million elements");
  if (reading.depth >= depth_max) return stop(reading, "more than 200 elements in each other");
  XmlElement element;
  element.name = name;
  element.line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(reading.parser));
  element.depth = reading.depth++;
  for (; *attributes != nullptr; attributes += 2)
    element.attributes.emplace_back(attributes[0], attributes[1]);
  reading.elements.push_back(std::move(element));
}

static void hc_xml_end(void* user, const XML_Char*) {
  --static_cast<Reading*>(user)->depth;
}

// A report needs no entity of its own; a few lines of them can stand for gigabytes.
static void hc_xml_entity(void* user, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                          const XML_Char*, const XML_Char*, const XML_Char*) {
  stop(*static_cast<Reading*>(user), "declares entities, which no report needs");
}

}  // extern "C"

struct ParserDeleter {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

}  // namespace

std::string_view XmlElement::operator[](std::string_view attribute) const {
  for (const auto& [key, value] : attributes)
    if (key == attribute) return value;
  return {};
}

Result<std::vector<XmlElement>> read_xml(std::string_view text) {
  if (text.size() > bytes_max) return Error{ErrorCode::invalid, "line 1: the file is larger than 64 MiB"};
  const std::unique_ptr<XML_ParserStruct, ParserDeleter> parser(XML_ParserCreate(nullptr));
  if (parser == nullptr) return Error{ErrorCode::unavailable, "no memory to read XML"};
  Reading reading;
  reading.parser = parser.get();
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), hc_xml_start, hc_xml_end);
  XML_SetEntityDeclHandler(parser.get(), hc_xml_entity);
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) != XML_STATUS_OK) {
    std::string message = "line ";
    message.append(std::to_string(XML_GetCurrentLineNumber(parser.get()))).append(": ");
    if (reading.refused.empty())
      message.append("is no XML: ").append(XML_ErrorString(XML_GetErrorCode(parser.get())));
    else
      message.append(reading.refused);
    return Error{ErrorCode::invalid, std::move(message)};
  }
  return std::move(reading.elements);
}

}  // namespace hindcast::guards
