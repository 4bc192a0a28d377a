#pragma once

#include <string_view>
#include <vector>

#include "sovang/domain/awards.h"
#include "sovang/domain/rules.h"

namespace sovang::domain {

/// What the rules say against the finished text of a decision, be it the plain text of the document or what
/// comes out of the PDF (line breaks do not count): V-21 marks behind the legal bases, V-22 counts in Điều 1,
/// V-24 and V-25 the sum in figures and words, V-32 the form of dates, V-36 NFC, V-61 "00 tập thể" and counts
/// without a zero, V-62 "truy tặng". The main subject is the decision's number.
[[nodiscard]] std::vector<Objection> check_decision_text(const RuleTexts& texts,
                                                         const DecisionAwards& decision,
                                                         std::string_view text);

}  // namespace sovang::domain
