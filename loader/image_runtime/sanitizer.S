/* The way from instrumented driver code to the sanitizer runtimes of the host program.

   Instrumented code calls the runtimes by name in the Microsoft convention; the runtimes are System V functions. Each thunk here
   keeps what the caller expects to survive (rsi, rdi, xmm6-15), moves the arguments, and calls through a slot that the loader
   fills by dlsym. Each keeps a frame of its own, so that the runtimes' frame-pointer walk finds the driver's function behind
   it. Where a runtime offers an entry point that is told the caller's pc, that one is used: the report names the driver's line.

   One section group a name: only what the image calls stays (see ddi/generator/imports.py). */

  .macro ENTRY_OF name, import, slot, kind, size
  .section owdf_imports,"awG",@progbits,owdf.\name
  .p2align 3
  .quad .Lname.\name, \slot
  .long \kind, \size
  .section .rodata.owdf,"aG",@progbits,owdf.\name
.Lname.\name: .asciz "\import"
  .endm

  .macro OPEN name
  .section .data.owdf,"awG",@progbits,owdf.\name
  .p2align 3
.Lslot.\name: .quad 0
  .section .text.owdf,"axG",@progbits,owdf.\name
  .globl \name
  .hidden \name
  .type \name,@function
\name:
  .cfi_startproc
  push %rbp
  .cfi_def_cfa_offset 16
  .cfi_offset %rbp, -16
  mov %rsp, %rbp
  .cfi_def_cfa_register %rbp
  push %rsi
  push %rdi
  sub $0xa0, %rsp
  movaps %xmm6, 0x00(%rsp)
  movaps %xmm7, 0x10(%rsp)
  movaps %xmm8, 0x20(%rsp)
  movaps %xmm9, 0x30(%rsp)
  movaps %xmm10, 0x40(%rsp)
  movaps %xmm11, 0x50(%rsp)
  movaps %xmm12, 0x60(%rsp)
  movaps %xmm13, 0x70(%rsp)
  movaps %xmm14, 0x80(%rsp)
  movaps %xmm15, 0x90(%rsp)
  .endm

  .macro CLOSE name, import
  call *.Lslot.\name(%rip)
  movaps 0x00(%rsp), %xmm6
  movaps 0x10(%rsp), %xmm7
  movaps 0x20(%rsp), %xmm8
  movaps 0x30(%rsp), %xmm9
  movaps 0x40(%rsp), %xmm10
  movaps 0x50(%rsp), %xmm11
  movaps 0x60(%rsp), %xmm12
  movaps 0x70(%rsp), %xmm13
  movaps 0x80(%rsp), %xmm14
  movaps 0x90(%rsp), %xmm15
  add $0xa0, %rsp
  pop %rdi
  pop %rsi
  pop %rbp
  .cfi_def_cfa %rsp, 8
  ret
  .cfi_endproc
  .size \name, .-\name
  ENTRY_OF \name, \import, .Lslot.\name, 3, 0
  .endm

  /* Up to six arguments as they come. */
  .macro PLAIN name
  OPEN \name
  mov %rcx, %rdi
  mov %rdx, %rsi
  mov %r8, %rdx
  mov %r9, %rcx
  mov 48(%rbp), %r8
  mov 56(%rbp), %r9
  CLOSE \name, \name
  .endm

  /* f(address) as import(address, caller's pc). */
  .macro ADDRESS_AND_PC name, import
  OPEN \name
  mov %rcx, %rdi
  mov 8(%rbp), %rsi
  CLOSE \name, \import
  .endm

  /* f(address, size) as import(address, size, caller's pc). */
  .macro RANGE_AND_PC name, import
  OPEN \name
  mov %rcx, %rdi
  mov %rdx, %rsi
  mov 8(%rbp), %rdx
  CLOSE \name, \import
  .endm

  /* f(address) as import(address, constant size, caller's pc): accesses that the runtime knows no explicit-pc form of. */
  .macro SIZED_RANGE name, import, size
  OPEN \name
  mov %rcx, %rdi
  mov $\size, %esi
  mov 8(%rbp), %rdx
  CLOSE \name, \import
  .endm

  /* __asan_report_error(pc, frame, stack, address, is write, size, experiment) does not return. */
  .macro ASAN_REPORT name, write, size
  OPEN \name
  .ifeq \size
  mov %rdx, %r9
  .else
  mov $\size, %r9d
  .endif
  mov 8(%rbp), %rdi
  mov (%rbp), %rsi
  lea 16(%rbp), %rdx
  mov $\write, %r8d
  push $0
  push $0
  CLOSE \name, __asan_report_error
  .endm

  .macro VARIABLE name, kind, size
  .section .data.owdf,"awG",@progbits,owdf.\name
  .p2align 3
  .globl \name
  .hidden \name
\name: .quad 0
  ENTRY_OF \name, \name, \name, \kind, \size
  .endm

  VARIABLE __asan_shadow_memory_dynamic_address, 4, 8
  VARIABLE __asan_option_detect_stack_use_after_return, 4, 4

  .irp size, 1, 2, 4, 8, 16
  ASAN_REPORT __asan_report_load\size, 0, \size
  ASAN_REPORT __asan_report_store\size, 1, \size
  PLAIN __asan_load\size
  PLAIN __asan_store\size
  ADDRESS_AND_PC __tsan_read\size, __tsan_read\size\()_pc
  ADDRESS_AND_PC __tsan_write\size, __tsan_write\size\()_pc
  PLAIN __tsan_read_write\size
  PLAIN __tsan_volatile_read\size
  PLAIN __tsan_volatile_write\size
  .endr
  ASAN_REPORT __asan_report_load_n, 0, 0
  ASAN_REPORT __asan_report_store_n, 1, 0
  .irp size, 2, 4, 8, 16
  SIZED_RANGE __tsan_unaligned_read\size, __tsan_read_range_pc, \size
  SIZED_RANGE __tsan_unaligned_write\size, __tsan_write_range_pc, \size
  PLAIN __tsan_unaligned_read_write\size
  PLAIN __tsan_unaligned_volatile_read\size
  PLAIN __tsan_unaligned_volatile_write\size
  .endr
  RANGE_AND_PC __tsan_read_range, __tsan_read_range_pc
  RANGE_AND_PC __tsan_write_range, __tsan_write_range_pc

  .irp name, init, version_mismatch_check_v8, register_globals, unregister_globals, register_elf_globals, \
    unregister_elf_globals, register_image_globals, unregister_image_globals, before_dynamic_init, after_dynamic_init, \
    handle_no_return, memcpy, memmove, memset, loadN, storeN, alloca_poison, allocas_unpoison, poison_stack_memory, \
    unpoison_stack_memory, poison_cxx_array_cookie, load_cxx_array_cookie, set_shadow_00, set_shadow_01, set_shadow_02, \
    set_shadow_03, set_shadow_04, set_shadow_05, set_shadow_06, set_shadow_07, set_shadow_f1, set_shadow_f2, set_shadow_f3, \
    set_shadow_f5, set_shadow_f8, poison_memory_region, unpoison_memory_region, address_is_poisoned, region_is_poisoned
  PLAIN __asan_\name
  .endr
  .irp class, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  PLAIN __asan_stack_malloc_\class
  PLAIN __asan_stack_malloc_always_\class
  PLAIN __asan_stack_free_\class
  .endr
  PLAIN __sanitizer_ptr_cmp
  PLAIN __sanitizer_ptr_sub

  .irp name, init, func_entry, func_exit, ignore_thread_begin, ignore_thread_end, vptr_update, vptr_read, memcpy, memmove, \
    memset, acquire, release, atomic_thread_fence, atomic_signal_fence
  PLAIN __tsan_\name
  .endr
  .irp bits, 8, 16, 32, 64
  .irp name, load, store, exchange, fetch_add, fetch_sub, fetch_and, fetch_or, fetch_xor, fetch_nand, \
    compare_exchange_strong, compare_exchange_weak, compare_exchange_val
  PLAIN __tsan_atomic\bits\()_\name
  .endr
  .endr

  .irp name, type_mismatch_v1, add_overflow, sub_overflow, mul_overflow, negate_overflow, divrem_overflow, \
    shift_out_of_bounds, out_of_bounds, vla_bound_not_positive, float_cast_overflow, load_invalid_value, \
    implicit_conversion, invalid_builtin, nonnull_arg, nullability_arg, nonnull_return_v1, nullability_return_v1, \
    pointer_overflow, alignment_assumption, function_type_mismatch
  PLAIN __ubsan_handle_\name
  PLAIN __ubsan_handle_\name\()_abort
  .endr
  PLAIN __ubsan_handle_builtin_unreachable
  PLAIN __ubsan_handle_missing_return

  .section .note.GNU-stack,"",@progbits
