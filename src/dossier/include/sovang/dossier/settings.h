#pragma once

#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang::dossier {

/// What an office chooses once, in `office.toml` of its folder. What changes from movement to movement is in
/// the movement's own files.
struct Settings {
  std::string tenant = "so-vang";  ///< names the office in the ids of its archive: [a-z0-9-]
  std::string office;              ///< "Ban Thi đua - Khen thưởng tỉnh Quảng Nam"
  std::string fonds;               ///< mã phông in packages for a state archive: "H47" (TT 05/2025/TT-BNV)
  /// Connection string of a PostgreSQL database for the archive's catalogue, without a password; empty = a
  /// file of the office's folder.
  std::string catalogue;
  bool le_instead_of_linh = false;     ///< "một trăm lẻ năm" (VT-59)
  bool ngan_instead_of_nghin = false;  ///< "ngàn"
  bool signed_templates = false;       ///< issue() takes only versions that the office has signed
};

/// Reads office.toml; an unknown key, a wrong type or a bad tenant is an error with its line.
[[nodiscard]] Result<Settings> read_settings(std::string_view toml, std::string_view file);

/// The file that read_settings() reads, with a comment for each key.
[[nodiscard]] std::string settings_text(const Settings& settings);

}  // namespace sovang::dossier
