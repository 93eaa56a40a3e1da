# Run at every build: writes the version's source file when, and only when, the
# commit has changed, so that nothing else is built again.
execute_process(COMMAND git describe --always --dirty --abbrev=12 --exclude=*
  WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE failed ERROR_QUIET)
# A checkout of something else around an unpacked archive of ours is not our commit.
execute_process(COMMAND git rev-parse --show-toplevel WORKING_DIRECTORY ${SOURCE}
  OUTPUT_VARIABLE top OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
file(REAL_PATH "${SOURCE}" source)
if(failed OR NOT top STREQUAL source)
  set(commit unknown)
endif()
set(text "#include \"cli/version.h\"

namespace hindcast::cli {
std::string_view version_number() {
  return \"${VERSION}\";
}
std::string_view version_commit() {
  return \"${commit}\";
}
}  // namespace hindcast::cli
")
set(before "")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT text STREQUAL before)
  file(WRITE ${OUT} "${text}")
endif()
