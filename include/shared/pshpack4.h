/* Packs structures to 4 bytes until poppack.h; made to be included many times. */
#pragma pack(push, 4)
