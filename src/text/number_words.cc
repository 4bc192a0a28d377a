#include "number_words.h"

#include "digits.h"

namespace sovang::text {
namespace {

/// Room for the longest reading of a 64-bit integer, so that it is allocated once.
constexpr std::size_t longest_reading = 320;

}  // namespace

std::string spoken(bool negative, std::string_view digits, const NumberWords& words) {
  std::string out;
  out.reserve(longest_reading);
  if (negative && digits != "0") out += "âm ";
  digits::append_words(out, digits, linh(words), nghin(words));
  return out;
}

std::string spoken_money(bool negative, std::string_view digits, const NumberWords& words) {
  std::string out = spoken(negative, digits, words);
  if (out.starts_with("âm")) {
    out.replace(0, std::string_view("âm").size(), "Âm");
  } else {
    out.front() =
        static_cast<char>(out.front() - 'a' + 'A');  // every name of a number opens with an ASCII letter
  }
  out += " đồng";
  if (words.chan && digits.size() > 3 && digits.ends_with("000")) out += " chẵn";
  return out;
}

}  // namespace sovang::text
