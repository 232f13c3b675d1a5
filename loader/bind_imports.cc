#include "loader/bind_imports.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include "loader/statuses.h"

namespace owdf::loader {

namespace {

// Where the shadow memory of AddressSanitizer begins on Linux. The Windows target asks a variable instead of knowing
// it.
constexpr uint64_t kAsanShadowOffset = 0x7fff8000;
constexpr std::string_view kAsanShadowVariable = "__asan_shadow_memory_dynamic_address";

// What a slot gets: a pointer to store, or bytes to copy.
struct Resolved {
  const void* address = nullptr;
  bool found = false;
};

Resolved resolve_sanitizer(const owdf_import& import) {
  if (kAsanShadowVariable == import.name) return {&kAsanShadowOffset, dlsym(RTLD_DEFAULT, "__asan_init") != nullptr};
  const void* symbol = dlsym(RTLD_DEFAULT, import.name);
  // An option variable that this runtime does not export reads as 0: the option is off.
  return {symbol, symbol || import.kind == OWDF_IMPORT_SANITIZER_COPY};
}

Resolved resolve(const owdf_import& import, const ImageOptions& options) {
  if (import.kind == OWDF_IMPORT_SANITIZER || import.kind == OWDF_IMPORT_SANITIZER_COPY)
    return resolve_sanitizer(import);
  const HostImport* offered = options.lookup(import.name);
  if (!offered) return {};
  if (import.kind == OWDF_IMPORT_FUNCTION)
    return {offered->function, offered->kind == HostImportKind::kFunction && offered->function};
  if (offered->kind != HostImportKind::kData || !offered->data || !options.machine) return {};
  return {offered->data(*options.machine), true};
}

void fill(const owdf_import& import, const void* address) {
  const bool copies = import.kind == OWDF_IMPORT_DATA_COPY || import.kind == OWDF_IMPORT_SANITIZER_COPY;
  if (!copies)
    memcpy(import.slot, &address, sizeof(address));
  else if (address)
    copy_unchecked(import.slot, address, import.size);
}

std::string describe_missing(const std::vector<std::string>& names, const std::string& image) {
  std::string text = fmt::format("{}: {} imported {} nobody here offers: {}", image, names.size(),
                                 names.size() == 1 ? "name that" : "names that", fmt::join(names, ", "));
  const bool sanitizer = std::any_of(names.begin(), names.end(), [](const std::string& n) {
    return n.starts_with("__asan_") || n.starts_with("__tsan_") || n.starts_with("__ubsan_");
  });
  if (sanitizer) text += " (the image was built with a sanitizer that this program was not built with)";
  return text;
}

}  // namespace

Status bind_imports(std::span<const owdf_import> imports, const ImageOptions& options, std::string* problem) {
  std::vector<const void*> addresses;
  std::vector<std::string> missing;
  for (const owdf_import& import : imports) {
    const Resolved resolved = resolve(import, options);
    // One name may fill several slots.
    if (!resolved.found && std::find(missing.begin(), missing.end(), import.name) == missing.end())
      missing.emplace_back(import.name);
    addresses.push_back(resolved.address);
  }
  if (!missing.empty()) {
    *problem = describe_missing(missing, options.name);
    return kEntryPointNotFound;
  }
  for (size_t i = 0; i < imports.size(); i++) fill(imports[i], addresses[i]);
  return {};
}

const char* image_kind_text(unsigned kind) {
  switch (kind) {
    case OWDF_IMAGE_DRIVER:
      return "a driver";
    case OWDF_IMAGE_PROGRAM:
      return "a program";
    case OWDF_IMAGE_LIBRARY:
      return "a library";
  }
  return "of an unknown kind";
}

}  // namespace owdf::loader
