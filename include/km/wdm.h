/* The kernel interface drivers compile against. One folder, wdm/, holds it by component. */
#pragma once

#include <wdm/base.h>
#include <owdf/resources.h>
#include <wdm/file_types.h>
#include <wdm/pnp_types.h>
#include <wdm/io_types.h>
#include <wdm/ke.h>
#include <wdm/ex.h>
#include <wdm/mm.h>
#include <wdm/io.h>
#include <wdm/rtl.h>
#include <wdm/zw.h>
#include <wdm/po.h>
#include <wdm/dma.h>
#include <wdm/interrupts.h>
#include <wdm/wmi.h>
#include <wdm/tables.h>
#include <wdm/notify.h>
#include <bugcodes.h>
