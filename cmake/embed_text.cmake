# cmake -DINPUT=file -DOUTPUT=file.cpp -DNAME=hindcast::some::name -P embed_text.cmake
#
# Of several files, parted by "|", each begins with a form feed.
#
# Writes a file's bytes as a string constant. Pieces end at line ends and stay
# under the 64 KiB that every compiler takes for one literal.
string(REPLACE "|" ";" inputs "${INPUT}")
list(LENGTH inputs count)
set(text "")
foreach(input IN LISTS inputs)
  file(READ "${input}" one)
  if(count GREATER 1)
    string(ASCII 12 feed)
    string(APPEND text "${feed}")
  endif()
  string(APPEND text "${one}")
endforeach()
string(REGEX REPLACE "::[^:]*$" "" space "${NAME}")
string(REGEX REPLACE "^.*::" "" name "${NAME}")
set(literal "")
string(LENGTH "${text}" left)
while(left GREATER 0)
  set(size ${left})
  if(left GREATER 8000)
    string(SUBSTRING "${text}" 0 8000 piece)
    string(FIND "${piece}" "\n" size REVERSE)
    math(EXPR size "${size} + 1")
  endif()
  string(SUBSTRING "${text}" 0 ${size} piece)
  string(SUBSTRING "${text}" ${size} -1 text)
  string(APPEND literal "    R\"embedded(${piece})embedded\"\n")
  string(LENGTH "${text}" left)
endwhile()
file(WRITE "${OUTPUT}" "// Made from ${NAME}.\n#include <string_view>\n\nnamespace ${space} {\nextern const std::string_view ${name};\nconst std::string_view ${name} =\n${literal}    ;\n}  // namespace ${space}\n")
