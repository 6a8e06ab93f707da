import { defineRoute } from '@/lib/actions/define-route'
import { eventStream } from '@/lib/actions/event-stream'
import { getOperation } from '@/lib/services/operations/get-operation'
import { watchOperation } from '@/lib/services/operations/watch-operation'

export const GET = defineRoute(
  {
    summary: 'The operation now and after each change, as server-sent events, to its end',
    role: 'viewer',
    params: ['operation'],
    responses: { 200: 'text/event-stream' },
  },
  async (ctx, { params, request, isStillAllowed }) => {
    const id = params.operation
    await getOperation(ctx, { id })
    return eventStream(request.signal, (signal) => watchOperation(ctx, { id, signal, isStillAllowed }))
  },
)
