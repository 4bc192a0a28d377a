#include "code.h"

#include <algorithm>

#include "sovang/base/hash.h"

namespace sovang::archive {
namespace {

// [version 1][key id 4][serial 8][date 2][award 1][text hash 16][signature 64]
constexpr std::size_t signed_size = 32;
constexpr std::size_t code_size = 96;
constexpr std::size_t code_letters = 154;
constexpr char code_version = 1;
constexpr std::int64_t epoch_days = 10957;  // 2000-01-01

Bytes signed_message(ByteView fields) {
  Bytes out("sovang-qr-v1\0", 13);
  out += fields;
  return out;
}

Bytes fields_of(const CertificateCode& code, ByteView public_key) {
  const auto day = static_cast<std::uint64_t>(code.issued.days() - epoch_days);
  Bytes out(1, code_version);
  out += key_id(public_key);
  out += code.serial;
  out += static_cast<char>(day >> 8U & 0xFFU);
  out += static_cast<char>(day & 0xFFU);
  out += code.award_mark;
  out += code.text_hash;
  return out;
}

Bytes hash_of(const CertificateFacts& facts) {
  return digest(HashKind::sha256, facts.text()).substr(0, 16);
}

}  // namespace

std::string CertificateFacts::text() const {
  return book_number + "|" + name + "|" + unit + "|" + award + "|" + decision + "|" + issued.iso();
}

CertificateFacts facts_of(const Record& record, const RecordLine& line) {
  return {line.book_number, line.name, line.unit_name, line.award.value, record.number, record.issued};
}

Result<CertificateCode> code_of(const Record& record, const RecordLine& line) {
  CertificateCode out;
  const std::int64_t day = record.issued.days() - epoch_days;
  if (day < 0 || day > 0xFFFF) {
    return fail(ErrorCode::invalid_input,
                "ngày quyết định " + record.issued.iso() + " không ghi được vào mã QR (chỉ từ 01/01/2000)");
  }
  out.issued = record.issued;
  const std::string place = record.tenant + "|" + record.number + "|" + record.issued.iso() + "|" +
                            std::string(domain::to_string(line.kind)) + "|" + std::to_string(line.seq) + "|" +
                            line.book_number;
  out.serial = digest(HashKind::sha256, place).substr(0, 8);
  out.award_mark = digest(HashKind::sha256, line.award.value).substr(0, 1);
  out.text_hash = hash_of(facts_of(record, line));
  return out;
}

std::string write_code(const CertificateCode& code, const SigningKey& key) {
  const Bytes fields = fields_of(code, key.public_key());
  return to_base32(fields + key.sign(signed_message(fields)));
}

std::string bare_code(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  std::string out;
  for (const char c : slash == std::string_view::npos ? text : text.substr(slash + 1)) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

Result<CertificateCode> read_code(std::string_view text, const PublishedKeys& keys) {
  const std::string code = bare_code(text.substr(0, 1000));
  const auto bytes = code.size() == code_letters ? from_base32(code) : std::nullopt;
  // Spare bits of the last letter must be zero, so that one certificate has one code.
  if (!bytes || bytes->size() != code_size || to_base32(*bytes) != code || (*bytes)[0] != code_version) {
    return fail(ErrorCode::invalid_input, "đây không phải là mã giấy khen của Sổ Vàng; xin quét lại mã QR");
  }
  const ByteView fields = ByteView(*bytes).substr(0, signed_size);
  const PublishedKey* const key = keys.with_id(KeyPurpose::code, fields.substr(1, 4));
  if (key == nullptr || !verifies(key->key, signed_message(fields), ByteView(*bytes).substr(signed_size))) {
    return fail(ErrorCode::forbidden, "mã này không do cơ quan ký");
  }
  CertificateCode out;
  out.serial = Bytes(fields.substr(5, 8));
  const auto high = static_cast<unsigned char>(fields[13]);
  const auto low = static_cast<unsigned char>(fields[14]);
  out.issued = Date::from_days(epoch_days + high * 256 + low);
  out.award_mark = Bytes(fields.substr(15, 1));
  out.text_hash = Bytes(fields.substr(16, 16));
  // A key that was replaced, perhaps because it was stolen, signs nothing that is newer.
  const PublishedKey* const next = keys.successor(*key);
  if (next != nullptr && out.issued.days() > static_cast<std::int64_t>(next->from)) {
    return fail(ErrorCode::forbidden, "mã này ký bằng khóa đã được thay trước ngày ghi trong mã");
  }
  return out;
}

Status compare(const CertificateCode& code, const CertificateFacts& facts) {
  if (code.issued == facts.issued && code.text_hash == hash_of(facts) &&
      code.award_mark == digest(HashKind::sha256, facts.award).substr(0, 1)) {
    return {};
  }
  return fail(
      ErrorCode::findings,
      "mã không phải của tấm bằng ghi như vậy: số, họ tên, đơn vị, hình thức khen, số và ngày quyết định "
      "phải đúng từng chữ");
}

std::string certificate_data(const RecordLine& line, std::string_view salt_hex) {
  return line.book_number + "\t" + line.name + "\t" + line.unit_name + "\t" + line.award.value + "\t" +
         std::string(salt_hex);
}

}  // namespace sovang::archive
