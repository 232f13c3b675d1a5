/* What a __try block of this image calls (see nt/ke/try_frame.h for the record, and cli/build/seh for the calls). Assembled with
   OWDF_PROGRAM in programs: their blocks are no business of the kernel's exceptions. */

  .macro IMPORT name
  .section owdf_imports,"awG",@progbits,owdf.\name
  .p2align 3
  .quad .Lname.\name, .Lslot.\name
  .long 3, 0
  .section .rodata.owdf,"aG",@progbits,owdf.\name
.Lname.\name: .asciz "\name"
  .section .data.owdf,"awG",@progbits,owdf.\name
  .p2align 3
.Lslot.\name: .quad 0
  .endm

  .macro FUNCTION name
  .section .text.owdf.\name,"ax",@progbits
  .globl \name
  .hidden \name
  .type \name,@function
  .p2align 4
\name:
  .cfi_startproc
  .endm

  .macro END name
  .cfi_endproc
  .size \name, .-\name
  .endm

#ifdef OWDF_PROGRAM
#define MODE 2
#else
#define MODE 0
#endif

  IMPORT owdf_try_push
  IMPORT owdf_try_run_finally
  IMPORT owdf_try_return

/* int __owdf_try_enter(frame (rcx), kind (edx)): 0 now; again with another value when the block's other parts shall run. */
  FUNCTION __owdf_try_enter
  movq (%rsp), %rax
  movq %rax, 16(%rcx)
  leaq 8(%rsp), %rax
  movq %rax, 24(%rcx)
  movq %rbp, 32(%rcx)
  movq %rbx, 40(%rcx)
  movq %rsi, 48(%rcx)
  movq %rdi, 56(%rcx)
  movq %r12, 64(%rcx)
  movq %r13, 72(%rcx)
  movq %r14, 80(%rcx)
  movq %r15, 88(%rcx)
  movups %xmm6, 96(%rcx)
  movups %xmm7, 112(%rcx)
  movups %xmm8, 128(%rcx)
  movups %xmm9, 144(%rcx)
  movups %xmm10, 160(%rcx)
  movups %xmm11, 176(%rcx)
  movups %xmm12, 192(%rcx)
  movups %xmm13, 208(%rcx)
  movups %xmm14, 224(%rcx)
  movups %xmm15, 240(%rcx)
  orl $MODE, %edx
  movl %edx, 272(%rcx)
  subq $40, %rsp
  .cfi_adjust_cfa_offset 40
  callq *.Lslot.owdf_try_push(%rip)
  addq $40, %rsp
  .cfi_adjust_cfa_offset -40
  xorl %eax, %eax
  retq
  END __owdf_try_enter

/* void __owdf_try_leave(frame** (rcx)): the body of an __except ends, in whatever way. */
  FUNCTION __owdf_try_leave
  movq (%rcx), %rcx
  movq (%rcx), %rax
  movq 8(%rcx), %rdx
  movq %rax, (%rdx)
  retq
  END __owdf_try_leave

/* void __owdf_try_complete(frame (rcx)): the body of a __finally has come to its end. */
  FUNCTION __owdf_try_complete
  movl $1, 276(%rcx)
  movq (%rcx), %rax
  movq 8(%rcx), %rdx
  movq %rax, (%rdx)
  retq
  END __owdf_try_complete

/* void __owdf_try_exit(frame** (rcx)): control leaves the body of a __finally. Before its end that means: run the termination
   handler first. */
  FUNCTION __owdf_try_exit
  movq (%rcx), %rcx
  cmpl $0, 276(%rcx)
  je 1f
  retq
1:
  jmpq *.Lslot.owdf_try_run_finally(%rip)
  END __owdf_try_exit

/* void __owdf_filter_done(frame (rcx), disposition (edx)) and __owdf_finally_done(frame): back to who ran that part. */
  FUNCTION __owdf_filter_done
  jmpq *.Lslot.owdf_try_return(%rip)
  END __owdf_filter_done
  FUNCTION __owdf_finally_done
  jmpq *.Lslot.owdf_try_return(%rip)
  END __owdf_finally_done

  .section .note.GNU-stack,"",@progbits
