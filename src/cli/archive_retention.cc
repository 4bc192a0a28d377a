// `sovang archive retention …`: what is due, what is held, and the four steps to disposal.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/dossier/disposal.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string id;
  std::vector<std::string> records;
  std::string reason;
  std::string user;
  std::string minutes;
  std::string order;
  bool json = false;
};

/// Who was named by --by, else who runs the program.
archive::Actor actor_of(const std::string& user) {
  return user.empty() ? command_line_actor() : archive::Actor{"urn:sovang:user:" + user, user};
}

Status print_due(dossier::Office& office, const Context& context, const Options& options) {
  const auto due = SOVANG_TRY(dossier::due_records(office.archive(), local_date(context.clock->now())));
  std::size_t free = 0;
  for (const dossier::DueRecord& record : due) {
    if (record.kept_because.empty()) ++free;
    if (options.json) {
      std::cout << nlohmann::ordered_json{{"record", record.id},
                                          {"number", record.number},
                                          {"issued", record.issued.iso()},
                                          {"rule", record.rule},
                                          {"until", record.until.iso()},
                                          {"kept_because", record.kept_because}}
                       .dump()
                << '\n';
      continue;
    }
    std::cout << record.id << "  " << (record.number.empty() ? "(không số)" : record.number) << "  "
              << record.rule << "  hết hạn " << record.until.iso();
    if (!record.kept_because.empty()) std::cout << "  (còn giữ: " << record.kept_because << ")";
    std::cout << '\n';
  }
  if (!options.json) {
    std::cout << due.size() << " hồ sơ đã hết thời hạn lưu trữ, " << free
              << " hồ sơ có thể đưa vào danh mục xét hủy.\n";
  }
  return {};
}

Status print_cases(const dossier::Disposals& disposals, bool json) {
  for (const dossier::DisposalCase& disposal : SOVANG_TRY(disposals.cases())) {
    if (json) {
      std::cout << nlohmann::ordered_json{{"case", disposal.id},
                                          {"state", to_string(disposal.state)},
                                          {"records", disposal.records},
                                          {"proposer", disposal.proposer},
                                          {"approver", disposal.approver},
                                          {"order", disposal.order}}
                       .dump()
                << '\n';
    } else {
      std::cout << disposal.id << "  " << to_string(disposal.state) << "  " << disposal.records.size()
                << " hồ sơ, đề nghị ngày " << disposal.proposed_on.iso() << '\n';
    }
  }
  return {};
}

using Step = std::function<Status(dossier::Office&, dossier::Disposals&, const Options&)>;

/// A subcommand over the office and its disposal cases.
CLI::App* add_step(CLI::App& parent, Context& context, const std::shared_ptr<Options>& options,
                   const std::string& name, const std::string& help, const Step& step) {
  CLI::App* verb = parent.add_subcommand(name, help);
  verb->add_flag("--json", options->json, "Mỗi kết quả một đối tượng JSON trên một dòng");
  verb->callback([options, step, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) -> Status {
      dossier::Disposals disposals =
          SOVANG_TRY(dossier::Disposals::open(context.data, *context.clock, *context.ids));
      return step(office, disposals, *options);
    });
  });
  return verb;
}

void take_case(CLI::App* verb, const std::shared_ptr<Options>& options) {
  verb->add_option("case", options->id, "Mã đợt tiêu hủy")->required();
}

void take_user(CLI::App* verb, const std::shared_ptr<Options>& options) {
  verb->add_option("--by", options->user, "Tên đăng nhập của người làm bước này")->required();
}

void add_holds(CLI::App& parent, Context& context, const std::shared_ptr<Options>& options) {
  const auto hold = [](dossier::Office& office, const Options& chosen, const std::string& reason) -> Status {
    for (const std::string& record : chosen.records)
      SOVANG_TRY(dossier::set_hold(office.archive(), record, reason, actor_of(chosen.user)));
    std::cout << (reason.empty() ? "Đã thôi giữ " : "Đã giữ lại ") << chosen.records.size() << " hồ sơ.\n";
    return {};
  };
  CLI::App* held =
      add_step(parent, context, options, "hold", "Giữ lại, không tiêu hủy (khiếu nại, thanh tra, kiện cáo)",
               [hold](dossier::Office& office, dossier::Disposals&, const Options& chosen) {
                 return hold(office, chosen, chosen.reason);
               });
  held->add_option("--reason", options->reason, "Lý do giữ lại")->required();
  CLI::App* released = add_step(parent, context, options, "release", "Thôi giữ lại",
                                [hold](dossier::Office& office, dossier::Disposals&, const Options& chosen) {
                                  return hold(office, chosen, "");
                                });
  for (CLI::App* verb : {held, released}) {
    verb->add_option("records", options->records, "Mã các hồ sơ")->required();
    take_user(verb, options);
  }
}

void add_disposal_steps(CLI::App& parent, Context& context, const std::shared_ptr<Options>& options) {
  CLI::App* propose = add_step(
      parent, context, options, "propose", "Lập danh mục tài liệu hết giá trị",
      [](dossier::Office& office, dossier::Disposals& disposals, const Options& chosen) -> Status {
        std::cout << SOVANG_TRY(disposals.propose(office.archive(), chosen.records, actor_of(chosen.user)))
                  << '\n';
        return {};
      });
  propose->add_option("records", options->records, "Mã các hồ sơ, xem bằng lệnh retention due")->required();
  take_user(propose, options);

  CLI::App* review =
      add_step(parent, context, options, "review", "Đính kèm biên bản họp Hội đồng xét hủy",
               [](dossier::Office& office, dossier::Disposals& disposals, const Options& chosen) -> Status {
                 const Bytes minutes = SOVANG_TRY(named(files::read(chosen.minutes)));
                 return disposals.review(office.archive(), chosen.id, minutes, actor_of(chosen.user));
               });
  take_case(review, options);
  review->add_option("--by", options->user,
                     "Tên đăng nhập của người làm bước này; bỏ trống: tài khoản của máy");
  review->add_option("--minutes", options->minutes, "Tệp PDF của biên bản")->required();

  CLI::App* approve =
      add_step(parent, context, options, "approve", "Phê duyệt, do một người khác với người đề nghị",
               [](dossier::Office& office, dossier::Disposals& disposals, const Options& chosen) {
                 return disposals.approve(office.archive(), chosen.id, chosen.order, actor_of(chosen.user));
               });
  take_case(approve, options);
  take_user(approve, options);
  approve->add_option("--order", options->order, "Số quyết định tiêu hủy")->required();

  CLI::App* execute =
      add_step(parent, context, options, "execute", "Tiêu hủy, vào một ngày sau ngày đề nghị",
               [](dossier::Office& office, dossier::Disposals& disposals, const Options& chosen) -> Status {
                 const std::string dossier =
                     SOVANG_TRY(disposals.execute(office.archive(), chosen.id, actor_of(chosen.user)));
                 std::cout << "Đã tiêu hủy; hồ sơ của việc này: " << dossier << '\n';
                 return {};
               });
  take_case(execute, options);
  take_user(execute, options);

  CLI::App* withdraw =
      add_step(parent, context, options, "withdraw", "Rút lại một đợt chưa tiêu hủy",
               [](dossier::Office& office, dossier::Disposals& disposals, const Options& chosen) {
                 return disposals.withdraw(office.archive(), chosen.id, actor_of(chosen.user));
               });
  take_case(withdraw, options);
  withdraw->add_option("--by", options->user,
                       "Tên đăng nhập của người làm bước này; bỏ trống: tài khoản của máy");
}

}  // namespace

void add_archive_retention(CLI::App& archive, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* retention = archive.add_subcommand("retention", "Thời hạn lưu trữ, giữ lại và tiêu hủy");
  retention->require_subcommand(1);
  add_step(*retention, context, options, "due", "Hồ sơ đã hết thời hạn lưu trữ",
           [&context](dossier::Office& office, dossier::Disposals&, const Options& chosen) {
             return print_due(office, context, chosen);
           });
  add_step(*retention, context, options, "cases", "Các đợt tiêu hủy và bước đang làm",
           [](dossier::Office&, dossier::Disposals& disposals, const Options& chosen) {
             return print_cases(disposals, chosen.json);
           });
  add_holds(*retention, context, options);
  add_disposal_steps(*retention, context, options);
}

}  // namespace sovang::cli
