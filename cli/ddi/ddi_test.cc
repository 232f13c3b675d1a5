#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "cli/ddi/citations.h"
#include "loader/import_table.h"
#include "wdf/ddi_tables.h"
#include "wdf/partial.h"

namespace owdf {
namespace {

const wdf::Ddi& ddi(const std::string& name) {
  for (const wdf::Ddi& row : wdf::ddis())
    if (name == row.name) return row;
  throw std::runtime_error(name + " is not in the table");
}

TEST(DdiTables, EverySlotHoldsAFunction) {
  for (const WDFFUNC function : wdf::kmdf_table()) EXPECT_NE(function, nullptr);
  for (const WDFFUNC function : wdf::umdf2_table()) EXPECT_NE(function, nullptr);
  EXPECT_EQ(wdf::kmdf_table().size(), 458u);
  EXPECT_EQ(wdf::umdf2_table().size(), 274u);
}

TEST(DdiTables, PublishedIndexesAreKept) {
  EXPECT_EQ(ddi("WdfChildListCreate").kmdf_index, 0);
  EXPECT_EQ(ddi("WdfDriverMiniportUnload").kmdf_index, 201);
  EXPECT_EQ(wdf::kmdf_table()[201], ddi("WdfDriverMiniportUnload").function);
  EXPECT_EQ(ddi("WdfDeviceReadFromHardware").kmdf_index, -1);
  EXPECT_EQ(wdf::umdf2_table()[48], ddi("WdfDeviceReadFromHardware").function);
}

TEST(DdiTables, ReleasedVersionsHaveTheirCounts) {
  EXPECT_EQ(wdf::kmdf_slots_of(9), 396u);
  EXPECT_EQ(wdf::kmdf_slots_of(33), 458u);
  EXPECT_EQ(wdf::kmdf_slots_of(10), 0u);
  EXPECT_EQ(wdf::umdf2_slots_of(15), 257u);
  EXPECT_TRUE(wdf::is_released_kmdf_count(444));
  EXPECT_FALSE(wdf::is_released_kmdf_count(445));
  for (const wdf::Ddi& row : wdf::ddis())
    if (row.kmdf_index >= 0) {
      const unsigned since = wdf::kmdf_slots_of(row.kmdf_since);
      EXPECT_LT(static_cast<unsigned>(row.kmdf_index), since) << row.name;
    }
}

TEST(ImportTable, IsSortedAndNamesEachFunctionOnce) {
  std::string before;
  for (const loader::HostImport& row : loader::host_imports()) {
    EXPECT_LT(before, row.name);
    before = row.name;
    EXPECT_TRUE(row.kind == loader::HostImportKind::kData || row.function) << row.name;
  }
}

TEST(DdiTables, WhatIsPartialSaysSoInTheFunctionItself) {
  std::set<std::string> names;
  for (const wdf::Partial& row : wdf::partials()) {
    EXPECT_TRUE(ddi(row.ddi).built) << row.ddi;
    EXPECT_NE(std::string(row.what), "");
    names.insert(row.ddi);
  }
  EXPECT_TRUE(names.contains("WdfDeviceInitAssignSDDLString"));
  EXPECT_FALSE(names.contains("WdfDeviceCreate"));
}

TEST(Citations, ComeFromTheReportOfATestRun) {
  const std::string path = testing::TempDir() + "/citations.json";
  std::ofstream(path) << R"({"rows":{},"ddi":{"WdfDeviceCreate":["Device.IsCreated"]}})";
  std::string problem;
  EXPECT_EQ(cli::cited_functions(path, problem), std::set<std::string>{"WdfDeviceCreate"});
  EXPECT_EQ(problem, "");
  std::ofstream(path) << "[]";
  cli::cited_functions(path, problem);
  EXPECT_NE(problem, "");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace owdf
