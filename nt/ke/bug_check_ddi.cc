#include <wdm.h>

#include "nt/ke/kernel.h"

extern "C" {

void NTAPI KeBugCheckEx(ULONG BugCheckCode, ULONG_PTR BugCheckParameter1, ULONG_PTR BugCheckParameter2,
                        ULONG_PTR BugCheckParameter3, ULONG_PTR BugCheckParameter4) {
  owdf::ke::kernel().bug_check(BugCheckCode, BugCheckParameter1, BugCheckParameter2, BugCheckParameter3,
                               BugCheckParameter4, "the driver called KeBugCheckEx");
}

void NTAPI KeBugCheck(ULONG BugCheckCode) {
  KeBugCheckEx(BugCheckCode, 0, 0, 0, 0);
}

}  // extern "C"
