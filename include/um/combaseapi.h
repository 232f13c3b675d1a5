/* The interface model of COM: declarations of interfaces, IUnknown, task memory, class ids. */
#pragma once

#include <winbase.h>
#include <wtypes.h>

#define STDMETHODCALLTYPE NTAPI
#define STDMETHODVCALLTYPE NTAPI
#define STDAPICALLTYPE NTAPI
#define STDAPI EXTERN_C HRESULT STDAPICALLTYPE
#define STDAPI_(type) EXTERN_C type STDAPICALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE

#if defined(__cplusplus)
#define STDMETHOD(method) virtual HRESULT STDMETHODCALLTYPE method
#define STDMETHOD_(type, method) virtual type STDMETHODCALLTYPE method
#define PURE = 0
#define THIS_
#define THIS void
#define DECLARE_INTERFACE(iface) struct iface
#define DECLARE_INTERFACE_(iface, base) struct iface : public base
#if !defined(OWDF_HOST)
#define interface struct
#define MIDL_INTERFACE(text) struct __declspec(uuid(text))
#define DECLARE_INTERFACE_IID_(iface, base, text) interface __declspec(uuid(text)) iface : public base
#endif
#endif

#define CLSCTX_INPROC_SERVER 0x1
#define CLSCTX_INPROC_HANDLER 0x2
#define CLSCTX_LOCAL_SERVER 0x4
#define CLSCTX_ALL 0x17
#define COINIT_MULTITHREADED 0x0
#define COINIT_APARTMENTTHREADED 0x2
#define COINIT_DISABLE_OLE1DDE 0x4

#if defined(__cplusplus) && !defined(OWDF_HOST)
extern "C++" {
MIDL_INTERFACE("00000000-0000-0000-C000-000000000046")
IUnknown {
 public:
  virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID id, void** object) = 0;
  virtual ULONG STDMETHODCALLTYPE AddRef() = 0;
  virtual ULONG STDMETHODCALLTYPE Release() = 0;
  template <class Q>
  HRESULT STDMETHODCALLTYPE QueryInterface(Q** object) {
    return QueryInterface(__uuidof(Q), reinterpret_cast<void**>(object));
  }
};
MIDL_INTERFACE("00000001-0000-0000-C000-000000000046")
IClassFactory : public IUnknown {
 public:
  virtual HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown * outer, REFIID id, void** object) = 0;
  virtual HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) = 0;
};
/* The pointer's own type says which interface is wanted; a type that is no interface does not compile. */
template <typename T>
void** IID_PPV_ARGS_Helper(T** object) {
  static_cast<void>(static_cast<IUnknown*>(*object));
  return reinterpret_cast<void**>(object);
}
}
#define IID_PPV_ARGS(object) __uuidof(**(object)), IID_PPV_ARGS_Helper(object)
typedef IUnknown* LPUNKNOWN;
typedef IClassFactory* LPCLASSFACTORY;
#else
typedef struct IUnknown IUnknown;
typedef IUnknown* LPUNKNOWN;
#endif

OWDF_BEGIN

#if !defined(OWDF_HOST)
EXTERN_C const IID DECLSPEC_SELECTANY IID_IUnknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
EXTERN_C const IID DECLSPEC_SELECTANY IID_IClassFactory = {1, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
#endif
HRESULT WINAPI CoInitialize(LPVOID reserved);
HRESULT WINAPI CoInitializeEx(LPVOID reserved, DWORD model);
VOID WINAPI CoUninitialize(VOID);
HRESULT WINAPI CoCreateInstance(REFCLSID id, LPUNKNOWN outer, DWORD context, REFIID interface_id, LPVOID* object);
HRESULT WINAPI CoCreateGuid(GUID* guid);
LPVOID WINAPI CoTaskMemAlloc(SIZE_T size);
LPVOID WINAPI CoTaskMemRealloc(LPVOID memory, SIZE_T size);
VOID WINAPI CoTaskMemFree(LPVOID memory);
HRESULT WINAPI CLSIDFromString(LPCOLESTR text, LPCLSID id);
HRESULT WINAPI IIDFromString(LPCOLESTR text, LPIID id);
HRESULT WINAPI StringFromCLSID(REFCLSID id, LPOLESTR* text);
int WINAPI StringFromGUID2(REFGUID guid, LPOLESTR text, int length);

OWDF_END
