// What the service key's Parameters\Wdf says about the framework's behaviour towards one driver (RGV-*).
#pragma once

#include "wdf/client.h"

namespace owdf::wdf {

// Fills client.verifier() and the WdfVerifyOn bit of its globals. PASSIVE_LEVEL.
void read_settings(Client& client);

}  // namespace owdf::wdf
