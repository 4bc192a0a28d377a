#include "sovang/pdf/signing.h"

#include <algorithm>
#include <cstring>

#include "sovang/base/hash.h"
#include "sovang/pdf/inspect.h"

#include "increment.h"
#include "metadata.h"
#include "numbers.h"
#include "sign_cms.h"
#include "sign_crypto.h"
#include "sign_graph.h"

namespace sovang::pdf {
namespace {

/// Room for "[0 268435456 268435456 268435456]".
constexpr std::size_t range_room = 48;
constexpr std::string_view range_key = "/ByteRange ";
constexpr std::string_view contents_key = "/Contents <";

/// "(D:20211215080000+07'00')": a moment as a PDF date, in the time of Viet Nam.
std::string moment(Instant time) {
  std::string digits;
  for (const char c : local_text(time).substr(0, 19)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return "(D:" + digits + "+07'00')";
}

/// The entries of the signature dictionary. /Contents comes last, and behind it nothing that holds a "<": so
/// its place is found from the end.
std::string signature_entries(const SignatureOrder& order, std::size_t room) {
  std::string out =
      "/Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M " + moment(order.time);
  if (!order.name.empty()) out += " /Name " + text_string(order.name);
  if (!order.reason.empty()) out += " /Reason " + text_string(order.reason);
  if (order.certification == Certification::signatures_may_follow) {
    out +=
        " /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams "
        "/P 2 /V /1.2 >> >>]";
  }
  out.append(" ").append(range_key).append(range_room, ' ').append(contents_key);
  return out.append(room * 2, '0') + ">";
}

tl::unexpected<Error> refused(const SignatureGraph& graph, const SignatureOrder& order) {
  using Outcome = SignatureGraph::Outcome;
  switch (graph.outcome) {
    case Outcome::encrypted:
      return fail(ErrorCode::unsupported, "tệp PDF đặt mật khẩu: hãy bỏ mật khẩu rồi ký");
    case Outcome::no_such_page:
      return fail(ErrorCode::invalid_input,
                  "tệp PDF không có trang " + std::to_string(order.place.page + 1) + " để đặt chữ ký");
    case Outcome::rotated_page:
      return fail(ErrorCode::unsupported,
                  "trang " + std::to_string(order.place.page + 1) +
                      " là trang xoay (/Rotate): chưa đặt được hình chữ ký lên trang như vậy");
    case Outcome::outside_page:
      return fail(ErrorCode::invalid_input, "chỗ đặt chữ ký nằm ngoài trang " +
                                                std::to_string(order.place.page + 1) +
                                                ": hãy xem lại vị trí và kích thước");
    case Outcome::already_signed:
      return fail(ErrorCode::conflict, "trường chữ ký “" + order.field + "” đã được ký rồi: không ký lại");
    case Outcome::name_taken:
      return fail(ErrorCode::conflict, "tệp PDF đã có trường “" + order.field + "” không phải trường chữ ký");
    case Outcome::form_file:
      return fail(ErrorCode::unsupported, "tệp PDF là biểu mẫu XFA: hãy in ra PDF thường rồi ký");
    case Outcome::locked:
      return fail(ErrorCode::forbidden, "người ký đầu tiên đã khóa tệp: không ai được ký thêm");
    case Outcome::not_first:
      return fail(ErrorCode::conflict, "tệp đã có chữ ký: chỉ chữ ký đầu tiên mới chứng nhận được văn bản");
    case Outcome::damaged:
    case Outcome::ready:
      break;
  }
  return fail(ErrorCode::corrupt, "tệp PDF hỏng, không ký được (" + graph.detail + ")");
}

/// The certificate must be fit for signing, at this moment.
Status check_certificate(const Signer& signer, Instant time) {
  const X509Ptr certificate = parse_certificate(signer.certificates().front());
  if (!certificate) return fail(ErrorCode::corrupt, "chứng thư của khóa ký hỏng, không đọc được");
  SOVANG_TRY(require_signing_certificate(certificate.get(), "chứng thư"));
  const CertificateFacts facts = SOVANG_TRY(certificate_facts(signer.certificates().front()));
  if (time > facts.valid_to) {
    return fail(ErrorCode::invalid_input, "chứng thư của " + facts.name + " đã hết hạn từ " +
                                              local_text(facts.valid_to) + ": hãy xin gia hạn rồi ký");
  }
  if (time < facts.valid_from) {
    return fail(ErrorCode::invalid_input, "chứng thư của " + facts.name + " chỉ có hiệu lực từ " +
                                              local_text(facts.valid_from) + ": hãy xem lại thời gian ký");
  }
  return {};
}

/// The look as a PDF file of one page, from which the appearance takes its objects.
Result<Bytes> painted(const SignatureOrder& order, bool old, const PdfCache& cache) {
  if (!order.look) return Bytes{};
  layout::Pages pages;
  pages.pages.push_back(*order.look);
  PdfFacts facts;
  facts.date = local_date(order.time);
  facts.profile = old ? Profile::pdfa_1b : Profile::pdfa_3b;
  return write_pdf(pages, facts, cache);
}

std::string trailer_of(const SignatureGraph& graph, ByteView pdf, ByteView signature) {
  std::string out = "/Root " + graph.root;
  if (!graph.info.empty()) out += " /Info " + graph.info;
  // The first half names the document, the second this state of it (ISO 32000-1 §14.4).
  Hasher hasher(HashKind::sha256);
  hasher.update(pdf);
  hasher.update(signature);
  const Bytes state = hasher.finish().substr(0, 16);
  const Bytes& first = graph.id.empty() ? state : graph.id;
  return out + " /ID [<" + to_hex(first) + "> <" + to_hex(state) + ">]";
}

/// Writes /ByteRange, hashes what it covers and puts the signature into /Contents.
Result<Bytes> seal(Bytes file, std::size_t entries, const SignatureGraph& graph, const Signer& signer) {
  const std::string& body = graph.objects[graph.signature_index].body;
  const std::size_t range = entries + body.rfind(range_key) + range_key.size();
  const std::size_t hex = entries + body.rfind(contents_key) + contents_key.size();
  const std::size_t room = cms_room(signer) * 2;
  const std::size_t gap_begin = hex - 1;
  const std::size_t gap_end = hex + room + 1;
  const std::string text = "[0 " + std::to_string(gap_begin) + ' ' + std::to_string(gap_end) + ' ' +
                           std::to_string(file.size() - gap_end) + ']';
  SOVANG_EXPECT(text.size() <= range_room && file[gap_begin] == '<' && file[gap_end - 1] == '>');
  std::copy(text.begin(), text.end(), file.begin() + static_cast<std::ptrdiff_t>(range));
  Hasher hasher(HashKind::sha256);
  hasher.update(ByteView(file).substr(0, gap_begin));
  hasher.update(ByteView(file).substr(gap_end));
  const std::string value = to_hex(SOVANG_TRY(sign_cms(hasher.finish(), signer)));
  SOVANG_EXPECT(value.size() <= room);
  std::copy(value.begin(), value.end(), file.begin() + static_cast<std::ptrdiff_t>(hex));
  return file;
}

}  // namespace

Result<Bytes> sign_pdf(ByteView pdf, const SignatureOrder& order, const Signer& signer,
                       const PdfCache& cache) {
  SOVANG_EXPECT(!order.field.empty());
  if (!pdf.starts_with("%PDF-")) return fail(ErrorCode::invalid_input, "tệp không phải là PDF");
  SOVANG_TRY(check_certificate(signer, order.time));
  const PdfSummary summary = SOVANG_TRY(inspect_pdf(pdf));
  const FileEnd end = SOVANG_TRY(read_file_end(pdf));
  const Bytes look = SOVANG_TRY(painted(order, summary.claim.starts_with("PDF/A-1"), cache));
  SignatureRequest request;
  request.field = text_string(order.field);
  request.field_name = order.field;
  request.description = text_string(order.description);
  request.signature = signature_entries(order, cms_room(signer));
  request.page = order.place.page;
  request.visible = order.look.has_value();
  request.look = look;
  request.certifies = order.certification != Certification::none;
  const SignaturePlace& place = order.place;
  const std::array lengths = {place.x, place.y, place.width, place.height};
  std::transform(lengths.begin(), lengths.end(), request.place.begin(),
                 [](document::Length length) { return static_cast<double>(thousandths(length)) / 1000; });
  const SignatureGraph graph = plan_signature(pdf, request);
  if (graph.outcome != SignatureGraph::Outcome::ready) return refused(graph, order);
  std::vector<WrittenObject> objects;
  for (const SignatureGraph::Object& object : graph.objects)
    objects.push_back({object.number, object.generation, object.body});
  Increment increment =
      append_increment(pdf, end, objects, graph.size, trailer_of(graph, pdf, request.signature));
  return seal(std::move(increment.file), increment.offsets[graph.signature_index], graph, signer);
}

}  // namespace sovang::pdf
