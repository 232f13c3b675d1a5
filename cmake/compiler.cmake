# Flags of our own code (drivers get theirs from cli/build). One place, so that every layer is compiled alike.
add_compile_options(-Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-multichar
  -fno-omit-frame-pointer -fvisibility=hidden -g)
add_compile_definitions(OWDF_HOST=1)

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options(-Wthread-safety -Wno-gnu-statement-expression -Wno-microsoft -Wno-ignored-attributes)
  add_link_options(-fuse-ld=lld)
else()
  add_compile_options(-fno-gnu-unique -Wno-attributes)
endif()

if(OWDF_SANITIZE)
  add_compile_options(-fsanitize=${OWDF_SANITIZE} -fno-sanitize=vptr,function -O1)
  add_link_options(-fsanitize=${OWDF_SANITIZE})
  if(OWDF_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  add_compile_definitions(OWDF_SANITIZE="${OWDF_SANITIZE}")
endif()
if(OWDF_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()

# What drivers and applications include is what our own code includes: one description of every structure.
include_directories(${CMAKE_SOURCE_DIR})
# gen/include/{km,shared,um} and gen/wdf, gen/loader are made from ddi/ at build time.
include_directories(${CMAKE_BINARY_DIR}/gen)
include_directories(SYSTEM ${CMAKE_SOURCE_DIR}/include/shared ${CMAKE_SOURCE_DIR}/include/km ${CMAKE_BINARY_DIR}/gen/include/shared
  ${CMAKE_BINARY_DIR}/gen/include/km ${CMAKE_SOURCE_DIR}/include/um)
