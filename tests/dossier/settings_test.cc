#include "sovang/dossier/settings.h"

#include <string>

#include <gtest/gtest.h>

namespace sovang::dossier {
namespace {

TEST(Settings, WhatIsWrittenIsReadBack) {
  Settings settings;
  settings.office = "Ban \"Thi đua\"";
  settings.fonds = "H47";
  settings.catalogue = "host=/run/postgresql dbname=sovang";
  settings.signed_templates = true;
  const Result<Settings> read = read_settings(settings_text(settings), "office.toml");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  EXPECT_EQ(read->office, settings.office);
  EXPECT_EQ(read->fonds, settings.fonds);
  EXPECT_EQ(read->catalogue, settings.catalogue);
  EXPECT_TRUE(read->signed_templates);
}

// SEC-41
TEST(Settings, APasswordInTheFileIsRefusedAndNotRepeated) {
  const Result<Settings> read =
      read_settings("office = \"A\"\ncatalogue = \"dbname=sovang password=geheim\"\n", "office.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().where.line, 2);
  EXPECT_NE(read.error().message.find("pgpass"), std::string::npos);
  EXPECT_EQ(read.error().message.find("geheim"), std::string::npos);
}

TEST(Settings, AConnectionStringThatCannotBeReadIsToldWithItsLine) {
  const Result<Settings> read = read_settings("\ncatalogue = \"may chu\"\n", "office.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(read.error().where.line, 2);
}

}  // namespace
}  // namespace sovang::dossier
