// Dispatcher objects by handle: events, mutexes, semaphores, waits, sleep.
#include "client/kernel32/win32.h"

using namespace owdf::client;

namespace {

// Names of Win32 objects live in one directory, and \Global or \Local says no more in a system with one session.
class ObjectName {
 public:
  explicit ObjectName(LPCWSTR name) : given_(name != nullptr), scratch_(name ? kRoom : 0) {
    if (!given_) return;
    WCHAR* out = scratch_.as<WCHAR>();
    size_t at = 0;
    for (const WCHAR* prefix = u"\\BaseNamedObjects\\"; *prefix; prefix++) out[at++] = *prefix;
    for (const WCHAR* global : {u"Global\\", u"Local\\"}) {
      size_t length = 0;
      while (global[length] && global[length] == name[length]) length++;
      if (!global[length]) name += length;
    }
    for (; *name && at < kRoom / sizeof(WCHAR) - 1; name++) out[at++] = *name;
    out[at] = 0;
    name_ = {static_cast<USHORT>(at * sizeof(WCHAR)), static_cast<USHORT>((at + 1) * sizeof(WCHAR)), out};
  }
  OBJECT_ATTRIBUTES* attributes(const SECURITY_ATTRIBUTES* security, bool open_existing) {
    const ULONG inherit = security && security->bInheritHandle ? OBJ_INHERIT : 0;
    InitializeObjectAttributes(&attributes_, given_ ? &name_ : nullptr, inherit | (open_existing ? OBJ_OPENIF : 0),
                               nullptr, nullptr);
    return &attributes_;
  }

 private:
  static constexpr size_t kRoom = 2 * (MAX_PATH + 64);
  bool given_;
  Scratch scratch_;
  UNICODE_STRING name_{};
  OBJECT_ATTRIBUTES attributes_{};
};

// The common end of the Create functions: an object that was there already is opened, and the last error says so.
HANDLE created(NTSTATUS status, HANDLE handle) {
  if (!NT_SUCCESS(status)) return fail(error_of(status)), nullptr;
  fail(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
  return handle;
}

DWORD wait_result(NTSTATUS status) {
  switch (status) {
    case STATUS_TIMEOUT:
      return WAIT_TIMEOUT;
    case STATUS_USER_APC:
      return WAIT_IO_COMPLETION;
    default:
      return succeeded(status) ? static_cast<DWORD>(status) : WAIT_FAILED;
  }
}

}  // namespace

extern "C" {

HANDLE NTAPI CreateEventExW(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags, DWORD access) {
  ObjectName object(name);
  HANDLE handle = nullptr;
  const NTSTATUS status = NtCreateEvent(&handle, access, object.attributes(security, true),
                                        flags & CREATE_EVENT_MANUAL_RESET ? NotificationEvent : SynchronizationEvent,
                                        (flags & CREATE_EVENT_INITIAL_SET) != 0);
  return created(status, handle);
}
HANDLE NTAPI CreateEventExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access) {
  const WideText wide(name);
  return CreateEventExW(security, wide.get(), flags, access);
}
HANDLE NTAPI CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name) {
  const DWORD flags = (manual ? CREATE_EVENT_MANUAL_RESET : 0) | (initial ? CREATE_EVENT_INITIAL_SET : 0);
  return CreateEventExW(security, name, flags, EVENT_ALL_ACCESS);
}
HANDLE NTAPI CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCSTR name) {
  const WideText wide(name);
  return CreateEventW(security, manual, initial, wide.get());
}
HANDLE NTAPI OpenEventW(DWORD access, BOOL, LPCWSTR name) {
  if (!name) return fail(ERROR_INVALID_PARAMETER), nullptr;
  ObjectName object(name);
  HANDLE handle = nullptr;
  const NTSTATUS status = NtOpenEvent(&handle, access, object.attributes(nullptr, false));
  return NT_SUCCESS(status) ? handle : (fail(error_of(status)), nullptr);
}
HANDLE NTAPI OpenEventA(DWORD access, BOOL inherit, LPCSTR name) {
  const WideText wide(name);
  return OpenEventW(access, inherit, wide.get());
}
BOOL NTAPI SetEvent(HANDLE event) {
  return succeeded(NtSetEvent(event, nullptr));
}
BOOL NTAPI ResetEvent(HANDLE event) {
  return succeeded(NtClearEvent(event));
}

DWORD NTAPI WaitForSingleObjectEx(HANDLE object, DWORD milliseconds, BOOL alertable) {
  Timeout timeout(milliseconds);
  return wait_result(NtWaitForSingleObject(object, static_cast<BOOLEAN>(alertable), timeout.get()));
}
DWORD NTAPI WaitForSingleObject(HANDLE object, DWORD milliseconds) {
  return WaitForSingleObjectEx(object, milliseconds, FALSE);
}
DWORD NTAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds, BOOL alertable) {
  Timeout timeout(milliseconds);
  return wait_result(NtWaitForMultipleObjects(count, const_cast<HANDLE*>(objects), all ? WaitAll : WaitAny,
                                              static_cast<BOOLEAN>(alertable), timeout.get()));
}
DWORD NTAPI WaitForMultipleObjects(DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds) {
  return WaitForMultipleObjectsEx(count, objects, all, milliseconds, FALSE);
}

DWORD NTAPI SleepEx(DWORD milliseconds, BOOL alertable) {
  LARGE_INTEGER forever;
  forever.QuadPart = INT64_MIN;
  Timeout timeout(milliseconds);
  const NTSTATUS status =
      NtDelayExecution(static_cast<BOOLEAN>(alertable), milliseconds == INFINITE ? &forever : timeout.get());
  return status == STATUS_USER_APC ? WAIT_IO_COMPLETION : 0;
}
void NTAPI Sleep(DWORD milliseconds) {
  SleepEx(milliseconds, FALSE);
}
BOOL NTAPI SwitchToThread() {
  SleepEx(0, FALSE);
  return TRUE;
}
}
