// Empty signature fields: what other readers say of them, and that signing fills them.
#include <gmock/gmock.h>

#include "sovang/pdf/inspect.h"
#include "sovang/pdf/signatures.h"

#include "sign_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::HasSubstr;

const layout::SignatureFieldItem field{"ky_ca_nhan",    "Chữ ký số của người ký", Length::mm(197),
                                       Length::mm(158), Length::mm(40),           Length::mm(18)};

/// The certificate's page with the field above the name.
layout::Pages with_field() {
  layout::Pages pages = certificate("Nguyễn Thị Thử Nghiệm");
  pages.structure.emplace_back();
  for (layout::Item& item : pages.pages[0].items)
    item.structure = 0;
  layout::StructureNode form;
  form.type = layout::StructureType::form;
  form.alt = field.alt;
  pages.structure.push_back(form);
  layout::Item made = item(field);
  made.structure = 1;
  pages.pages[0].items.push_back(made);
  return pages;
}

Result<Bytes> written(const layout::Pages& pages, Profile profile = Profile::pdfa_3a) {
  PdfFacts made = facts();
  made.profile = profile;
  if (profile == Profile::pdfa_1b) made.attachments.clear();
  return write_pdf(pages, made, cache());
}

Bytes pdf_with_field(Profile profile = Profile::pdfa_3a) {
  const auto pdf = written(with_field(), profile);
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

std::string poppler(const std::vector<std::string>& command, const Bytes& pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-field").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  std::vector<std::string> all = command;
  all.push_back((folder.path() / "a.pdf").string());
  return run_process(all).value().output;
}

TEST(EmptyField, IsListedAsUnsignedByPoppler) {
  const std::string said = poppler({"pdfsig"}, pdf_with_field());
  EXPECT_THAT(said, HasSubstr("ky_ca_nhan"));
  EXPECT_THAT(said, HasSubstr("not signed"));
}

TEST(EmptyField, LeavesACleanFileInEachProfile) {
  for (const Profile profile : {Profile::pdfa_3a, Profile::pdfa_3b, Profile::pdfa_1b, Profile::plain}) {
    const Bytes pdf = pdf_with_field(profile);
    EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
    EXPECT_TRUE(inspect_pdf(pdf));
    EXPECT_TRUE(empty_signature_field(pdf, "ky_ca_nhan"));
  }
  if (sovang::testing::has_preflight()) {
    EXPECT_EQ(sovang::testing::preflight_complaints(pdf_with_field(Profile::pdfa_1b)), "");
  }
}

TEST(EmptyField, IsAFormElementWithItsWordsInTheStructure) {
  const Bytes pdf = pdf_with_field();
  EXPECT_THAT(poppler({"pdfinfo", "-struct"}, pdf), HasSubstr("Form"));
  EXPECT_THAT(pdf, HasSubstr("/S /Form"));
  EXPECT_THAT(pdf, HasSubstr("/Type /OBJR"));
  EXPECT_THAT(pdf, HasSubstr("/TU "));
  EXPECT_THAT(pdf, HasSubstr("/StructParent 1"));
  EXPECT_THAT(pdf, HasSubstr("/ParentTreeNextKey 2"));
}

TEST(EmptyField, TellsWhereItIs) {
  const Bytes pdf = pdf_with_field();
  const auto place = empty_signature_field(pdf, "ky_ca_nhan");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->page, 0U);
  EXPECT_NEAR(place->x.in_pt(), field.x.in_pt(), 0.01);
  EXPECT_NEAR(place->y.in_pt(), field.y.in_pt(), 0.01);
  EXPECT_NEAR(place->width.in_pt(), field.width.in_pt(), 0.01);
  EXPECT_NEAR(place->height.in_pt(), field.height.in_pt(), 0.01);
  EXPECT_FALSE(empty_signature_field(pdf, "ky_co_quan"));
  EXPECT_FALSE(empty_signature_field("%PDF-1.7 nothing", "ky_ca_nhan"));
}

TEST(EmptyField, IsFilledByASignatureThatHolds) {
  const Bytes before = pdf_with_field();
  SignatureOrder order = person_order();
  order.field = field.name;
  order.place = *empty_signature_field(before, field.name);
  const Bytes pdf = signed_by(before, order, *signer_of(person()));
  EXPECT_TRUE(pdf.starts_with(before));
  EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
  const auto rows = pdfsig(pdf);
  ASSERT_EQ(rows.size(), 1U) << "the field that was there, and no other";
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
  const auto signatures = read_signatures(pdf, {}, order.time);
  ASSERT_TRUE(signatures);
  ASSERT_EQ(signatures->size(), 1U);
  EXPECT_TRUE(signatures->front().holds());
  EXPECT_EQ(signatures->front().field, "ky_ca_nhan");
  EXPECT_NEAR(signatures->front().place->x.in_pt(), field.x.in_pt(), 0.01);
  EXPECT_FALSE(empty_signature_field(pdf, "ky_ca_nhan")) << "it waits for nobody now";
}

TEST(EmptyField, IsRefusedTwiceInOneFileAndInATurnedFrame) {
  layout::Pages twice = with_field();
  twice.pages[0].items.push_back(twice.pages[0].items.back());
  EXPECT_EQ(written(twice).error().rule, "TPL-10");
  layout::Pages turned = with_field();
  turned.pages[0].items.back().rotation = layout::Rotation{90, {}, {}, Length::mm(40), Length::mm(18)};
  EXPECT_EQ(written(turned).error().code, ErrorCode::unsupported);
}

TEST(EmptyField, ChangesNoOtherFile) {
  layout::Pages without = with_field();
  without.pages[0].items.pop_back();
  without.structure.pop_back();
  const auto pdf = written(without);
  ASSERT_TRUE(pdf);
  EXPECT_THAT(*pdf, ::testing::Not(HasSubstr("/AcroForm")));
  EXPECT_THAT(*pdf, ::testing::Not(HasSubstr("/Annots")));
}

}  // namespace
}  // namespace sovang::pdf::testing
