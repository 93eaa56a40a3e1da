# cmake -DINPUT="a|b" -DOUTPUT=file.cpp -P reader_digest.cmake
#
# Writes document::reader_digest(): a digest over the bytes of the files, wherever they lie.
string(REPLACE "|" ";" inputs "${INPUT}")
set(all "")
foreach(input IN LISTS inputs)
  file(SHA256 "${input}" one)
  string(APPEND all "${one}")
endforeach()
string(SHA256 digest "${all}")
string(SUBSTRING "${digest}" 0 16 digest)
file(WRITE "${OUTPUT}" "#include \"document/reader.h\"

namespace hindcast::document {

std::string_view reader_digest() {
  return \"${digest}\";
}

}  // namespace hindcast::document
")
