#include "certificate_forms.h"

namespace sovang::dossier {

CertificateForm certificate_form(const domain::Award& award) {
  if (award.group == "bang_khen") return {"bang-khen", "Bằng khen"};
  if (award.group == "giay_khen") return {"giay-khen", "Giấy khen"};
  if (award.group == "ky_niem_chuong") return {"giay-chung-nhan", "Giấy chứng nhận"};
  if (award.group != "danh_hieu_thi_dua") return {};
  constexpr std::string_view flags = "CTD";  // CTDCP, CTDT, CTDQK: cờ thi đua
  return award.code.value.starts_with(flags) ? CertificateForm{"co-thi-dua", "Cờ thi đua"}
                                             : CertificateForm{"giay-chung-nhan", "Giấy chứng nhận"};
}

}  // namespace sovang::dossier
