/* Packs structures to 1 bytes until poppack.h; made to be included many times. */
#pragma pack(push, 1)
