/* Runs until somebody ends it, using little of the processor. */
#include <windows.h>
#include <stdio.h>

int main(void)
{
  printf("until somebody ends it\n");
  for (;;) {
    Sleep(1000);
  }
}
