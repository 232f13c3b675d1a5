# Hangs everything that is made from the tables in ddi/ on the target owdf_generated, and gives the sources to their layers.
file(GLOB OWDF_DDI_INPUTS CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/ddi/*.tsv ${CMAKE_SOURCE_DIR}/ddi/*.py
  ${CMAKE_SOURCE_DIR}/ddi/generator/*.py ${CMAKE_SOURCE_DIR}/ddi/inline/*.h ${CMAKE_SOURCE_DIR}/ddi/nt/*.tsv
  ${CMAKE_SOURCE_DIR}/ddi/win32/*.tsv ${CMAKE_SOURCE_DIR}/ddi/reference/*.tsv)
set(OWDF_WDF_SOURCES ${OWDF_GEN}/wdf/ddi_tables.cc ${OWDF_GEN}/wdf/ddi_tables_0.cc ${OWDF_GEN}/wdf/ddi_tables_1.cc
  ${OWDF_GEN}/wdf/ddi_tables_2.cc ${OWDF_GEN}/wdf/layout_checks.cc)
set(OWDF_LOADER_SOURCES ${OWDF_GEN}/loader/imports.cc)
set(OWDF_LIE_SOURCES ${OWDF_GEN}/wdf/lies_0.cc ${OWDF_GEN}/wdf/lies_1.cc ${OWDF_GEN}/wdf/lies_2.cc)
set(OWDF_NT_LIE_SOURCES ${OWDF_GEN}/nt/lies.cc)

# generate.py writes only what changed, so that ninja (restat) does not rebuild what depends on the rest.
add_custom_command(
  OUTPUT ${OWDF_GEN}/generated.stamp ${OWDF_WDF_SOURCES} ${OWDF_LOADER_SOURCES} ${OWDF_LIE_SOURCES} ${OWDF_NT_LIE_SOURCES}
  COMMAND ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 python3 ${CMAKE_SOURCE_DIR}/ddi/generate.py ${OWDF_GEN}
  COMMAND ${CMAKE_COMMAND} -E touch ${OWDF_GEN}/generated.stamp
  DEPENDS ${OWDF_DDI_INPUTS}
  COMMENT "Generating headers and tables from ddi/")
add_custom_target(owdf_ddi DEPENDS ${OWDF_GEN}/generated.stamp)
add_dependencies(owdf_generated owdf_ddi)
set_property(GLOBAL PROPERTY owdf_generated_wdf ${OWDF_WDF_SOURCES})
set_property(GLOBAL PROPERTY owdf_generated_loader ${OWDF_LOADER_SOURCES})

# Large tables that are filled once: optimising them takes the compiler minutes and gains nothing.
set_source_files_properties(${OWDF_LOADER_SOURCES} PROPERTIES COMPILE_OPTIONS -O0 SKIP_PRECOMPILE_HEADERS ON)

# Where a wdf that runs from its build tree finds the headers that drivers are compiled with.
file(CONFIGURE OUTPUT ${OWDF_GEN}/cli/source_paths.h CONTENT [[// Made by ddi/generate.cmake.
#pragma once

namespace owdf::cli {
inline constexpr const char* kSourceRoot = "@CMAKE_SOURCE_DIR@";
inline constexpr const char* kGeneratedRoot = "@OWDF_GEN@";
}  // namespace owdf::cli
]] @ONLY)
