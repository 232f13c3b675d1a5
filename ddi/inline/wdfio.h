#define WDF_QUEUE_HAS_ALL_(State, Bits) (((ULONG)(State) & (ULONG)(Bits)) == (ULONG)(Bits))
#define WDF_QUEUE_HAS_NONE_(State, Bits) (((ULONG)(State) & (ULONG)(Bits)) == 0)

WDF_INLINE BOOLEAN WDF_IO_QUEUE_IDLE(WDF_IO_QUEUE_STATE State)
{
  return (BOOLEAN)WDF_QUEUE_HAS_ALL_(State, WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests);
}

WDF_INLINE BOOLEAN WDF_IO_QUEUE_READY(WDF_IO_QUEUE_STATE State)
{
  return (BOOLEAN)(WDF_QUEUE_HAS_ALL_(State, WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests) &&
                   WDF_QUEUE_HAS_NONE_(State, WdfIoQueuePnpHeld));
}

WDF_INLINE BOOLEAN WDF_IO_QUEUE_STOPPED(WDF_IO_QUEUE_STATE State)
{
  return (BOOLEAN)(WDF_QUEUE_HAS_ALL_(State, WdfIoQueueAcceptRequests | WdfIoQueueDriverNoRequests) &&
                   WDF_QUEUE_HAS_NONE_(State, WdfIoQueueDispatchRequests));
}

WDF_INLINE BOOLEAN WDF_IO_QUEUE_DRAINED(WDF_IO_QUEUE_STATE State)
{
  return (BOOLEAN)(WDF_QUEUE_HAS_ALL_(State, WdfIoQueueDispatchRequests | WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests) &&
                   WDF_QUEUE_HAS_NONE_(State, WdfIoQueueAcceptRequests));
}

WDF_INLINE BOOLEAN WDF_IO_QUEUE_PURGED(WDF_IO_QUEUE_STATE State)
{
  return (BOOLEAN)(WDF_QUEUE_HAS_ALL_(State, WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests) &&
                   WDF_QUEUE_HAS_NONE_(State, WdfIoQueueAcceptRequests));
}
