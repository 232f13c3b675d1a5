# Everything made from ddi/ at build time hangs on the target owdf_generated; ddi/generate.cmake adds its commands to it.
set(OWDF_GEN ${CMAKE_BINARY_DIR}/gen)
add_custom_target(owdf_generated)
if(EXISTS ${CMAKE_SOURCE_DIR}/ddi/generate.cmake)
  include(${CMAKE_SOURCE_DIR}/ddi/generate.cmake)
endif()
