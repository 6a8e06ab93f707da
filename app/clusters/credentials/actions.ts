'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { DnsLabel } from '@/lib/domain/names'
import { removeCredential, storeCredential } from '@/lib/services/credentials/credentials'
import { testCredential } from '@/lib/services/credentials/test-credential'
import { SaveCredentialInput, TestCredentialInput } from '@/lib/services/schemas/credentials'

export const saveCredentialAction = defineAction('admin', SaveCredentialInput, async (ctx, input) => {
  await storeCredential(ctx, input)
  refresh()
})

export const testCredentialAction = defineAction(
  'admin',
  TestCredentialInput.extend({ name: DnsLabel }),
  testCredential,
)

export const removeCredentialAction = defineAction(
  'admin',
  z.strictObject({ name: DnsLabel }),
  async (ctx, input) => {
    await removeCredential(ctx, input)
    refresh()
  },
)
