# Flags of our own code (drivers get theirs from cli/build). One place, so that every layer is compiled alike.
add_compile_options(-Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-multichar
  -fno-omit-frame-pointer -fno-strict-aliasing -fvisibility=hidden -g)
add_compile_definitions(OWDF_HOST=1)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wthread-safety;-Werror=thread-safety>" -Wno-gnu-statement-expression -Wno-microsoft -Wno-ignored-attributes)
  add_link_options(-fuse-ld=lld)
else()
  # g++ 12 sees overruns in its own char16_t strings where there are none.
  add_compile_options(-fno-gnu-unique -Wno-attributes -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread)
endif()

if(OWDF_SANITIZE)
  # The assembler may be another compiler's and knows no -fno-sanitize=function; it has nothing to instrument either.
  # No check of enum values: ours have fixed types, which it does not look at; the published ones are ints that hold whatever a
  # driver has written, and telling it so is the framework's work.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${OWDF_SANITIZE}> $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=vptr,function,enum> -O1)
  add_link_options(-fsanitize=${OWDF_SANITIZE})
  if(OWDF_SANITIZE MATCHES "undefined")
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=undefined>)
  endif()
  if(OWDF_SANITIZE MATCHES "address")
    add_compile_definitions(OWDF_ASAN=1)
  endif()
  if(OWDF_SANITIZE MATCHES "thread")
    add_compile_definitions(OWDF_TSAN=1)
    # The scheduler switches between threads behind ThreadSanitizer's back and says itself what orders what (base/sanitizers.h).
    file(GLOB owdf_scheduler CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sched/*.cc ${CMAKE_SOURCE_DIR}/trace/*.cc
      ${CMAKE_SOURCE_DIR}/nt/ke/*.cc)
    list(FILTER owdf_scheduler EXCLUDE REGEX "_test\\.cc$")
    set_source_files_properties(${owdf_scheduler} PROPERTIES COMPILE_OPTIONS -fno-sanitize=thread SKIP_PRECOMPILE_HEADERS ON)
  endif()
  add_compile_definitions(OWDF_SANITIZE="${OWDF_SANITIZE}")
endif()
if(OWDF_COVERAGE)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fprofile-instr-generate;-fcoverage-mapping>")
  add_link_options(-fprofile-instr-generate)
endif()

# What drivers and applications include is what our own code includes: one description of every structure.
include_directories(${CMAKE_SOURCE_DIR})
# gen/include/{km,shared,um} and gen/wdf, gen/loader are made from ddi/ at build time.
include_directories(${CMAKE_BINARY_DIR}/gen)
include_directories(SYSTEM ${CMAKE_SOURCE_DIR}/include/shared ${CMAKE_SOURCE_DIR}/include/km ${CMAKE_BINARY_DIR}/gen/include/shared
  ${CMAKE_BINARY_DIR}/gen/include/km ${CMAKE_SOURCE_DIR}/include/um)
