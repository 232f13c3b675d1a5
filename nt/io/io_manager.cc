#include "nt/io/io_manager.h"

#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/ob/object_manager.h"

namespace owdf::io {

IoManager::IoManager(nt::Machine& machine) : machine_(machine), deterministic_(machine.world().deterministic()) {}

IoManager::~IoManager() = default;

}  // namespace owdf::io
