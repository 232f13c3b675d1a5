/* Packs structures to 8 bytes until poppack.h; made to be included many times. */
#pragma pack(push, 8)
