# page(TARGET): puts the live page into the program: web/dist, which `npm run build` in web/ makes and which is committed, so
# that the build needs no node. Without it the plain page of src/server/page.
function(page target)
  if(NOT TARGET ${target})
    return()
  endif()
  set(folder ${PROJECT_SOURCE_DIR}/web/dist)
  if(NOT EXISTS ${folder}/index.html)
    set(folder ${PROJECT_SOURCE_DIR}/src/server/page)
  endif()
  set(out ${PROJECT_BINARY_DIR}/page)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  add_custom_command(OUTPUT ${out}/page_bytes.inc ${out}/page_table.inc
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUT=${out} -P ${PROJECT_SOURCE_DIR}/cmake/assets.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/assets.cmake COMMENT "")
  target_sources(${target} PRIVATE ${out}/page_bytes.inc ${out}/page_table.inc)
  target_include_directories(${target} PRIVATE ${out})
  # The assembler reads the files behind the compiler's back.
  set_source_files_properties(src/server/assets.cpp PROPERTIES OBJECT_DEPENDS "${out}/page_bytes.inc;${out}/page_table.inc")
endfunction()
