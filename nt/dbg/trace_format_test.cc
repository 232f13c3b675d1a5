#include "nt/dbg/trace_format.h"

#include <ntddk.h>

#include <gtest/gtest.h>

#include "nt/ex/executive.h"
#include "nt/ke/testing.h"

namespace owdf::dbg {
namespace {

// What the generated header makes of a structure with a length and a buffer.
struct Counted {
  const char* buffer;
  int16_t length;
};
void NTAPI marshal_counted(OWDF_TRACE_SINK* sink, const ULONG64* argument) {
  const Counted* value = *reinterpret_cast<const Counted* const*>(argument);
  sink->Append(sink, 2, &value->length);
  sink->Append(sink, static_cast<ULONG64>(value->length), value->buffer);
}

constexpr OWDF_TRACE_TYPE kTypes[] = {{"HEXDUMP", "ItemHEXDump", nullptr, nullptr, marshal_counted},
                                      {"PSTRING", "ItemPString", nullptr, nullptr, marshal_counted},
                                      {"DiskState", "ItemListLong", nullptr, "Offline,Online", nullptr},
                                      {"Bits", "ItemSetByteLong", nullptr, "A,B,C", nullptr},
                                      {"Wide", "ItemLong", "08x", nullptr, nullptr},
                                      {}};

class TraceTest : public ke::KernelTest {
 protected:
  static void NTAPI text_of(std::string* out, const char* text, ...) {
    const OWDF_TRACE_MESSAGE message{kTypes, "C:\\src\\driver.c", "Function", "ERROR", "IO", text, 42};
    __builtin_ms_va_list arguments;
    __builtin_ms_va_start(arguments, text);
    *out = format_trace(message, arguments);
    __builtin_ms_va_end(arguments);
  }
  template <typename... Arguments>
  std::string traced(const char* text, Arguments... arguments) {
    std::string out;
    run([&] { text_of(&out, text, arguments...); });
    return out;
  }
};
OWDF_IN_BOTH_FORMS(TraceTest);

TEST_P(TraceTest, PrintfConversionsAreThoseOfWindows) {
  EXPECT_EQ(traced("%d %s|%5u %I64x %% %c\n", -3, "text", 7u, 0x123456789abcull, 'x'),
            "-3 text|    7 123456789abc % x");
  EXPECT_EQ(traced("%*d|%.*s|", 4, 1, 2, "abc"), "   1|ab|");
  EXPECT_EQ(traced("%S %ws", u"wide", u"too"), "wide too");
  EXPECT_EQ(traced("%p", reinterpret_cast<void*>(16)), "0000000000000010");
}

TEST_P(TraceTest, SpecificationsKnowWhereTheCallIs) {
  EXPECT_EQ(traced("%!STDPREFIX! %!FUNC!(%!FILE!:%!LINE!) %!LEVEL! %!flags! %d", 5),
            "Function(driver.c:42) ERROR IO 5");
}

TEST_P(TraceTest, SpecificationsOfValuesPrintTheirMeaning) {
  const GUID guid{1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
  EXPECT_EQ(traced("%!STATUS! %!status!", STATUS_SUCCESS, STATUS_NO_SUCH_DEVICE),
            "STATUS_SUCCESS (0x00000000) STATUS_NO_SUCH_DEVICE (0xC000000E)");
  EXPECT_EQ(traced("%!GUID!", &guid), "{00000001-0002-0003-0405-060708090a0b}");
  EXPECT_EQ(traced("%!bool! %!irql! %!HRESULT!", 1, DISPATCH_LEVEL, 0x80070005), "TRUE DISPATCH_LEVEL 0x80070005");
  EXPECT_EQ(traced("%!delta! %!IPADDR!", int64_t{93'784'000}, 0x0100007f), "1~2:3:4 127.0.0.1");
  EXPECT_EQ(traced("%!xint64! %!ubyte! %!sshort!", uint64_t{255}, 300, -1), "ff 44 -1");
}

TEST_P(TraceTest, TypesOfTheConfigurationPrintAsItSays) {
  const Counted bytes{"\x01\xff", 2};
  EXPECT_EQ(traced("%!HEXDUMP! %d", &bytes, 7), "2 bytes: 01 ff 7");
  const Counted text{"some text", 4};
  EXPECT_EQ(traced("%!PSTRING!", &text), "some");
  EXPECT_EQ(traced("%!DiskState! %!diskstate! %!DiskState!", 0, 1, 2), "Offline Online 2");
  EXPECT_EQ(traced("%!Bits! %!Wide!", 5, 0xab), "[A,C] 000000ab");
}

TEST_P(TraceTest, NothingOverrunsOrReadsPastAnEnd) {
  EXPECT_EQ(traced("%!open"), "%!open");
  EXPECT_EQ(traced("100%"), "100%");
  EXPECT_EQ(traced("%s", static_cast<const char*>(nullptr)), "(null)");
  EXPECT_EQ(traced(std::string(10'000, 'x').c_str()).size(), kLongestTrace);
}

TEST_P(TraceTest, AProviderIsEnabledFromItsStartToItsEnd) {
  OWDF_TRACE_CONTROL controls[2] = {};
  run([&] {
    OwdfTraceRegister(controls, nullptr, 2, nullptr);
    EXPECT_EQ(controls[1].Flags[0], 0xffffffffu);
    EXPECT_EQ(controls[1].Level, 0xff);
    const OWDF_TRACE_MESSAGE message{kTypes, "a.c", "f", "", "", "number %d", 9};
    OwdfTraceMessage(&message, 12);
    OwdfTraceUnregister(controls, 2);
    EXPECT_EQ(controls[0].Level, 0);
    EXPECT_EQ(controls[0].Flags[7], 0u);
  });
  const auto lines = machine().ex().debug_log().lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].traced);
  EXPECT_EQ(lines[0].text, "number 12");
}

}  // namespace
}  // namespace owdf::dbg
