// The counter driver's application: shows that a machine with it still works.
#pragma once

#include <initguid.h>
#include <wdm.h>

#include "tests/application.h"
#include "tests/drivers/counter/public.h"
#include "tests/scenario.h"

namespace owdf::scenarios {

// Asks the counter `times` times; the last answer, which is 100 plus how often its image was asked.
inline LONG ask_counter(cli::Session& session, int times) {
  LONG count = 0;
  run_application(session, [&] {
    HANDLE device = nullptr;
    const std::u16string path = interface_path(session, GUID_DEVINTERFACE_OWDF_COUNTER);
    ASSERT_EQ(open_device(path, Transfers::kSynchronous, &device), STATUS_SUCCESS);
    for (int i = 0; i < times; i++) {
      IO_STATUS_BLOCK block;
      EXPECT_EQ(NtDeviceIoControlFile(device, nullptr, nullptr, nullptr, &block, IOCTL_COUNTER_ASK, nullptr, 0, &count,
                                      sizeof(count)),
                STATUS_SUCCESS);
    }
    NtClose(device);
  });
  return count;
}

}  // namespace owdf::scenarios
