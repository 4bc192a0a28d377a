#include "sovang/dossier/settings.h"

#include <algorithm>

#include <toml++/toml.h>

#include "sovang/store/database.h"

namespace sovang::dossier {
namespace {

bool is_tenant(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

SourceSpan place(const toml::node& node, std::string_view file) {
  return {std::string(file), static_cast<int>(node.source().begin.line),
          static_cast<int>(node.source().begin.column)};
}

tl::unexpected<Error> wrong_type(const toml::node& node, std::string_view file, std::string_view key,
                                 std::string_view wanted) {
  return fail(ErrorCode::invalid_input, "thiết lập «" + std::string(key) + "» phải là " + std::string(wanted),
              place(node, file));
}

std::string* text_of(Settings& settings, std::string_view key) {
  if (key == "tenant") return &settings.tenant;
  if (key == "office") return &settings.office;
  if (key == "fonds") return &settings.fonds;
  return key == "catalogue" ? &settings.catalogue : nullptr;
}

bool* flag_of(Settings& settings, std::string_view key) {
  if (key == "le_instead_of_linh") return &settings.le_instead_of_linh;
  if (key == "ngan_instead_of_nghin") return &settings.ngan_instead_of_nghin;
  return key == "signed_templates" ? &settings.signed_templates : nullptr;
}

Status take(Settings& settings, std::string_view key, const toml::node& node, std::string_view file) {
  if (std::string* target = text_of(settings, key)) {
    const auto text = node.value_exact<std::string>();
    if (!text) return wrong_type(node, file, key, "chuỗi chữ trong dấu \"…\"");
    *target = *text;
    if (key != "catalogue" || text->empty()) return {};
    if (const Status good = store::check_connection_string(*text); !good) {
      return fail(ErrorCode::invalid_input, "thiết lập «catalogue»: " + good.error().message,
                  place(node, file));
    }
    return {};
  }
  if (bool* target = flag_of(settings, key)) {
    const auto flag = node.value_exact<bool>();
    if (!flag) return wrong_type(node, file, key, "true hoặc false");
    *target = *flag;
    return {};
  }
  return fail(ErrorCode::invalid_input, "không có thiết lập tên «" + std::string(key) + "»",
              place(node, file));
}

}  // namespace

Result<Settings> read_settings(std::string_view toml, std::string_view file) {
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_input,
                "tệp thiết lập viết sai cú pháp TOML: " + std::string(error.description()),
                {std::string(file), static_cast<int>(error.source().begin.line),
                 static_cast<int>(error.source().begin.column)});
  }
  Settings settings;
  for (const auto& [key, node] : table)
    SOVANG_TRY(take(settings, key.str(), node, file));
  if (!is_tenant(settings.tenant)) {
    return fail(ErrorCode::invalid_input,
                "«tenant» chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 32 ký tự",
                {std::string(file)});
  }
  return settings;
}

std::string settings_text(const Settings& settings) {
  const auto flag = [](bool value) { return value ? "true" : "false"; };
  const auto quoted = [](std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + '"';
  };
  std::string out =
      "# Thiết lập của cơ quan. Những gì thay đổi theo từng phong trào nằm ở tệp của phong trào.\n\n";
  out += "# Tên ngắn của cơ quan trong mã hồ sơ lưu trữ: chữ thường không dấu, chữ số, dấu gạch nối.\n";
  out += "tenant = " + quoted(settings.tenant) + "\n\n";
  out += "# Tên đầy đủ của cơ quan.\n";
  out += "office = " + quoted(settings.office) + "\n\n";
  out += "# Mã phông của cơ quan, dùng trong gói nộp lưu trữ lịch sử (TT 05/2025/TT-BNV), ví dụ \"H47\".\n";
  out += "fonds = " + quoted(settings.fonds) + "\n\n";
  out +=
      "# Danh mục tìm kiếm của kho: để trống là một tệp trong thư mục này; hoặc chuỗi kết nối PostgreSQL, ví "
      "dụ\n"
      "# \"host=/run/postgresql dbname=sovang user=sovang\". Không ghi mật khẩu ở đây: để trong ~/.pgpass "
      "(quyền 0600).\n";
  out += "catalogue = " + quoted(settings.catalogue) + "\n\n";
  out += "# Đọc số: \"một trăm lẻ năm\" thay cho \"một trăm linh năm\".\n";
  out += std::string("le_instead_of_linh = ") + flag(settings.le_instead_of_linh) + "\n";
  out += "# Đọc số: \"ngàn\" thay cho \"nghìn\".\n";
  out += std::string("ngan_instead_of_nghin = ") + flag(settings.ngan_instead_of_nghin) + "\n\n";
  out +=
      "# Chỉ ban hành bằng mẫu đã ký (sovang template sign); mẫu bị sửa sau khi ký thì không ban hành "
      "được.\n";
  out += std::string("signed_templates = ") + flag(settings.signed_templates) + "\n";
  return out;
}

}  // namespace sovang::dossier
