// `sovang archive …`: what the archive shows to others, and what it remembers.
#include <iostream>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/dossier/actions.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

archive::LogKind kind_of(const std::string& log) {
  return log == "actions" ? archive::LogKind::actions : archive::LogKind::documents;
}

void add_log_option(CLI::App& verb, std::string& log) {
  verb.add_option("--log", log, "Nhật ký nào: documents (văn bản) hoặc actions (hành động)")
      ->check(CLI::IsMember({"documents", "actions"}))
      ->capture_default_str();
}

ArchiveWork checkpoint(CLI::App& verb) {
  struct Options {
    std::string log = "documents";
    std::optional<std::uint64_t> consistent_from;
    std::optional<std::uint64_t> include;
    bool keys = false;
  };
  auto options = std::make_shared<Options>();
  add_log_option(verb, options->log);
  verb.add_option("--from", options->consistent_from,
                  "In bằng chứng rằng nhật ký chỉ được nối dài từ điểm chốt có chừng này mục");
  verb.add_option("--leaf", options->include, "In bằng chứng rằng mục này nằm dưới điểm chốt (tlog-proof)");
  verb.add_flag("--keys", options->keys, "In các khóa công khai");
  return [options](dossier::Office& office) -> Status {
    const archive::Archive& store = office.archive();
    if (options->keys) {
      std::cout << SOVANG_TRY(store.published_keys()).text();
    } else if (options->consistent_from) {
      std::cout << to_text(
          SOVANG_TRY(store.prove_consistency(kind_of(options->log), *options->consistent_from)));
    } else if (options->include) {
      std::cout << to_text(SOVANG_TRY(store.prove_inclusion(kind_of(options->log), *options->include)));
    } else {
      std::cout << SOVANG_TRY(store.checkpoint(kind_of(options->log)));
    }
    return {};
  };
}

ArchiveWork witness(CLI::App& verb) {
  struct Options {
    std::string place;
    bool only_compare = false;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("place", options->place, "Thư mục đối chứng, tốt nhất ở máy hoặc cơ quan khác")->required();
  verb.add_flag("--check", options->only_compare, "Chỉ so sánh, không ghi thêm");
  verb.add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  return [options](dossier::Office& office) -> Status {
    const auto mode = options->only_compare ? archive::WitnessMode::compare : archive::WitnessMode::write;
    const archive::WalkReport report =
        SOVANG_TRY(office.archive().witness(options->place, mode, command_line_actor()));
    return print_walk(report, options->json, "Đã đối chứng");
  };
}

ArchiveWork prove(CLI::App& verb) {
  struct Options {
    std::string file;
    std::string out;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("file", options->file, "Tệp của kho cần chứng minh, ví dụ một tấm bằng khen")->required();
  verb.add_option("-o,--out", options->out, "Tệp bằng chứng; bỏ trống: đầu ra chuẩn");
  return [options](dossier::Office& office) -> Status {
    const Bytes paper = SOVANG_TRY(named(files::read(options->file)));
    const std::string of_paper = "sha256:" + to_hex(digest(HashKind::sha256, paper));
    const auto leaving = act(archive::ActionKind::exported, of_paper, "proof");
    const Status proven = dossier::recorded(office.archive(), leaving, [&]() -> Status {
      const archive::PaperProof proof = SOVANG_TRY(office.archive().prove_paper(paper));
      return put_output(to_text(proof), options->out);
    });
    if (!proven) return proven;
    if (!options->out.empty()) {
      std::cout << "Đã ghi bằng chứng vào " << options->out
                << ". Người nhận kiểm tra không cần mạng: sovang verify " << options->file << " --proof "
                << options->out << " --keys TỆP_KHÓA\n";
    }
    return {};
  };
}

ArchiveWork trail(CLI::App& verb) {
  struct Options {
    std::size_t count = 50;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("--last", options->count, "Số mục mới nhất")->capture_default_str();
  verb.add_flag("--json", options->json, "Mỗi mục một đối tượng JSON trên một dòng");
  return [options](dossier::Office& office) -> Status {
    for (const archive::LoggedAction& entry : SOVANG_TRY(office.archive().actions(options->count))) {
      const archive::Action& action = entry.action;
      if (options->json) {
        std::cout << nlohmann::ordered_json{{"seq", entry.seq},
                                            {"at", entry.at},
                                            {"actor", action.actor},
                                            {"role", action.role},
                                            {"action", to_string(action.kind)},
                                            {"object", action.object},
                                            {"outcome", to_string(action.outcome)},
                                            {"detail", action.detail},
                                            {"run", action.run}}
                         .dump(-1, ' ', true)
                  << '\n';
      } else {
        std::cout << entry.seq << "  " << entry.at << "  " << action.actor << "  " << to_string(action.kind)
                  << "  " << to_string(action.outcome) << "  " << action.object << '\n';
      }
    }
    return {};
  };
}

ArchiveWork rotate_key(CLI::App& verb) {
  auto purpose = std::make_shared<std::string>();
  verb.add_option("purpose", *purpose, "Khóa nào: log (điểm chốt của nhật ký) hoặc code (mã QR)")
      ->required()
      ->check(CLI::IsMember({"log", "code"}));
  return [purpose](dossier::Office& office) -> Status {
    const auto which = *purpose == "log" ? archive::KeyPurpose::log : archive::KeyPurpose::code;
    SOVANG_TRY(office.archive().rotate_key(which, command_line_actor()));
    std::cout
        << "Đã thay khóa. Những gì khóa cũ đã ký vẫn kiểm tra được. Xin công bố lại danh sách khóa (sovang "
           "archive checkpoint --keys) và chạy sovang archive witness.\n";
    return {};
  };
}

}  // namespace

void add_proof_verbs(CLI::App& parent, Context& context) {
  add_archive_verb(parent, context, "checkpoint",
                   "In điểm chốt đã ký của nhật ký (để dán vào sổ), bằng chứng, khóa công khai", checkpoint);
  add_archive_verb(parent, context, "witness",
                   "Cất bản đối chứng của nhật ký ở nơi thứ hai; phát hiện rẽ nhánh, lùi, thay khóa",
                   witness);
  add_archive_verb(parent, context, "prove",
                   "Làm bằng chứng cho một tệp: ai cũng kiểm tra được, không cần kho", prove);
  add_archive_verb(parent, context, "trail", "Nhật ký hành động: ai làm gì, kết quả ra sao", trail);
  add_archive_verb(parent, context, "rotate-key", "Thay khóa ký; khóa cũ bảo đảm cho khóa mới", rotate_key);
}

}  // namespace sovang::cli
