# Turns a table of src/text/data into constexpr C++: cmake -DTSV=ranks.tsv -DHEADER=ranks.h -P table_from_tsv.cmake
# The file: lines with # first (source and licence), then the column names, then the rows, tab-separated, no quoting.
# The header: sovang::text::tables::<file name>, a std::array of rows, each a std::array of std::string_view.
get_filename_component(name ${TSV} NAME_WE)
file(READ ${TSV} rows)
string(REGEX REPLACE "#[^\n]*\n" "" rows "${rows}")
string(FIND "${rows}" "\n" end)
string(SUBSTRING "${rows}" 0 ${end} columns)
math(EXPR end "${end} + 1")
string(SUBSTRING "${rows}" ${end} -1 rows)
string(REGEX REPLACE "[^\t]" "" tabs "${columns}")
string(LENGTH "${tabs}" count)
math(EXPR count "${count} + 1")
string(REPLACE "\\" "\\\\" rows "${rows}")
string(REPLACE "\"" "\\\"" rows "${rows}")
string(REPLACE "\t" "\", \"" rows "${rows}")
string(REPLACE "\n" "\"},\n    {\"" rows "{\"${rows}")
string(REGEX REPLACE ",\n    {\"$" "" rows "${rows}")
file(WRITE ${HEADER} "#pragma once

#include <array>
#include <string_view>

// Made from ${name}.tsv; change that file.
namespace sovang::text::tables {
using namespace std::string_view_literals;
/// Columns: ${columns}
inline constexpr auto ${name} = std::to_array<std::array<std::string_view, ${count}>>({
    ${rows}});
}  // namespace sovang::text::tables
")
