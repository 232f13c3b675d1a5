/* Names of languages, for the LANGUAGE statements of resource scripts. */
#pragma once

#ifndef LANG_NEUTRAL
#define LANG_NEUTRAL 0
#endif
#ifndef LANG_ARABIC
#define LANG_ARABIC 1
#endif
#ifndef LANG_BULGARIAN
#define LANG_BULGARIAN 2
#endif
#ifndef LANG_CATALAN
#define LANG_CATALAN 3
#endif
#ifndef LANG_CHINESE
#define LANG_CHINESE 4
#endif
#ifndef LANG_CZECH
#define LANG_CZECH 5
#endif
#ifndef LANG_DANISH
#define LANG_DANISH 6
#endif
#ifndef LANG_GERMAN
#define LANG_GERMAN 7
#endif
#ifndef LANG_GREEK
#define LANG_GREEK 8
#endif
#ifndef LANG_ENGLISH
#define LANG_ENGLISH 9
#endif
#ifndef LANG_SPANISH
#define LANG_SPANISH 0xa
#endif
#ifndef LANG_FINNISH
#define LANG_FINNISH 0xb
#endif
#ifndef LANG_FRENCH
#define LANG_FRENCH 0xc
#endif
#ifndef LANG_HEBREW
#define LANG_HEBREW 0xd
#endif
#ifndef LANG_HUNGARIAN
#define LANG_HUNGARIAN 0xe
#endif
#ifndef LANG_ICELANDIC
#define LANG_ICELANDIC 0xf
#endif
#ifndef LANG_ITALIAN
#define LANG_ITALIAN 0x10
#endif
#ifndef LANG_JAPANESE
#define LANG_JAPANESE 0x11
#endif
#ifndef LANG_KOREAN
#define LANG_KOREAN 0x12
#endif
#ifndef LANG_DUTCH
#define LANG_DUTCH 0x13
#endif
#ifndef LANG_NORWEGIAN
#define LANG_NORWEGIAN 0x14
#endif
#ifndef LANG_POLISH
#define LANG_POLISH 0x15
#endif
#ifndef LANG_PORTUGUESE
#define LANG_PORTUGUESE 0x16
#endif
#ifndef LANG_ROMANIAN
#define LANG_ROMANIAN 0x18
#endif
#ifndef LANG_RUSSIAN
#define LANG_RUSSIAN 0x19
#endif
#ifndef LANG_CROATIAN
#define LANG_CROATIAN 0x1a
#endif
#ifndef LANG_SLOVAK
#define LANG_SLOVAK 0x1b
#endif
#ifndef LANG_ALBANIAN
#define LANG_ALBANIAN 0x1c
#endif
#ifndef LANG_SWEDISH
#define LANG_SWEDISH 0x1d
#endif
#ifndef LANG_THAI
#define LANG_THAI 0x1e
#endif
#ifndef LANG_TURKISH
#define LANG_TURKISH 0x1f
#endif
#ifndef LANG_UKRAINIAN
#define LANG_UKRAINIAN 0x22
#endif
#ifndef LANG_SLOVENIAN
#define LANG_SLOVENIAN 0x24
#endif
#ifndef LANG_ESTONIAN
#define LANG_ESTONIAN 0x25
#endif
#ifndef LANG_LATVIAN
#define LANG_LATVIAN 0x26
#endif
#ifndef LANG_LITHUANIAN
#define LANG_LITHUANIAN 0x27
#endif
#ifndef LANG_VIETNAMESE
#define LANG_VIETNAMESE 0x2a
#endif

#ifndef SUBLANG_NEUTRAL
#define SUBLANG_NEUTRAL 0
#endif
#ifndef SUBLANG_DEFAULT
#define SUBLANG_DEFAULT 1
#endif
#ifndef SUBLANG_SYS_DEFAULT
#define SUBLANG_SYS_DEFAULT 2
#endif
#ifndef SUBLANG_ENGLISH_US
#define SUBLANG_ENGLISH_US 1
#endif
#ifndef SUBLANG_ENGLISH_UK
#define SUBLANG_ENGLISH_UK 2
#endif
#ifndef SUBLANG_GERMAN
#define SUBLANG_GERMAN 1
#endif
#ifndef SUBLANG_GERMAN_SWISS
#define SUBLANG_GERMAN_SWISS 2
#endif
#ifndef SUBLANG_GERMAN_AUSTRIAN
#define SUBLANG_GERMAN_AUSTRIAN 3
#endif
#ifndef SUBLANG_FRENCH
#define SUBLANG_FRENCH 1
#endif
#ifndef SUBLANG_ITALIAN
#define SUBLANG_ITALIAN 1
#endif
#ifndef SUBLANG_SPANISH
#define SUBLANG_SPANISH 1
#endif
#ifndef SUBLANG_CHINESE_TRADITIONAL
#define SUBLANG_CHINESE_TRADITIONAL 1
#endif
#ifndef SUBLANG_CHINESE_SIMPLIFIED
#define SUBLANG_CHINESE_SIMPLIFIED 2
#endif
#ifndef SUBLANG_PORTUGUESE_BRAZILIAN
#define SUBLANG_PORTUGUESE_BRAZILIAN 1
#endif
#ifndef SUBLANG_PORTUGUESE
#define SUBLANG_PORTUGUESE 2
#endif
