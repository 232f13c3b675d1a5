// Entering a function again at one of its __try blocks (nt/ke/try_frame.h). The entry of the block was a call that returns once
// more each time: with the frame pointer and the preserved registers that the function had there, and in eax what it shall do.
//
// A filter or a termination handler runs while the frames below are still there: its stack pointer lies below the caller of
// owdf_run_in_place, and it comes back through owdf_try_return. The function reaches its variables by the frame pointer (or by
// rbx, where it aligns its stack), never by the stack pointer; `wdf build` sees to that.

  .macro LOAD_REGISTERS
  movups 96(%rcx), %xmm6
  movups 112(%rcx), %xmm7
  movups 128(%rcx), %xmm8
  movups 144(%rcx), %xmm9
  movups 160(%rcx), %xmm10
  movups 176(%rcx), %xmm11
  movups 192(%rcx), %xmm12
  movups 208(%rcx), %xmm13
  movups 224(%rcx), %xmm14
  movups 240(%rcx), %xmm15
  movq 32(%rcx), %rbp
  movq 40(%rcx), %rbx
  movq 48(%rcx), %rsi
  movq 56(%rcx), %rdi
  movq 64(%rcx), %r12
  movq 72(%rcx), %r13
  movq 80(%rcx), %r14
  movq 88(%rcx), %r15
  .endm

  .text
// int owdf_run_in_place(TryFrame* frame (rdi), int phase (esi)); System V
  .globl owdf_run_in_place
  .hidden owdf_run_in_place
  .type owdf_run_in_place, @function
  .align 16
owdf_run_in_place:
  .cfi_startproc
  pushq %rbp
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbp, 0
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  .cfi_adjust_cfa_offset 40
  movq %rsp, 280(%rdi)
  movl %esi, %eax
  movq %rdi, %rcx
  subq $256, %rsp  // the function may take back what it had pushed for the call of its entry
  andq $-16, %rsp
  LOAD_REGISTERS
  jmpq *16(%rcx)
  .cfi_endproc
  .size owdf_run_in_place, . - owdf_run_in_place

// void owdf_try_return(TryFrame* frame (rcx), int value (edx)); called by images, in the Microsoft convention
  .globl owdf_try_return
  .type owdf_try_return, @function
  .align 16
owdf_try_return:
  .cfi_startproc
  movq 280(%rcx), %rsp
  movl %edx, %eax
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  retq
  .cfi_endproc
  .size owdf_try_return, . - owdf_try_return

// void owdf_enter_handler(TryFrame* frame (rdi)); System V; nothing below the function's own frame is left
  .globl owdf_enter_handler
  .hidden owdf_enter_handler
  .type owdf_enter_handler, @function
  .align 16
owdf_enter_handler:
  .cfi_startproc
  movq %rdi, %rcx
  movl $2, %eax
  movq 24(%rcx), %rsp
  LOAD_REGISTERS
  jmpq *16(%rcx)
  .cfi_endproc
  .size owdf_enter_handler, . - owdf_enter_handler

  .section .note.GNU-stack, "", @progbits
