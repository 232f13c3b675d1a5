#include "wdf/library.h"

#include <cstring>

#include <fmt/format.h>

#include "wdf/bind/bind_info.h"
#include "wdf/bind/settings.h"
#include "wdf/ddi_tables.h"

namespace owdf::wdf {
namespace {

const char kAttachment = 0;  // its address is the key under which machines keep their library

constexpr unsigned kLastCopiedKmdfCount = 438;  // 1.13; later tables are handed over by address
constexpr unsigned kLastCopiedUmdfCount = 248;  // 2.0

struct Table {
  const WDFFUNC* functions;
  unsigned count;  // what this library offers
  bool count_is_released;
  unsigned last_copied;
};

Table table_of(Personality personality, const LibraryOptions& options, unsigned client_count) {
  if (personality == Personality::kKmdf) {
    return {kmdf_table().data(), kmdf_slots_of(options.kmdf.minor), is_released_kmdf_count(client_count),
            kLastCopiedKmdfCount};
  }
  return {umdf2_table().data(), umdf2_slots_of(options.umdf.minor), is_released_umdf2_count(client_count),
          kLastCopiedUmdfCount};
}

std::u16string copy_of(const UNICODE_STRING* string) {
  return string && string->Buffer ? std::u16string(string->Buffer, string->Length / sizeof(char16_t))
                                  : std::u16string{};
}

// The service is the last component of the registry path.
std::string service_of(const std::u16string& path) {
  const size_t slash = path.rfind(u'\\');
  std::string name;
  for (char16_t unit : path.substr(slash == std::u16string::npos ? 0 : slash + 1)) {
    name += unit < 0x80 ? static_cast<char>(unit) : '?';
  }
  return name;
}

void hand_over(const Table& table, const BindInfo& info) {
  if (info.FuncCount <= table.last_copied) {
    std::memcpy(info.FuncTable, table.functions, info.FuncCount * sizeof(WDFFUNC));
  } else {
    *reinterpret_cast<WDFFUNC**>(info.FuncTable) = const_cast<WDFFUNC*>(table.functions);  // drivers only read it
  }
}

// OVR-069, VER-005: why a client of this shape cannot run here; empty if it can.
std::string why_refused(const BindInfo& info, Personality personality, const LibraryOptions& options,
                        const Table& table) {
  const Version& ours = personality == Personality::kKmdf ? options.kmdf : options.umdf;
  if (info.Version.Minor > ours.minor) {
    return fmt::format("it was built for version {}.{}, this framework is {}.{}", info.Version.Major,
                       info.Version.Minor, ours.major, ours.minor);
  }
  if (info.FuncCount > table.count) {
    return fmt::format("its function table has {} entries, this framework has {}", info.FuncCount, table.count);
  }
  if (!table.count_is_released) {
    return fmt::format("its function table has {} entries, which no released version has", info.FuncCount);
  }
  return {};
}

}  // namespace

Library& Library::attach(nt::Machine& machine, const LibraryOptions& options) {
  auto library = std::make_shared<Library>(machine, options);
  machine.attach(&kAttachment, library);
  machine.set_bind_provider(library.get());
  return *library;
}

Library* Library::of(nt::Machine& machine) {
  return static_cast<Library*>(machine.attached(&kAttachment));
}

Library::Library(nt::Machine& machine, const LibraryOptions& options) : machine_(machine), options_(options) {}

Library::~Library() = default;

Status Library::refuse(const std::string& service, Status status, std::string reason) {
  machine_.report({.rule = "BindRefused",
                   .message = fmt::format("driver {} cannot be bound to the framework: {}", service, reason),
                   .driver = service});
  return status;
}

Result<Client*> Library::bind(PDRIVER_OBJECT driver, const std::u16string& path, const BindInfo* info) {
  const std::string service = service_of(path);
  if (!info || (info->Size != sizeof(BindInfo) && info->Size != sizeof(BindInfo2)) || !info->FuncTable) {
    return refuse(service, Status(STATUS_INVALID_PARAMETER), "its bind record is malformed");
  }
  if (info->Version.Major != 1 && info->Version.Major != 2) {
    return refuse(service, Status(STATUS_NOT_SUPPORTED),
                  fmt::format("there is no framework of major version {}", info->Version.Major));
  }
  if (service.size() > WDF_DRIVER_GLOBALS_NAME_LEN) {  // DRV-019
    return refuse(service, Status(STATUS_INVALID_PARAMETER), "its name is longer than 32 characters");
  }
  const Personality personality = info->Version.Major == 1 ? Personality::kKmdf : Personality::kUmdf2;
  const Table table = table_of(personality, options_, info->FuncCount);
  const std::string reason = why_refused(*info, personality, options_, table);
  if (!reason.empty()) return refuse(service, Status(STATUS_INVALID_PARAMETER), reason);

  const Version version{info->Version.Major, info->Version.Minor, info->Version.Build};
  auto client = std::make_unique<Client>(*this, machine_, personality, version, service, path);
  client->set_driver_object(driver);
  read_settings(*client);
  hand_over(table, *info);
  Client* bound = client.get();
  sched::LockGuard guard(lock_);
  clients_.push_back(std::move(client));
  return bound;
}

int32_t Library::version_bind(_DRIVER_OBJECT* driver, _UNICODE_STRING* registry_path, void* bind_info, void** globals) {
  if (!globals) return STATUS_INVALID_PARAMETER;
  auto client = bind(driver, copy_of(registry_path), static_cast<const BindInfo*>(bind_info));
  if (client) *globals = (*client)->globals();
  return client.status().value;
}

// After a failed DriverEntry nobody calls DriverUnload: what the driver made goes here (facts/bind.md, sequence 7).
int32_t Library::version_unbind(_UNICODE_STRING*, void*, void* globals) {
  if (!globals) return STATUS_INVALID_PARAMETER;
  Client& client = Client::from(static_cast<PWDF_DRIVER_GLOBALS>(globals));
  client.delete_driver();
  remove(client);
  return STATUS_SUCCESS;
}

void Library::remove(Client& client) {
  std::unique_ptr<Client> gone;
  sched::LockGuard guard(lock_);
  for (auto at = clients_.begin(); at != clients_.end(); ++at) {
    if (at->get() != &client) continue;
    gone = std::move(*at);
    clients_.erase(at);
    return;
  }
}

Client* Library::client_of(const _DRIVER_OBJECT* driver) {
  sched::LockGuard guard(lock_);
  for (auto& client : clients_) {
    if (client->driver_object() == driver) return client.get();
  }
  return nullptr;
}

}  // namespace owdf::wdf
