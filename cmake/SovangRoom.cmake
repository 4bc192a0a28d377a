include(${CMAKE_CURRENT_LIST_DIR}/SovangRooms.cmake)

add_library(sovang_warnings INTERFACE)
# -Wno-maybe-uninitialized: g++ 12 sees uninitialized members in every std::variant that is moved into a container
# (its own bug 105562); the asan suite and clang's fuzz builds look for the real ones.
target_compile_options(sovang_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough
  -Wcast-align -Werror=return-type -Werror=unused-result -Werror=switch
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wuseless-cast -Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression>)

# sovang_room(text SOURCES a.cc USES base EXTERNAL ICU::uc)
#   USES            rooms whose headers this room's public headers include
#   USES_PRIVATELY  rooms that only its .cc files include
#   EXTERNAL        libraries hidden inside; EXTERNAL_PUBLIC: those that its public headers show
function(sovang_room name)
  cmake_parse_arguments(R "" "" "SOURCES;USES;USES_PRIVATELY;EXTERNAL;EXTERNAL_PUBLIC" ${ARGN})
  if(NOT name IN_LIST SOVANG_ROOMS)
    message(FATAL_ERROR "room '${name}' is not in SOVANG_ROOMS")
  endif()
  foreach(dep IN LISTS R_USES R_USES_PRIVATELY)
    if(NOT dep IN_LIST SOVANG_${name}_MAY_USE)
      message(FATAL_ERROR "room '${name}' may not use '${dep}': allowed are '${SOVANG_${name}_MAY_USE}'")
    endif()
  endforeach()

  add_library(sovang_${name} STATIC ${R_SOURCES})
  add_library(sovang::${name} ALIAS sovang_${name})
  target_include_directories(sovang_${name}
    PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  list(TRANSFORM R_USES PREPEND sovang::)
  list(TRANSFORM R_USES_PRIVATELY PREPEND sovang::)
  target_link_libraries(sovang_${name} PUBLIC ${R_USES} ${R_EXTERNAL_PUBLIC}
    PRIVATE ${R_USES_PRIVATELY} ${R_EXTERNAL} sovang_warnings)

  # Every public header compiles alone.
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/include
    ${CMAKE_CURRENT_SOURCE_DIR}/include/*.h)
  foreach(h IN LISTS headers)
    string(MAKE_C_IDENTIFIER ${h} id)
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/alone/${id}.cc CONTENT "#include \"${h}\"\n")
    list(APPEND alone ${CMAKE_CURRENT_BINARY_DIR}/alone/${id}.cc)
  endforeach()
  if(alone)
    add_library(sovang_${name}_headers OBJECT ${alone})
    target_link_libraries(sovang_${name}_headers PRIVATE sovang_${name} sovang_warnings)
  endif()
endfunction()

# Property tests draw the same cases in every run of the suite, so that a failure is the change's own; look for new ones
# with `-DSOVANG_RC_PARAMS="max_success=10000"`, or by running a test program itself (its seed is random then).
set(SOVANG_RC_PARAMS "seed=20211001" CACHE STRING "RC_PARAMS of the property tests under ctest")

# sovang_test(text SOURCES a_test.cc USES domain EXTERNAL ICU::uc)
#   One test program a room, tests/<room>/; its tests run under ctest one by one. It may see the room's private headers.
function(sovang_test room)
  cmake_parse_arguments(T "" "" "SOURCES;USES;EXTERNAL" ${ARGN})
  add_executable(${room}_test ${T_SOURCES})
  list(TRANSFORM T_USES PREPEND sovang::)
  target_include_directories(${room}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src/${room})
  target_compile_definitions(${room}_test PRIVATE
    SOVANG_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SOVANG_SHARED_DIR="${SOVANG_SHARED}")
  if(TARGET sovang::${room})
    target_link_libraries(${room}_test PRIVATE sovang::${room})
  endif()
  target_link_libraries(${room}_test PRIVATE sovang_warnings ${T_USES} ${T_EXTERNAL}
    GTest::gmock GTest::gtest_main rapidcheck)
  gtest_discover_tests(${room}_test DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${room} TIMEOUT 1500 ENVIRONMENT "RC_PARAMS=${SOVANG_RC_PARAMS}")
endfunction()
