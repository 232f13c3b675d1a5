#include "cli/build/cast_lvalues.h"

#include <gtest/gtest.h>

namespace owdf::cli {
namespace {

TEST(CastLvaluesTest, TheAddressOfACastBecomesTheCastOfAnAddress) {
  EXPECT_EQ(rewrite_cast_lvalues("f(a, &((PVOID) buffer), 0);"), "f(a, ((PVOID *)&( buffer)), 0);");
  EXPECT_EQ(rewrite_cast_lvalues("p = &((struct s *)q->next);"), "p = ((struct s * *)&(q->next));");
}

TEST(CastLvaluesTest, LineBreaksStayWhereTheyAre) {
  EXPECT_EQ(rewrite_cast_lvalues("f(\n  &(\n(PVOID)\n x));"), "f(\n  (\n(PVOID *)&(\n x)));");
}

TEST(CastLvaluesTest, OtherExpressionsAreLeftAlone) {
  for (const char* text : {"a & ((b) + c)", "f(&((T)x)->member)", "g() & ((T) x);", "h(&((T)x[1]));", "i(&(x));"})
    EXPECT_EQ(rewrite_cast_lvalues(text), text);
}

}  // namespace
}  // namespace owdf::cli
