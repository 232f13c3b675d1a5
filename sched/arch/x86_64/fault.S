// Where a faulting thread goes on after the signal handler has returned (sched/fault.cc). The handler left on the stack, well
// below the faulting frame: the faulting instruction as our return address, and above it the stack pointer it had. Together with
// the rules below an unwinder walks from here into the faulting function as if it had called us.
  .text
  .globl owdf_fault_trampoline
  .hidden owdf_fault_trampoline
  .type owdf_fault_trampoline, @function
  .align 16
owdf_fault_trampoline:
  .cfi_startproc
  .cfi_signal_frame
  pushq %rbp
  movq %rsp, %rbp
  // DW_CFA_def_cfa_expression: the saved stack pointer, at 16(%rbp)
  .cfi_escape 0x0f, 0x03, 0x76, 0x10, 0x06
  // DW_CFA_expression: rip is at 8(%rbp), rbp at 0(%rbp)
  .cfi_escape 0x10, 0x10, 0x02, 0x76, 0x08
  .cfi_escape 0x10, 0x06, 0x02, 0x76, 0x00
  callq owdf_fault_arrived
  // It came back: the fault is nobody's. The handler of this one puts everything back and lets the instruction fault again.
  .globl owdf_fault_resume
  .hidden owdf_fault_resume
owdf_fault_resume:
  ud2
  .cfi_endproc
  .size owdf_fault_trampoline, . - owdf_fault_trampoline

  .section .note.GNU-stack, "", @progbits
