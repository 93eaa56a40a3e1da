// Reads "<bytes> <options>\n<markdown>" again and again; answers each with "<bytes>\n<html>".
#include <cstdio>
#include <iostream>
#include <string>

#include "html.h"

int main() {
  std::string head;
  while (std::getline(std::cin, head)) {
    std::string markdown(std::stoul(head), '\0');
    std::cin.read(markdown.data(), static_cast<std::streamsize>(markdown.size()));
    hindcast::oracle::HtmlOptions options;
    options.bare_links = head.find("autolink") != std::string::npos;
    options.tag_filter = head.find("tagfilter") != std::string::npos;
    std::string html = hindcast::oracle::to_html(markdown, options);
    std::cout << html.size() << '\n' << html;
  }
}
