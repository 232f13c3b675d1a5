/* DMA: what framework drivers name. */
#ifndef OWDF_WDM_DMA_H
#define OWDF_WDM_DMA_H

typedef enum _DMA_COMPLETION_STATUS { DmaComplete, DmaAborted, DmaError, DmaCancelled } DMA_COMPLETION_STATUS;

typedef struct _DMA_ADAPTER *PDMA_ADAPTER;
typedef struct _SCATTER_GATHER_LIST *PSCATTER_GATHER_LIST;

#endif
