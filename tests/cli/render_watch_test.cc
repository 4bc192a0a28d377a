// sovang render --watch: one line a rendering, whatever way an editor saves.
#include <csignal>
#include <fstream>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

/// A program that runs on, with its standard output as lines.
class Running {
 public:
  explicit Running(std::vector<std::string> arguments) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> raw;
    for (std::string& argument : arguments)
      raw.push_back(argument.data());
    raw.push_back(nullptr);
    EXPECT_EQ(::posix_spawn(&process_, raw[0], &actions, nullptr, raw.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    if (process_ > 0) ::waitpid(process_, nullptr, 0);
    ::close(output_);
  }

  /// The next line; "" if none came within a minute.
  std::string line() {
    while (read_.find('\n') == std::string::npos) {
      pollfd event{output_, POLLIN, 0};
      if (::poll(&event, 1, 60'000) <= 0) return {};
      char buffer[4096];
      const ssize_t count = ::read(output_, buffer, sizeof(buffer));
      if (count <= 0) return {};
      read_.append(buffer, static_cast<std::size_t>(count));
    }
    const std::string out = read_.substr(0, read_.find('\n'));
    read_.erase(0, out.size() + 1);
    return out;
  }

  /// Ctrl-C; the exit status.
  int stop() {
    ::kill(process_, SIGINT);
    int status = -1;
    ::waitpid(std::exchange(process_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string read_;
};

class RenderWatch : public ::testing::Test {
 protected:
  void SetUp() override {
    put("mau.xml", form("Chào"));
    put("du-lieu.xml", data("Lê An"));
    watched_ = std::make_unique<Running>(std::vector<std::string>{
        SOVANG_PROGRAM, "render", path("mau.xml"), path("du-lieu.xml"), "-o", path("ra.pdf"), "--watch"});
    ASSERT_THAT(line(), HasSubstr("ra.pdf: 1 trang"));
  }

  static std::string form(const std::string& word) {
    return "<template xmlns=\"urn:sovang:template:1\" id=\"mau\" version=\"1.0.0\" kind=\"letter\">\n"
           "  <include src=\"phan/chung.xml\"/><param name=\"name\" type=\"string\" required=\"yes\"/>\n"
           "  <page-master name=\"m\" size=\"A4\" margin=\"20mm\"/>\n"
           "  <sequence master=\"m\"><p style=\"dam\">" +
           word + " {name}</p></sequence>\n</template>\n";
  }
  static std::string library(const std::string& size) {
    return "<template xmlns=\"urn:sovang:template:1\" id=\"chung\" version=\"1.0.0\" kind=\"library\">"
           "<style name=\"dam\" font-size=\"" +
           size + "\"/></template>";
  }
  static std::string data(const std::string& name) {
    return "<data xmlns=\"urn:sovang:data:1\"><name>" + name + "</name></data>";
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void put(const std::string& name, const std::string& text) const {
    fs::create_directories(folder_.path() / "phan");
    if (!fs::exists(path("phan/chung.xml"))) write(path("phan/chung.xml"), library("14pt"));
    write(path(name), text);
  }
  /// As an editor that truncates the file does.
  static void write(const std::string& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
  }
  std::string line() { return watched_->line(); }
  std::string text() const { return run({"pdftotext", path("ra.pdf"), "-"}).output; }

  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("sovang-watch");
  std::unique_ptr<Running> watched_;
};

TEST_F(RenderWatch, RendersAgainWhenTheTemplateIsSaved) {
  put("mau.xml", form("Kính gửi"));
  EXPECT_THAT(line(), HasSubstr("(mau.xml)"));
  EXPECT_THAT(text(), HasSubstr("Kính gửi Lê An"));
}

TEST_F(RenderWatch, FollowsAnEditorThatWritesBesideAndRenames) {
  for (const std::string word : {"Một", "Hai", "Ba"}) {
    write(path(".mau.xml.swp"), form(word));
    fs::rename(path(".mau.xml.swp"), path("mau.xml"));
    EXPECT_THAT(line(), HasSubstr("(mau.xml)"));
    EXPECT_THAT(text(), HasSubstr(word + " Lê An"));
  }
}

TEST_F(RenderWatch, RendersAgainWhenDataOrAnIncludedFileChange) {
  put("du-lieu.xml", data("Võ Đức Ân"));
  EXPECT_THAT(line(), HasSubstr("(du-lieu.xml)"));
  EXPECT_THAT(text(), HasSubstr("Chào Võ Đức Ân"));
  put("phan/chung.xml", library("20pt"));
  EXPECT_THAT(line(), HasSubstr("(chung.xml)"));
}

TEST_F(RenderWatch, KeepsTheLastGoodFileWhileTheTemplateIsWrong) {
  const std::string before = read_all(path("ra.pdf"));
  put("mau.xml", "<template");
  EXPECT_THAT(line(), HasSubstr("tệp cũ còn nguyên"));
  EXPECT_EQ(read_all(path("ra.pdf")), before);
  put("mau.xml", form("Sửa xong"));
  EXPECT_THAT(line(), HasSubstr("1 trang"));
  EXPECT_THAT(text(), HasSubstr("Sửa xong Lê An"));
}

TEST_F(RenderWatch, PassesOverFilesThatAreNotPartOfIt) {
  put("khac.xml", "<x/>");
  put("du-lieu.xml", data("Lê Bình"));
  EXPECT_THAT(line(), HasSubstr("(du-lieu.xml)"));
}

TEST_F(RenderWatch, EndsCleanlyAtCtrlC) {
  EXPECT_EQ(watched_->stop(), 0);
}

}  // namespace
}  // namespace sovang::testing
