// RegistryWriter: applies AddReg and DelReg lines to a machine's registry. Part of install.
#pragma once

#include "nt/cm/registry.h"
#include "setup/package.h"

namespace owdf::setup {

class RegistryWriter {
 public:
  RegistryWriter(cm::Registry& registry, Diagnostics& diagnostics) : registry_(registry), diagnostics_(diagnostics) {}

  // `relative`: what HKR is in this place.
  void apply(const std::vector<RegistryChange>& changes, const cm::Key& relative);
  void apply(const RegistryChange& change, const cm::Key& relative);

  // A failure of the registry while `what` was written.
  void check(Status status, Location at, std::string_view what);

 private:
  cm::Key key_of(const RegistryChange& change, const cm::Key& relative);
  void remove(const RegistryChange& change, const cm::Key& key);
  void write(const RegistryChange& change, const cm::Key& key);
  std::optional<std::vector<uint8_t>> data_of(const RegistryChange& change, cm::ValueType type);
  std::optional<std::vector<uint8_t>> bytes_of(const RegistryChange& change);
  void append(const RegistryChange& change, const cm::Key& key);

  cm::Registry& registry_;
  Diagnostics& diagnostics_;
};

}  // namespace owdf::setup
