#include "sovang/text/dates.h"

namespace sovang::text {
namespace {

std::string padded(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

/// VT-67: a zero for months 1 and 2 only.
std::string padded_month(int month) {
  return month <= 2 ? padded(month) : std::to_string(month);
}

std::string padded_year(int year) {
  const std::string text = std::to_string(year);
  return std::string(4 - text.size(), '0') + text;
}

}  // namespace

std::string long_date(Date date) {
  return "ngày " + padded(date.day()) + " tháng " + padded_month(date.month()) + " năm " +
         std::to_string(date.year());
}

std::string table_date(Date date) {
  return padded(date.day()) + "/" + padded(date.month()) + "/" + padded_year(date.year());
}

std::string running_date(Date date) {
  return padded(date.day()) + "/" + padded_month(date.month()) + "/" + std::to_string(date.year());
}

}  // namespace sovang::text
