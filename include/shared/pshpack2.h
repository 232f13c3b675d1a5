/* Packs structures to 2 bytes until poppack.h; made to be included many times. */
#pragma pack(push, 2)
