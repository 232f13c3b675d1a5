# Everything made from ddi/ at build time hangs on the target owdf_generated; ddi/generate.cmake adds its commands to it.
set(OWDF_GEN ${CMAKE_BINARY_DIR}/gen)
add_custom_target(owdf_generated)
if(EXISTS ${CMAKE_SOURCE_DIR}/ddi/generate.cmake)
  include(${CMAKE_SOURCE_DIR}/ddi/generate.cmake)
endif()

# Names of status values and bug checks for messages, from the headers that drivers compile against.
function(owdf_name_table output pattern)
  add_custom_command(OUTPUT ${OWDF_GEN}/${output}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/name_table.py ${OWDF_GEN}/${output} ${pattern} ${ARGN}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/name_table.py ${ARGN} VERBATIM)
endfunction()
owdf_name_table(nt/status_names.inc "STATUS_(?!WAIT_|ABANDONED_WAIT|SEVERITY_).*" ${CMAKE_SOURCE_DIR}/include/shared/ntstatus.h
  ${CMAKE_SOURCE_DIR}/include/shared/owdf/wdf_status.h)
owdf_name_table(nt/bug_check_names.inc "[A-Z][A-Z0-9_]+" ${CMAKE_SOURCE_DIR}/include/km/bugcodes.h)
add_custom_target(owdf_names DEPENDS ${OWDF_GEN}/nt/status_names.inc ${OWDF_GEN}/nt/bug_check_names.inc)
add_dependencies(owdf_generated owdf_names)

# What `wdf new` writes, as text inside the program.
file(GLOB_RECURSE OWDF_TEMPLATES CONFIGURE_DEPENDS LIST_DIRECTORIES false ${CMAKE_SOURCE_DIR}/cli/create/templates/*)
add_custom_command(OUTPUT ${OWDF_GEN}/cli/templates.inc
  COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed.py ${OWDF_GEN}/cli/templates.inc ${CMAKE_SOURCE_DIR}/cli/create/templates
  DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed.py ${OWDF_TEMPLATES} VERBATIM)
add_custom_target(owdf_templates DEPENDS ${OWDF_GEN}/cli/templates.inc)
add_dependencies(owdf_generated owdf_templates)
