# hindcast_sqlite: the pinned SQLite as a static library, see tools/sqlite.sh.
#
# Always the same compiler and flags, whatever the preset: it is compiled once and ccache hands the object to
# every other build. The sanitizers watch our code, not SQLite's, which has tests of its own.
execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tools/sqlite.sh
  OUTPUT_VARIABLE sqlite_source RESULT_VARIABLE failed ERROR_VARIABLE why OUTPUT_STRIP_TRAILING_WHITESPACE)
if(failed)
  message(FATAL_ERROR "${why}")
endif()

find_program(HINDCAST_SQLITE_CC NAMES gcc cc clang-14 clang REQUIRED)
set(sqlite_ccache)
if(CCACHE)
  set(sqlite_ccache ${CCACHE})
endif()
set(sqlite_flags -O2 -g0 -w -fPIE
  -DSQLITE_THREADSAFE=2              # one connection is used by one thread at a time
  -DSQLITE_DEFAULT_SYNCHRONOUS=3 -DSQLITE_DEFAULT_WAL_SYNCHRONOUS=2  # what was said to be saved is saved
  -DSQLITE_DEFAULT_FOREIGN_KEYS=1 -DSQLITE_TRUSTED_SCHEMA=0 -DSQLITE_DQS=0
  -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_USE_ALLOCA -DSQLITE_LIKE_DOESNT_MATCH_BLOBS -DSQLITE_MAX_EXPR_DEPTH=100
  -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_SHARED_CACHE
  -DSQLITE_ENABLE_FTS5)
set(sqlite_built ${CMAKE_BINARY_DIR}/sqlite)
add_custom_command(OUTPUT ${sqlite_built}/libsqlite3.a
  COMMAND ${CMAKE_COMMAND} -E make_directory ${sqlite_built}
  COMMAND ${sqlite_ccache} ${HINDCAST_SQLITE_CC} ${sqlite_flags} -c ${sqlite_source}/sqlite3.c -o ${sqlite_built}/sqlite3.o
  COMMAND ${CMAKE_COMMAND} -E rm -f ${sqlite_built}/libsqlite3.a
  COMMAND ${CMAKE_AR} crs ${sqlite_built}/libsqlite3.a ${sqlite_built}/sqlite3.o
  DEPENDS ${sqlite_source}/sqlite3.c ${CMAKE_CURRENT_LIST_FILE}
  COMMENT "Building SQLite" VERBATIM)
add_custom_target(hindcast_sqlite_built DEPENDS ${sqlite_built}/libsqlite3.a)
add_library(hindcast_sqlite STATIC IMPORTED GLOBAL)
set_target_properties(hindcast_sqlite PROPERTIES
  IMPORTED_LOCATION ${sqlite_built}/libsqlite3.a INTERFACE_INCLUDE_DIRECTORIES ${sqlite_source})
find_package(Threads REQUIRED)
target_link_libraries(hindcast_sqlite INTERFACE Threads::Threads m)
add_dependencies(hindcast_sqlite hindcast_sqlite_built)
