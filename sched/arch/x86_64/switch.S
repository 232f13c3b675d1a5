// owdf_fiber_switch(void** save, void* load): leaves the running stack with its callee-saved registers and control words on top,
// its stack pointer in *save, and goes on where `load` was left. Both stacks have the same picture at the moment of the switch,
// so one set of unwind rules is right throughout and a debugger can walk a parked fiber from its saved stack pointer:
//   0 mxcsr, 4 x87 control word, 8 r15, 16 r14, 24 r13, 32 r12, 40 rbx, 48 rbp, 56 return address.
// The callee-saved xmm registers of the Microsoft convention are saved by our ms_abi entry points, not here.
  .text
  .globl owdf_fiber_switch
  .hidden owdf_fiber_switch
  .type owdf_fiber_switch, @function
  .align 16
owdf_fiber_switch:
  .cfi_startproc
  pushq %rbp
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbp, 0
  pushq %rbx
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %rbx, 0
  pushq %r12
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r12, 0
  pushq %r13
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r13, 0
  pushq %r14
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r14, 0
  pushq %r15
  .cfi_adjust_cfa_offset 8
  .cfi_rel_offset %r15, 0
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  stmxcsr (%rsp)
  fnstcw 4(%rsp)
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  ldmxcsr (%rsp)
  fldcw 4(%rsp)
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  popq %r15
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r15
  popq %r14
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r14
  popq %r13
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r13
  popq %r12
  .cfi_adjust_cfa_offset -8
  .cfi_restore %r12
  popq %rbx
  .cfi_adjust_cfa_offset -8
  .cfi_restore %rbx
  popq %rbp
  .cfi_adjust_cfa_offset -8
  .cfi_restore %rbp
  ret
  .cfi_endproc
  .size owdf_fiber_switch, . - owdf_fiber_switch

// The first frame of a fiber: r12 is the function, r13 its argument. The return address is undefined: unwinders stop here.
  .globl owdf_fiber_start
  .hidden owdf_fiber_start
  .type owdf_fiber_start, @function
  .align 16
owdf_fiber_start:
  .cfi_startproc
  .cfi_undefined %rip
  movq %r13, %rdi
  callq *%r12
  ud2
  .cfi_endproc
  .size owdf_fiber_start, . - owdf_fiber_start

  .section .note.GNU-stack, "", @progbits
