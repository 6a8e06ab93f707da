'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** The editor comes after the page: it brings a YAML parser with it. */
export const VersionPanel = dynamic(
  () => import('./version-workspace').then(({ VersionWorkspace }) => VersionWorkspace),
  { ssr: false, loading: () => <Skeleton className="h-[60dvh]" /> },
)
