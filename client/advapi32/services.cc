// The service control manager, as far as programs use it that install a driver: a service is a key of the registry,
// starting it loads the driver, stopping it unloads it. A service that is deleted is marked (the value DeleteFlag of
// its key); the key goes when the driver is stopped and the program has closed its handles. Services that are programs
// of their own are not run here and say so.
#include <windows.h>

#include <winsvc.h>

#include "client/kernel32/win32.h"
#include "nt/cm/registry.h"
#include "nt/io/io_manager.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

using owdf::cm::Key;
using owdf::cm::ValueType;

constexpr std::u16string_view kServices = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services";
constexpr DWORD kKernelDriver = 1, kFileSystemDriver = 2, kDisabled = 4;
constexpr uint64_t kCookie = 0x6563697672657300;

// What an SC_HANDLE points at, in the program's heap: the manager itself, or one service.
struct ScHandle {
  uint64_t cookie;
  bool manager;
  WCHAR name[256 + 1];
};

ScHandle* object_of(SC_HANDLE handle, bool manager) {
  auto* object = reinterpret_cast<ScHandle*>(handle);
  const bool live = current_program()->heap.size_of(object) == sizeof(ScHandle) && object->cookie == kCookie;
  if (live && object->manager == manager) return object;
  fail(ERROR_INVALID_HANDLE);
  return nullptr;
}

std::u16string folded(std::u16string_view name) {
  std::u16string text(name);
  for (char16_t& unit : text) unit = owdf::rtl::upcase(unit);
  return text;
}

SC_HANDLE make_handle(std::u16string_view name, bool manager) {
  auto* object = static_cast<ScHandle*>(current_program()->heap.allocate(sizeof(ScHandle), true));
  if (!object) return fail(ERROR_NOT_ENOUGH_MEMORY), nullptr;
  if (!manager) current_program()->count_service_handles(folded(name), 1);
  object->cookie = kCookie;
  object->manager = manager;
  std::copy(name.begin(), name.end(), object->name);
  return reinterpret_cast<SC_HANDLE>(object);
}

owdf::cm::Registry& registry() {
  return current_program()->machine.cm();
}
std::u16string key_path(std::u16string_view service) {
  return std::u16string(kServices) + u"\\" + std::u16string(service);
}

owdf::Result<Key> key_of(std::u16string_view service) {
  return registry().open(Key(), key_path(service));
}

owdf::Status set_dword(const Key& key, std::u16string_view name, uint32_t value) {
  return registry().set_value(key, name, ValueType::kDword, {reinterpret_cast<const uint8_t*>(&value), sizeof(value)});
}
owdf::Status set_text(const Key& key, std::u16string_view name, const std::u16string& text, ValueType type) {
  return registry().set_value(key, name, type, owdf::cm::string_data(text));
}

uint32_t dword_of(std::u16string_view service, std::u16string_view name, uint32_t otherwise) {
  owdf::Result<Key> key = key_of(service);
  if (!key) return otherwise;
  owdf::Result<owdf::cm::Value> value = registry().query_value(key.value(), name);
  return value ? value->dword().value_or(otherwise) : otherwise;
}

bool running(std::u16string_view service) {
  return static_cast<bool>(current_program()->machine.io().find_driver(owdf::rtl::utf8(service)));
}

bool marked_for_delete(std::u16string_view service) {
  return dword_of(service, u"DeleteFlag", 0) != 0;
}

// Removes a service that is marked, as soon as nothing needs it any more.
void finish_delete(std::u16string_view service) {
  if (!marked_for_delete(service) || running(service)) return;
  if (current_program()->count_service_handles(folded(service), 0) > 0) return;
  if (owdf::Result<Key> key = key_of(service)) (void)registry().delete_tree(key.value());
}

bool valid_name(std::u16string_view name) {
  return !name.empty() && name.size() <= 256 && name.find_first_of(u"\\/") == name.npos;
}

// An image path as the key holds it: a drive path becomes \??\C:\..., as the system itself writes it.
std::u16string image_path(const std::u16string& path) {
  const bool drive = path.size() > 2 && path[1] == u':';
  return drive ? u"\\??\\" + path : path;
}

struct NewService {
  std::u16string name, display, path;
  DWORD type, start, error;
};

SC_HANDLE create(SC_HANDLE manager, const NewService& service) {
  if (!object_of(manager, true)) return nullptr;
  if (!valid_name(service.name)) return fail(ERROR_INVALID_NAME), nullptr;
  if (service.path.empty()) return fail(ERROR_INVALID_PARAMETER), nullptr;
  if (service.type != kKernelDriver && service.type != kFileSystemDriver) return fail(ERROR_NOT_SUPPORTED), nullptr;
  finish_delete(service.name);
  if (marked_for_delete(service.name)) return fail(ERROR_SERVICE_MARKED_FOR_DELETE), nullptr;
  bool created = false;
  owdf::Result<Key> key = registry().create(Key(), key_path(service.name), {}, &created);
  if (!key) return fail(error_of(key.status().value)), nullptr;
  if (!created) return fail(ERROR_SERVICE_EXISTS), nullptr;
  const owdf::Status results[] = {
      set_dword(key.value(), u"Type", service.type), set_dword(key.value(), u"Start", service.start),
      set_dword(key.value(), u"ErrorControl", service.error),
      set_text(key.value(), u"ImagePath", image_path(service.path), ValueType::kExpandString),
      set_text(key.value(), u"DisplayName", service.display.empty() ? service.name : service.display,
               ValueType::kString)};
  for (const owdf::Status result : results)
    if (!result.ok()) return fail(error_of(result.value)), nullptr;
  return make_handle(service.name, false);
}

SC_HANDLE open(SC_HANDLE manager, const std::u16string& name) {
  if (!object_of(manager, true)) return nullptr;
  if (!valid_name(name)) return fail(ERROR_INVALID_NAME), nullptr;
  finish_delete(name);
  if (!key_of(name)) return fail(ERROR_SERVICE_DOES_NOT_EXIST), nullptr;
  return make_handle(name, false);
}

void describe(const ScHandle& service, SERVICE_STATUS* status) {
  const bool up = running(service.name);
  constexpr DWORD kAcceptsStop = 1;
  *status = {};
  status->dwServiceType = dword_of(service.name, u"Type", kKernelDriver);
  status->dwCurrentState = up ? SERVICE_RUNNING : SERVICE_STOPPED;
  status->dwControlsAccepted = up ? kAcceptsStop : 0;
  status->dwWin32ExitCode = ERROR_SUCCESS;
}

BOOL load_or_unload(const ScHandle& service, NTSTATUS(NTAPI* request)(PUNICODE_STRING)) {
  std::u16string path = key_path(service.name);
  UNICODE_STRING name{static_cast<USHORT>(path.size() * sizeof(WCHAR)),
                      static_cast<USHORT>((path.size() + 1) * sizeof(WCHAR)), path.data()};
  return succeeded(request(&name));
}

BOOL start(SC_HANDLE handle) {
  const ScHandle* service = object_of(handle, false);
  if (!service) return FALSE;
  if (marked_for_delete(service->name)) return fail(ERROR_SERVICE_MARKED_FOR_DELETE);
  if (dword_of(service->name, u"Start", 3) == kDisabled) return fail(ERROR_SERVICE_DISABLED);
  if (running(service->name)) return fail(ERROR_SERVICE_ALREADY_RUNNING);
  return load_or_unload(*service, NtLoadDriver);
}

// A driver without an unload routine cannot be stopped.
BOOL stop(const ScHandle& service) {
  if (load_or_unload(service, NtUnloadDriver)) return TRUE;
  return GetLastError() == ERROR_INVALID_FUNCTION ? fail(ERROR_INVALID_SERVICE_CONTROL) : FALSE;
}

std::u16string wide(LPCSTR text) {
  return text ? owdf::rtl::utf16(text) : std::u16string();
}
std::u16string wide(LPCWSTR text) {
  return text ? text : u"";
}

}  // namespace

extern "C" {

SC_HANDLE NTAPI OpenSCManagerW(LPCWSTR, LPCWSTR, DWORD) {
  return make_handle({}, true);
}
SC_HANDLE NTAPI OpenSCManagerA(LPCSTR, LPCSTR, DWORD) {
  return make_handle({}, true);
}

SC_HANDLE NTAPI CreateServiceW(SC_HANDLE manager, LPCWSTR name, LPCWSTR display, DWORD, DWORD type, DWORD start,
                               DWORD error, LPCWSTR path, LPCWSTR, LPDWORD, LPCWSTR, LPCWSTR, LPCWSTR) {
  return create(manager, {wide(name), wide(display), wide(path), type, start, error});
}
SC_HANDLE NTAPI CreateServiceA(SC_HANDLE manager, LPCSTR name, LPCSTR display, DWORD, DWORD type, DWORD start,
                               DWORD error, LPCSTR path, LPCSTR, LPDWORD, LPCSTR, LPCSTR, LPCSTR) {
  return create(manager, {wide(name), wide(display), wide(path), type, start, error});
}
SC_HANDLE NTAPI OpenServiceW(SC_HANDLE manager, LPCWSTR name, DWORD) {
  return open(manager, wide(name));
}
SC_HANDLE NTAPI OpenServiceA(SC_HANDLE manager, LPCSTR name, DWORD) {
  return open(manager, wide(name));
}

BOOL NTAPI StartServiceW(SC_HANDLE service, DWORD, LPCWSTR*) {
  return start(service);
}
BOOL NTAPI StartServiceA(SC_HANDLE service, DWORD, LPCSTR*) {
  return start(service);
}

BOOL NTAPI QueryServiceStatus(SC_HANDLE handle, LPSERVICE_STATUS status) {
  const ScHandle* service = object_of(handle, false);
  if (!service) return FALSE;
  describe(*service, status);
  return TRUE;
}

BOOL NTAPI ControlService(SC_HANDLE handle, DWORD control, LPSERVICE_STATUS status) {
  const ScHandle* service = object_of(handle, false);
  if (!service) return FALSE;
  if (!running(service->name)) return fail(ERROR_SERVICE_NOT_ACTIVE);
  if (control != SERVICE_CONTROL_STOP && control != SERVICE_CONTROL_INTERROGATE)
    return fail(ERROR_INVALID_SERVICE_CONTROL);
  if (control == SERVICE_CONTROL_STOP && !stop(*service)) return FALSE;
  describe(*service, status);
  return TRUE;
}

BOOL NTAPI DeleteService(SC_HANDLE handle) {
  const ScHandle* service = object_of(handle, false);
  if (!service) return FALSE;
  owdf::Result<Key> key = key_of(service->name);
  if (!key || marked_for_delete(service->name)) return fail(ERROR_SERVICE_MARKED_FOR_DELETE);
  const owdf::Status marked = set_dword(key.value(), u"DeleteFlag", 1);
  return marked.ok() ? TRUE : fail(error_of(marked.value));
}

BOOL NTAPI CloseServiceHandle(SC_HANDLE handle) {
  auto* object = reinterpret_cast<ScHandle*>(handle);
  const bool live = current_program()->heap.size_of(object) == sizeof(ScHandle) && object->cookie == kCookie;
  if (!live) return fail(ERROR_INVALID_HANDLE);
  const bool manager = object->manager;
  const std::u16string name = object->name;
  object->cookie = 0;
  current_program()->heap.release(object);
  if (manager) return TRUE;
  current_program()->count_service_handles(folded(name), -1);
  finish_delete(name);
  return TRUE;
}
}
