'use client'

import dynamic from 'next/dynamic'
import { withoutEval } from '@/components/rules/without-eval'
import { Skeleton } from '@/components/ui/skeleton'

/** The editor comes after the page: it brings a YAML parser with it. */
export const VersionPanel = dynamic(
  () => withoutEval(() => import('./version-workspace')).then(({ VersionWorkspace }) => VersionWorkspace),
  { ssr: false, loading: () => <Skeleton className="h-[60dvh]" /> },
)
