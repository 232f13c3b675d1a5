// The rewriting of structured exception handling, text to text, and what a driver's author gets to read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/build/seh_functions.h"
#include "cli/build/seh_rewriter.h"

namespace owdf::cli::seh {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// What follows the declarations.
std::string rewritten(const std::string& source, bool cpp = false) {
  const Rewritten result = rewrite("# 1 \"a.c\"\n" + source, cpp);
  EXPECT_EQ(result.errors, "");
  const std::string again = "# 1 \"a.c\"\n";
  const size_t at = result.text.rfind(again);
  return at == std::string::npos ? result.text : result.text.substr(at + again.size());
}

std::string errors(const std::string& source) {
  return rewrite("# 10 \"a.c\"\n" + source, false).errors;
}

TEST(SehRewriter, ASourceWithoutTheStatementsStaysAsItIs) {
  const Rewritten result = rewrite("unsigned long _exception_code(void);\nint f(void) { return 1; }\n", false);
  EXPECT_FALSE(result.changed);
  EXPECT_EQ(result.text, "unsigned long _exception_code(void);\nint f(void) { return 1; }\n");
}

TEST(SehRewriter, AnExceptBecomesThreePartsOnTheirOwnLines) {
  EXPECT_EQ(rewritten("int f(int *p) {\n  __try {\n    *p = 1;\n  } __except (g()) {\n    h();\n  }\n}\n"),
            "__attribute__((optnone, noinline)) int f(int *p) {\n"
            "  { struct __owdf_try __owdf_t1; int __owdf_s1 = __owdf_try_enter(&__owdf_t1, 0); if (__owdf_s1 == 99) "
            "(void)__builtin_alloca((unsigned long long)__owdf_s1); if (__owdf_s1 == 0) { struct __owdf_try *__owdf_g1 "
            "__attribute__((cleanup(__owdf_try_leave))) = &__owdf_t1; {\n"
            "    *p = 1;\n"
            "  } } else if (__owdf_s1 == 1) __owdf_filter_done(&__owdf_t1, (int) (g())); else {\n"
            "    h();\n"
            "  } }\n"
            "}\n");
}

TEST(SehRewriter, AFinallyRunsBehindItsBody) {
  const std::string text = rewritten("void f(void) { __try { a(); } __finally { b(_abnormal_termination()); } }\n");
  EXPECT_THAT(text, HasSubstr("cleanup(__owdf_try_exit)))"));
  EXPECT_THAT(text, HasSubstr("{ a(); } __owdf_try_complete(&__owdf_t1); }  { b((__owdf_t1.abnormal)); } "
                              "if (__owdf_t1.abnormal) __owdf_finally_done(&__owdf_t1); }"));
}

TEST(SehRewriter, LeaveGoesToTheEndOfTheInnermostBodyAroundIt) {
  const std::string text = rewritten(
      "void f(void) { __try { __try { a(); } __except (1) { __leave; } b(); __try { __leave; } __finally { } } "
      "__finally { } }\n");
  EXPECT_THAT(text, HasSubstr("{ goto __owdf_leave_1; }"));
  EXPECT_THAT(text, HasSubstr("{ goto __owdf_leave_3; } __owdf_leave_3:; __owdf_try_complete(&__owdf_t3);"));
  EXPECT_THAT(text, Not(HasSubstr("__owdf_leave_2")));
}

TEST(SehRewriter, TheIntrinsicsMeanTheStatementAroundThem) {
  const std::string text = rewritten(
      "void f(void) { __try { } __except (g(_exception_info(), _exception_code())) { __try { } __except "
      "(_exception_code()) { } h(_exception_code()); } }\n");
  EXPECT_THAT(text, HasSubstr("g((__owdf_t1.pointers), ((unsigned long)__owdf_t1.code))"));
  EXPECT_THAT(text, HasSubstr("(((unsigned long)__owdf_t2.code))"));
  EXPECT_THAT(text, HasSubstr("h(((unsigned long)__owdf_t1.code))"));
}

TEST(SehRewriter, LineMarkersAndStringsAreLeftAlone) {
  const std::string source =
      "# 7 \"x y.h\" 3\nconst char *s = \"__try { \\\" }\"; char c = '\"';\n#pragma pack(push, 1)\n"
      "void f(void) { __try {\n# 20 \"z.h\"\n} __finally { } }\n";
  const std::string text = rewritten(source);
  EXPECT_THAT(text, HasSubstr("# 7 \"x y.h\" 3\nconst char *s = \"__try { \\\" }\"; char c = '\"';\n"));
  EXPECT_THAT(text, HasSubstr("{\n# 20 \"z.h\"\n}"));
}

TEST(SehRewriter, OnlyFunctionsWithTheStatementsKeepTheirVariablesInMemory) {
  const std::string text = rewritten(
      "static __forceinline int f(void) { __try { } __except (1) { } return 0; }\nint g(void) { return 1; }\n"
      "__forceinline int h(void) { __try { } __finally { } return 0; }\n");
  EXPECT_THAT(text, StartsWith("__attribute__((optnone, noinline)) static __inline__ int f(void) {"));
  EXPECT_THAT(text, HasSubstr("\nint g(void) { return 1; }\n"));
  EXPECT_THAT(text, HasSubstr("\n__attribute__((optnone, noinline)) static __inline__ int h(void)"));
}

TEST(SehRewriter, MembersNamespacesTemplatesAndLambdasAreFunctions) {
  const std::string block = "{ __try { } __finally { } }";
  const auto cpp = [&](const std::string& head, const std::string& tail) {
    return rewritten(head + block + tail, true);
  };
  EXPECT_THAT(cpp("namespace n { struct S : T<(1)> { public: S() : a{1}, b(2) ", " int a, b; }; }"),
              HasSubstr("public: __attribute__((optnone, noinline)) S() : a{1}, b(2) {"));
  EXPECT_THAT(cpp("template <class T, class U = X<T>> T f(T t) ", ""),
              HasSubstr("template <class T, class U = X<T>> __attribute__((optnone, noinline)) T f(T t) {"));
  EXPECT_THAT(cpp("extern \"C\" { extern \"C\" void f() ", " }"),
              HasSubstr("extern \"C\" { extern \"C\" __attribute__((optnone, noinline)) void f() {"));
  EXPECT_THAT(cpp("void f() { auto l = [=](int i) mutable -> int ", "; }"),
              HasSubstr("void f() { auto l = [=](int i) __attribute__((optnone, noinline))  mutable -> int {"));
  EXPECT_THAT(cpp("void f() { auto l = [&] ", "; }"), HasSubstr("[&]() __attribute__((optnone, noinline))  {"));
  EXPECT_THAT(cpp("int table[] = { f(1), f(2) }; struct P g(void) ", ""),
              HasSubstr("}; __attribute__((optnone, noinline)) struct P g(void) {"));
}

TEST(SehRewriter, MalformedStatementsAreToldWithFileAndLine) {
  EXPECT_EQ(errors("void f(void) {\n  __try { }\n}\n"),
            "a.c:11: error: this __try block has neither an __except nor a __finally behind it\n");
  EXPECT_EQ(errors("void f(void) {\n  __try g();\n}\n"), "a.c:11: error: a { is expected behind __try\n");
  EXPECT_EQ(errors("void f(void) {\n\n  __leave;\n}\n"), "a.c:12: error: __leave stands outside of a __try block\n");
  EXPECT_EQ(errors("void f(void) { __try { } __except { } }\n"),
            "a.c:10: error: a filter expression in parentheses is expected behind __except\n");
  EXPECT_EQ(errors("void f(void) { __try { } __except () { } }\n"),
            "a.c:10: error: the filter expression of __except is empty\n");
  EXPECT_EQ(errors("void f(void) { } __finally { }\n"),
            "a.c:10: error: __finally without a __try block in front of it\n");
  EXPECT_EQ(errors("void f(void) { __try { } __except (1) { g(_abnormal_termination()); } }\n"),
            "a.c:10: error: AbnormalTermination() has a meaning in a __finally block only\n");
  EXPECT_EQ(errors("void f(void) { __try { _exception_code(); } __except (1) { } }\n"),
            "a.c:10: error: GetExceptionCode() has a meaning in the filter and in the handler of an __except only\n");
  EXPECT_EQ(errors("void f(void) { __try { } __except (1) { }\n"), "a.c:10: error: this bracket has no partner\n");
}

TEST(SehRewriter, SourcesAreScannedForTheWordsOnly) {
  EXPECT_TRUE(mentions_statements("x\n__try\n{", true));
  EXPECT_TRUE(mentions_statements("  try {", false));
  EXPECT_FALSE(mentions_statements("  try {", true)) << "a statement of C++";
  EXPECT_FALSE(mentions_statements("/* we try to retry; __try_lock(), entry { */", false));
}

}  // namespace
}  // namespace owdf::cli::seh
