#include "text/distance.h"

#include <gtest/gtest.h>

namespace text {

TEST(EditDistance, CountsInsertionsDropsAndExchanges) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("modle", "model"), 2U);
  EXPECT_EQ(edit_distance("comand", "command"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace text
