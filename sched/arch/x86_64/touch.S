// sched/touch.h: one access to each page from `first` (rdi) to `last` (rsi). An access that faults does not come back: the
// signal handler (sched/fault.cc) makes the thread go on at owdf_touch_failed, where stack and saved registers are still as the
// caller left them, for nothing here changes them.
  .macro TOUCH_PAGES name, instruction:vararg
  .globl \name
  .hidden \name
  .type \name, @function
  .align 16
\name:
  .cfi_startproc
1:
  \instruction
  movq %rdi, %rax
  xorq %rsi, %rax
  cmpq $4096, %rax
  jae 2f
  movl $1, %eax
  retq
2:
  orq $4095, %rdi
  incq %rdi
  jmp 1b
  .cfi_endproc
  .size \name, . - \name
  .endm

  .text
  .globl owdf_touch_begin
  .hidden owdf_touch_begin
owdf_touch_begin:
  TOUCH_PAGES owdf_touch_read, testb $0, (%rdi)
  TOUCH_PAGES owdf_touch_write, orb $0, (%rdi)
  TOUCH_PAGES owdf_touch_write_locked, lock orb $0, (%rdi)
  .globl owdf_touch_failed
  .hidden owdf_touch_failed
owdf_touch_failed:
  .cfi_startproc
  xorl %eax, %eax
  retq
  .cfi_endproc

  .section .note.GNU-stack, "", @progbits
