/* The compiler calls this before it takes more than a page of stack: rax holds the size, no register may change. Each page
   is touched in order, so that a guard page below the stack is met and never jumped over. */
  .text
  .globl ___chkstk_ms
  .hidden ___chkstk_ms
  .type ___chkstk_ms,@function
___chkstk_ms:
  .cfi_startproc
  push %rax
  .cfi_adjust_cfa_offset 8
  push %rcx
  .cfi_adjust_cfa_offset 8
  lea 24(%rsp), %rcx
1:
  cmp $0x1000, %rax
  jb 2f
  sub $0x1000, %rcx
  sub $0x1000, %rax
  testb $0, (%rcx)
  jmp 1b
2:
  sub %rax, %rcx
  testb $0, (%rcx)
  pop %rcx
  .cfi_adjust_cfa_offset -8
  pop %rax
  .cfi_adjust_cfa_offset -8
  ret
  .cfi_endproc
  .size ___chkstk_ms, .-___chkstk_ms
  .section .note.GNU-stack,"",@progbits
