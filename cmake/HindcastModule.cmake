# hindcast_module(<name> [DEPENDS <module>...] [LIBRARIES <third party target>...])
#
# Declares src/<name>/ as one library and its *_test.cpp files as one test
# program. Dependencies are PUBLIC so that the link graph equals the layer graph.
function(hindcast_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/test_main\\.cpp$|/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(TRANSFORM ARG_DEPENDS PREPEND hindcast_)

  if(sources)
    add_library(hindcast_${name} STATIC ${sources})
    target_include_directories(hindcast_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(hindcast_${name} PUBLIC hindcast_settings ${ARG_DEPENDS} PRIVATE ${ARG_LIBRARIES})
    target_precompile_headers(hindcast_${name} REUSE_FROM hindcast_pch)
  else()
    add_library(hindcast_${name} INTERFACE)
    target_include_directories(hindcast_${name} INTERFACE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(hindcast_${name} INTERFACE hindcast_settings ${ARG_DEPENDS})
  endif()

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests} $<TARGET_OBJECTS:hindcast_test_main>)
    target_link_libraries(${name}_test PRIVATE hindcast_${name})
    target_precompile_headers(${name}_test REUSE_FROM hindcast_pch)
    target_compile_definitions(${name}_test PRIVATE HINDCAST_ROOT="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
    if(name IN_LIST HINDCAST_THREADED)
      set_tests_properties(${name} PROPERTIES LABELS threaded)
      add_dependencies(threaded_tests ${name}_test)
    endif()
  endif()
endfunction()

# hindcast_embed(<module> <file> <qualified::name>)
#
# Builds the file's text into the module as `const std::string_view <qualified::name>`.
function(hindcast_embed module file name)
  get_filename_component(stem ${file} NAME)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/embedded/${module}_${stem}.cpp)
  add_custom_command(
    OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} -DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/${module}/${file} -DOUTPUT=${made} -DNAME=${name}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${module}/${file} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    VERBATIM)
  target_sources(hindcast_${module} PRIVATE ${made})
endfunction()

# hindcast_embed_all(<module> <stem> <qualified::name> <file>...)
#
# The same for several files in one text, each after a form feed.
function(hindcast_embed_all module stem name)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/embedded/${module}_${stem}.cpp)
  string(REPLACE ";" "|" inputs "${ARGN}")
  add_custom_command(
    OUTPUT ${made}
    COMMAND ${CMAKE_COMMAND} "-DINPUT=${inputs}" -DOUTPUT=${made} -DNAME=${name}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake
    VERBATIM)
  target_sources(hindcast_${module} PRIVATE ${made})
endfunction()
