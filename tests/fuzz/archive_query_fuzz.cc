// The search box: whatever is typed is answered or refused; it is never taken for the index's own language.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "sovang/archive/archive.h"
#include "sovang/base/files.h"

namespace {

using namespace sovang::archive;

struct Office {
  sovang::files::TemporaryFolder folder = std::move(*sovang::files::TemporaryFolder::make("sovang-fuzz"));
  sovang::FixedClock clock{sovang::Instant{1'653'008'400'000}};
  sovang::SequenceIds ids{1};
  Archive::Options options;
  std::unique_ptr<Archive> archive;

  Office() {
    options.root = folder.path();
    if (!Archive::create(options, ids)) std::abort();
    archive = std::make_unique<Archive>(std::move(*Archive::open(options, clock, ids)));
    Record record;
    record.number = "1288/QĐ-UBND";
    record.issued = *sovang::Date::make(2022, 5, 20);
    RecordLine line;
    line.name = "Nguyễn Thị Mỹ";
    line.unit_name = "Sở Y tế";
    line.unit_id = sovang::domain::UnitId("SYT");
    record.lines = {line};
    std::vector<std::pair<Record, std::vector<ContentFile>>> objects;
    objects.push_back({record, {}});
    if (!archive->keep(std::move(objects), {"urn:sovang:user:a", "a"}, "")) std::abort();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Office office;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Query query;
  const std::size_t bar = text.find('|');
  query.words = text.substr(0, bar);
  if (bar != std::string::npos) query.unit = text.substr(bar + 1);
  const auto all = office.archive->find(query, Asker{});
  if (!all && all.error().code != sovang::ErrorCode::invalid_input) std::abort();
  // A stranger finds nothing, whatever he types (SEC-24).
  const auto none = office.archive->find(
      query, {Asker::Role::unit, {sovang::domain::UnitId(query.words), sovang::domain::UnitId("X")}});
  if (none && none->total != 0 && query.words != "SYT") std::abort();
  if (all) {
    for (const Hit& hit : all->hits)
      for (const Highlight& mark : hit.highlights)
        if (mark.begin >= mark.end || mark.end > hit.name.size()) std::abort();
  }
  return 0;
}
