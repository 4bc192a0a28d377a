#pragma once

#include <string>
#include <string_view>

/// Text made safe to stand in XML 1.0. Characters that XML forbids (controls) are the caller's to keep out.
namespace sovang {

/// Appends `text` as the text of an element: & < > become entities.
void append_xml_text(std::string& out, std::string_view text);

/// Appends `text` as the value of an attribute in double quotes: also " becomes an entity, and tab, line feed
/// and carriage return become references, because a parser makes blanks of them (XML 1.0 §3.3.3).
void append_xml_attribute(std::string& out, std::string_view text);

}  // namespace sovang
