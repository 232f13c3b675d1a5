/* The lists of records that a driver's sources leave in sections of its image: class extensions and shared context types.
   Include after wdf.h. */
#ifndef OWDF_RECORD_LISTS_H
#define OWDF_RECORD_LISTS_H

/* One zero word in each list: the section exists in every image, and walkers skip zero words. */
__attribute__((section("owdf_class_bind"), used, retain)) static PVOID EmptyClassWord;
__attribute__((section("owdf_type_init"), used, retain)) static PVOID EmptyTypeWord;
extern char __start_owdf_class_bind[] __attribute__((visibility("hidden")));
extern char __stop_owdf_class_bind[] __attribute__((visibility("hidden")));
extern char __start_owdf_type_init[] __attribute__((visibility("hidden")));
extern char __stop_owdf_type_init[] __attribute__((visibility("hidden")));

static char *SkipZeroWords(char *At, char *End)
{
  while (At < End && *(ULONG_PTR *)At == 0) {
    At += sizeof(ULONG_PTR);
  }
  return At;
}

/* Context types shared between drivers: each record asks its owner for the one record that all agree on. */
static NTSTATUS InitializeTypes(VOID)
{
  char *at = SkipZeroWords(__start_owdf_type_init, __stop_owdf_type_init);

  while (at < __stop_owdf_type_init) {
    WDF_OBJECT_CONTEXT_TYPE_INFO *record = (WDF_OBJECT_CONTEXT_TYPE_INFO *)at;

    if (record->Size != sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO)) {
      return STATUS_INVALID_IMAGE_FORMAT;
    }
    if (record->EvtDriverGetUniqueContextType != NULL) {
      record->UniqueType = record->EvtDriverGetUniqueContextType();
      if (record->UniqueType == NULL) {
        return STATUS_UNSUCCESSFUL;
      }
    }
    at = SkipZeroWords(at + record->Size, __stop_owdf_type_init);
  }
  return STATUS_SUCCESS;
}

#endif
