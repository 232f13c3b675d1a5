// The published names of status values and bug check codes, for messages to people.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace owdf::rtl {

const char* status_name(int32_t status);    // null where there is none
const char* bug_check_name(uint32_t code);  // null where there is none

std::string status_text(Status status);  // "STATUS_NO_SUCH_DEVICE (0xC000000E)", or the number alone

}  // namespace owdf::rtl
