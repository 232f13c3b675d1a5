/* The misdeeds by number; misbehaveapp takes one as its argument. */
#pragma once

typedef enum _MISDEED {
  MisdeedNone = 0,
  /* Named by the registry: the value Misdeed of the service's Parameters. */
  MisdeedFailDriverEntry = 1, /* with STATUS_INSUFFICIENT_RESOURCES */
  MisdeedFailDeviceAdd = 2,   /* with STATUS_DEVICE_CONFIGURATION_ERROR */
  /* Named by the application. */
  MisdeedQueueConfigSize = 3,
  MisdeedAttributesSize = 4,
  MisdeedNullHandle = 5,
  MisdeedOtherHandle = 6,
  MisdeedStaleHandle = 7,
  MisdeedCompleteTwice = 8,
  MisdeedCompleteTwiceReferenced = 9,
  MisdeedNullWrite = 10,
  MisdeedNullReadInDpc = 11,
  MisdeedNullCall = 12,
  MisdeedMissingDdi = 13,
  MisdeedMissingDdiWithoutStatus = 14,
  MisdeedMissingFunction = 15,
  MisdeedHeapOverflow = 16,
  MisdeedRace = 17,
} MISDEED;
