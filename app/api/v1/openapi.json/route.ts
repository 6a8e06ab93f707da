import { z } from 'zod'
import { apiRoutes } from '@/app/api/routes'
import { definePublicRoute } from '@/lib/actions/define-route'
import { describeApi } from '@/lib/actions/openapi'

export const GET = definePublicRoute(
  {
    summary: 'This page',
    role: 'public',
    responses: { 200: z.record(z.string(), z.unknown()) },
  },
  async () => ({ body: describeApi(apiRoutes) }),
)
