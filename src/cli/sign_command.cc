#include <algorithm>
#include <array>
#include <charconv>
#include <iostream>
#include <memory>
#include <optional>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/dossier/issue_signing.h"
#include "sovang/pdf/signatures.h"
#include "sovang/pdf/signing.h"

#include "command.h"
#include "sign_place.h"
#include "signing_keys.h"

namespace sovang::cli {
namespace {

using document::Length;

struct Options {
  std::filesystem::path pdf;
  std::filesystem::path out;
  std::filesystem::path p12;
  std::string pkcs11;
  std::filesystem::path password_file;
  std::string role = "person";
  std::filesystem::path picture;
  std::string over;
  std::size_t page = 0;  ///< from 1; 0 = not given
  std::string box;       ///< "x,y,w,h", mm
  double seal_mm = 36;   ///< of a provincial body
  std::string form = "SAO Y";
  std::string number;
  std::string reason;
  std::string time;
  std::string field;
  bool certify = false;
};

bool is_text(const Options& options) {
  return options.role == "copy" || options.role == "attachment";
}

std::string field_of(const Options& options) {
  if (!options.field.empty()) return options.field;
  if (options.role == "person") return std::string(pdf::person_field);
  if (options.role == "organisation") return std::string(pdf::organisation_field);
  return options.role == "copy" ? "ky_sao" : "ky_phu_luc";
}

/// --page and --rect; nothing if they were not given.
Result<std::optional<pdf::SignaturePlace>> given_place(const Options& options) {
  if (options.box.empty()) return std::optional<pdf::SignaturePlace>();
  std::array<double, 4> mm{};
  const char* at = options.box.data();
  const char* end = at + options.box.size();
  bool good = true;
  for (std::size_t i = 0; good && i < mm.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, mm[i]);
    good = error == std::errc() && std::abs(mm[i]) < 5'000 &&
           (i == 3 ? next == end : next != end && *next == ',');
    at = next + (i == 3 ? 0 : 1);
  }
  if (!good || mm[2] <= 0 || mm[3] <= 0) {
    return fail(ErrorCode::invalid_input,
                "chỗ ký «" + options.box +
                    "» không đúng; hãy ghi trái,trên,rộng,cao tính bằng mm, ví dụ 120,230,40,18");
  }
  pdf::SignaturePlace place{std::max<std::size_t>(options.page, 1) - 1, Length::mm(mm[0]), Length::mm(mm[1]),
                            Length::mm(mm[2]), Length::mm(mm[3])};
  return std::optional(place);
}

/// What signing works on.
struct Work {
  const Options& options;
  Bytes pdf;
  Instant now;
  pdf::CertificateFacts certificate;
};

/// Where the person's picture is: of the signature that is there already, else where it would be.
Result<pdf::SignaturePlace> personal_place(const Work& work, const PlacedText& text) {
  const std::vector<pdf::Signature> signatures = SOVANG_TRY(pdf::read_signatures(work.pdf, {}, work.now));
  for (const pdf::Signature& signature : signatures) {
    if (signature.field == pdf::person_field && signature.place && work.options.over.empty())
      return *signature.place;
  }
  if (work.options.over.empty()) {
    return fail(
        ErrorCode::invalid_input,
        "chưa có chữ ký cá nhân trong tệp; hãy nêu họ tên người ký bằng --over, hoặc --page và --rect");
  }
  pdf::SignaturePlace room = SOVANG_TRY(room_above_name(text, work.options.over));
  const Length height = std::min(room.height, Length::mm(18));
  room.y = room.y + (room.height - height) / 2;
  room.height = height;
  return room;
}

/// A picture in its place, by the role.
Status show_picture(const Work& work, pdf::SignatureOrder& order) {
  const Options& options = work.options;
  if (options.picture.empty()) return {};
  const document::PicturePtr picture = SOVANG_TRY(read_signature_picture(options.picture));
  if (const auto reserved = pdf::empty_signature_field(work.pdf, order.field)) {
    order.place = *reserved;  // the template has kept the room
  } else if (const auto place = SOVANG_TRY(given_place(options))) {
    order.place = *place;
  } else {
    const PlacedText text = SOVANG_TRY(read_placed_text(options.pdf));
    if (options.role == "person") {
      const std::string& name = options.over.empty() ? work.certificate.name : options.over;
      order.place = picture_place(SOVANG_TRY(room_above_name(text, name)), *picture);
    } else {
      order.place =
          dossier::seal_place(SOVANG_TRY(personal_place(work, text)), *picture, Length::mm(options.seal_mm));
    }
  }
  order.look = pdf::picture_look(picture, order.place.width, order.place.height);
  return {};
}

/// The words of ô 14: a copy says what it is, whose and when; a separate attachment says which document it
/// belongs to and when (decree 30, appendix I).
Status show_text(const Work& work, const layout::FontBook& fonts, pdf::SignatureOrder& order) {
  const std::string time = local_text(order.time);
  std::vector<std::string> lines{work.options.form, work.certificate.name, time};
  if (work.options.role == "attachment") {
    if (work.options.number.empty())
      return fail(ErrorCode::invalid_input,
                  "hãy nêu số, ký hiệu của văn bản bằng --number, ví dụ 3789/QĐ-UBND");
    lines = {work.options.number + "; " + time};
  }
  order.look = SOVANG_TRY(pdf::text_look(lines, fonts));
  if (const auto reserved = pdf::empty_signature_field(work.pdf, order.field)) {
    if (order.look->width > reserved->width || order.look->height > reserved->height) {
      return fail(ErrorCode::invalid_input, "chữ của chữ ký không vừa trường «" + order.field +
                                                "» mà mẫu dành sẵn: hãy dùng trường khác (--field)");
    }
    order.place = *reserved;
    order.look->width = reserved->width;
    order.look->height = reserved->height;
    return {};
  }
  if (const auto place = SOVANG_TRY(given_place(work.options))) {
    order.place = *place;
    order.place.width = order.look->width;
    order.place.height = order.look->height;
    return {};
  }
  const PlacedText text = SOVANG_TRY(read_placed_text(work.options.pdf));
  if (text.widths.empty()) return fail(ErrorCode::corrupt, "tệp PDF không có trang nào");
  order.place = corner_place(*order.look, text.widths.front());
  return {};
}

std::string description_of(const Options& options, const std::string& name) {
  if (options.role == "person") return "Chữ ký số của " + name;
  if (options.role == "organisation") return "Dấu và chữ ký số của " + name;
  return (options.role == "copy" ? "Chữ ký số bản sao của " : "Chữ ký số văn bản kèm theo của ") + name;
}

void print_result(const Options& options, const pdf::SignatureOrder& order,
                  const pdf::CertificateFacts& certificate) {
  std::cout << "Đã ký " << options.out.string() << "\n- người ký: " << certificate.name << " ("
            << certificate.key << ", chứng thư do " << certificate.issuer
            << " cấp)\n- thời gian: " << local_text(order.time) << "\n- trường: " << order.field;
  if (order.look) {
    std::cout << ", trang " << order.place.page + 1 << ", cách trái " << document::mm_text(order.place.x)
              << " mm, cách trên " << document::mm_text(order.place.y) << " mm, rộng "
              << document::mm_text(order.place.width) << " mm, cao " << document::mm_text(order.place.height)
              << " mm\n";
  } else {
    std::cout << ", không hiện hình\n";
  }
}

/// Who signed what, for the trail: the file by its digest, the key by its certificate.
archive::Action act_of(const Work& work, const pdf::SignatureOrder& order, const Bytes& made) {
  return act(archive::ActionKind::signed_paper, "sha256:" + to_hex(digest(HashKind::sha256, made)),
             order.field + ", certificate " + work.certificate.serial);
}

Status sign(const Context& context, const Options& options, Diagnostics& diagnostics) {
  std::error_code ignored;
  if (std::filesystem::equivalent(options.pdf, options.out, ignored)) {
    return fail(ErrorCode::invalid_input, "hãy ghi ra tệp khác (-o): tệp chưa ký phải còn nguyên");
  }
  const std::unique_ptr<pdf::Signer> signer = SOVANG_TRY(
      open_key(options.pkcs11.empty() ? options.p12.string() : options.pkcs11, options.password_file));
  const Instant time = SOVANG_TRY(signing_time(options.time, *context.clock));
  const Work work{options, SOVANG_TRY(named(files::read(options.pdf))), time,
                  SOVANG_TRY(pdf::certificate_facts(signer->certificates().front()))};
  pdf::SignatureOrder order;
  order.field = field_of(options);
  order.name = work.certificate.name;
  order.description = description_of(options, order.name);
  order.reason = options.reason;
  order.time = time;
  if (options.certify) order.certification = pdf::Certification::signatures_may_follow;
  const layout::FontBook fonts = SOVANG_TRY(layout::FontBook::load(context.home() / "fonts", diagnostics));
  SOVANG_TRY(is_text(options) ? show_text(work, fonts, order) : show_picture(work, order));
  const pdf::PdfCache cache(fonts);
  const Bytes made = SOVANG_TRY(pdf::sign_pdf(work.pdf, order, *signer, cache));
  SOVANG_TRY(remember(context, std::vector{act_of(work, order, made)}));
  SOVANG_TRY(files::replace(options.out, made));
  print_result(options, order, work.certificate);
  return {};
}

void add_key_options(CLI::App& verb, Options& options) {
  CLI::Option* p12 = verb.add_option("--p12", options.p12, "Tệp khóa PKCS #12 (.p12, .pfx)");
  CLI::Option* token = verb.add_option(
      "--pkcs11", options.pkcs11,
      "Khóa trong thiết bị ký (USB token, HSM): pkcs11:token=TÊN;object=KHÓA?module-path=/đường/dẫn.so");
  p12->excludes(token);
  verb.add_option(
      "--password-file", options.password_file,
      "Tệp có mật khẩu của tệp khóa, hoặc mã PIN của thiết bị, ở dòng đầu (không ghi trên dòng lệnh)");
}

void add_look_options(CLI::App& verb, Options& options) {
  verb.add_option("--picture", options.picture,
                  "Hình chữ ký (màu xanh) hoặc hình dấu (màu đỏ): PNG nền trong suốt. Không có thì chữ ký "
                  "không hiện hình");
  verb.add_option("--over", options.over,
                  "Họ tên in dưới chỗ ký, để tìm chỗ ký trên trang; mặc định là tên trong chứng thư");
  verb.add_option("--page", options.page, "Trang đặt chữ ký, đếm từ 1 (cùng với --rect)")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
  verb.add_option("--rect", options.box,
                  "Chỗ đặt chữ ký: trái,trên,rộng,cao tính bằng mm từ góc trên bên trái trang");
  verb.add_option("--seal-width", options.seal_mm, "Bề ngang thật của dấu, mm")
      ->check(CLI::Range(10.0, 80.0))
      ->capture_default_str();
  verb.add_option("--form", options.form, "Hình thức sao, với --as copy: SAO Y, SAO LỤC, TRÍCH SAO")
      ->capture_default_str();
  verb.add_option("--number", options.number, "Số, ký hiệu của văn bản, với --as attachment");
}

}  // namespace

void add_sign_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "sign",
      "Ký số một tệp PDF theo Nghị định 30/2020/NĐ-CP; mỗi chữ ký ghi nối thêm, chữ ký trước còn giá trị");
  verb->add_option("file", options->pdf, "Tệp PDF cần ký")->required();
  verb->add_option("-o,--output", options->out, "Tệp đã ký")->required();
  verb->add_option(
          "--as", options->role,
          "person = người có thẩm quyền, organisation = dấu cơ quan, copy = bản sao điện tử, attachment = "
          "văn bản kèm theo là tệp riêng")
      ->check(CLI::IsMember({"person", "organisation", "copy", "attachment"}))
      ->capture_default_str();
  add_key_options(*verb, *options);
  add_look_options(*verb, *options);
  verb->add_option("--reason", options->reason, "Lý do ký, ghi vào chữ ký");
  verb->add_option("--time", options->time,
                   "Thời gian ký, như 2021-12-15T08:00:00+07:00; mặc định là bây giờ");
  verb->add_option("--field", options->field,
                   "Tên trường chữ ký; mặc định ky_ca_nhan, ky_co_quan, ky_sao, ky_phu_luc");
  verb->add_flag("--certify", options->certify,
                 "Chữ ký đầu tiên chứng nhận văn bản: sau đó chỉ được ký thêm, không được sửa");
  verb->callback([options, &context] {
    Diagnostics diagnostics;
    Status status;
    if (options->p12.empty() && options->pkcs11.empty()) {
      status = fail(ErrorCode::invalid_input, "hãy nêu khóa ký: --p12 TỆP hoặc --pkcs11 ĐỊA-CHỈ");
    } else {
      status = sign(context, *options, diagnostics);
    }
    report(context, diagnostics);
    if (!status) report(context, status.error());
  });
}

}  // namespace sovang::cli
