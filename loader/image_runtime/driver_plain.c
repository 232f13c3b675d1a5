/* The entry of a driver that uses no framework (WDM): its own DriverEntry. */
#include "loader/image_format.h"

int DriverEntry(void *DriverObject, void *RegistryPath);

/* The linker makes these two; both are null in an image that imports nothing. */
extern const struct owdf_import __start_owdf_imports[] __attribute__((weak, visibility("hidden")));
extern const struct owdf_import __stop_owdf_imports[] __attribute__((weak, visibility("hidden")));

__attribute__((visibility("default"), used)) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_DRIVER, 0, __start_owdf_imports, __stop_owdf_imports,
  (void *)DriverEntry, 0, 0,
};
