/* Debug output and assertions of drivers: what they become is decided by DBG. */
#pragma once

#include <owdf/basic_types.h>

#if !defined(OWDF_HOST)
#ifndef DBG
#define DBG 0
#endif
#if DBG
#define KdPrint(_x_) DbgPrint _x_
#define KdPrintEx(_x_) DbgPrintEx _x_
#define vKdPrintEx(_x_) vDbgPrintEx _x_
#define KdBreakPoint() DbgBreakPoint()
#define ASSERT(exp) ((!(exp)) ? (RtlAssert((PVOID) #exp, (PVOID)__FILE__, __LINE__, NULL), FALSE) : TRUE)
#define ASSERTMSG(msg, exp) \
  ((!(exp)) ? (RtlAssert((PVOID) #exp, (PVOID)__FILE__, __LINE__, (PCHAR)(msg)), FALSE) : TRUE)
#define RTL_VERIFY(exp) ASSERT(exp)
#define NT_ASSERT_ACTION(exp) ((!(exp)) ? (DbgRaiseAssertionFailure(), FALSE) : TRUE)
#define NT_ASSERT(exp) NT_ASSERT_ACTION(exp)
#define NT_ASSERTMSG(msg, exp) NT_ASSERT_ACTION(exp)
#define NT_ASSERTMSGW(msg, exp) NT_ASSERT_ACTION(exp)
#define NT_VERIFY(exp) NT_ASSERT_ACTION(exp)
#define NT_VERIFYMSG(msg, exp) NT_ASSERT_ACTION(exp)
#define NT_ASSERT_ASSUME(exp) NT_ASSERT_ACTION(exp)
#else
#define KdPrint(_x_)
#define KdPrintEx(_x_)
#define vKdPrintEx(_x_)
#define KdBreakPoint()
#define ASSERT(exp) ((void)0)
#define ASSERTMSG(msg, exp) ((void)0)
#define RTL_VERIFY(exp) ((exp) ? TRUE : FALSE)
#define NT_ASSERT(exp) ((void)0)
#define NT_ASSERTMSG(msg, exp) ((void)0)
#define NT_ASSERTMSGW(msg, exp) ((void)0)
#define NT_VERIFY(exp) ((exp) ? TRUE : FALSE)
#define NT_VERIFYMSG(msg, exp) ((exp) ? TRUE : FALSE)
#define NT_ASSERT_ASSUME(exp) ((void)0)
#endif
#define RTL_ASSERT(exp) ASSERT(exp)
#define RTL_SOFT_ASSERT(exp) ASSERT(exp)
#define NT_FRE_ASSERT(exp) ((!(exp)) ? (DbgRaiseAssertionFailure(), FALSE) : TRUE)
#define NT_ASSERTMSG_ASSUME(msg, exp) NT_ASSERT_ASSUME(exp)
#define NT_ASSERT_NOASSUME(exp) NT_ASSERT(exp)
#endif
