#pragma once

#include <string_view>

#include "sovang/domain/award_catalogue.h"

namespace sovang::dossier {

/// What a recipient is handed with an award (domain.md §4.9).
struct CertificateForm {
  std::string_view form;   ///< folder of templates/: "bang-khen"
  std::string_view title;  ///< "Bằng khen"
};

/// By the group of the award in awards.tsv; a flag for the flags among the titles, a certificate for other
/// titles and for commemorative medals. Empty for what the State hands out itself (orders, honorary titles of
/// the State).
[[nodiscard]] CertificateForm certificate_form(const domain::Award& award);

}  // namespace sovang::dossier
