#include "sovang/domain/nomination.h"

namespace sovang::domain {

std::string_view to_string(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::individual:
      return "individual";
    case RecipientKind::collective:
      return "collective";
    case RecipientKind::household:
      return "household";
  }
  return {};
}

std::string_view to_string(Gender gender) {
  switch (gender) {
    case Gender::unknown:
      return "unknown";
    case Gender::male:
      return "male";
    case Gender::female:
      return "female";
  }
  return {};
}

}  // namespace sovang::domain
