import { expect, it } from 'vitest'
import { CreateClusterInput } from '@/lib/services/schemas/clusters'
import { isClusterName } from './cluster-input'

it.each(['prod', 'a', '1-a', '', '-a', 'A', 'a_b', 'a'.repeat(63), 'a'.repeat(64)])(
  'judges “%s” as the server does',
  (name) => {
    expect(isClusterName(name)).toBe(CreateClusterInput.safeParse({ name, kubeconfig: 'x' }).success)
  },
)
