'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import type { ActionResult } from '@/components/action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { CredentialList, CredentialTest } from '@/lib/services/schemas/credentials'
import { RemoveCredential } from './remove-credential'

export type CredentialActions = {
  test: (input: { name: string; region: string }) => Promise<ActionResult<CredentialTest>>
  remove: (input: { name: string }) => Promise<ActionResult<void>>
}
export type Said = { tone: 'ok' | 'failed'; text: string }

type Props = { credentials: CredentialList['items']; actions: CredentialActions }

/** The kept keys without their secrets, each with a call that changes nothing. */
export function CredentialTable({ credentials, actions }: Props) {
  const t = useTranslations('clusters.keys')
  const [region, setRegion] = useState('cn-hangzhou')
  const [said, setSaid] = useState<Said | null>(null)
  return (
    <>
      <Field label={t('region')} hint={t('regionHint')} className="mb-3 w-96 max-w-full">
        {(control) => (
          <Input
            {...control}
            className="font-mono text-xs"
            value={region}
            onChange={(event) => setRegion(event.target.value)}
          />
        )}
      </Field>
      <div aria-live="polite" className="mb-3 empty:hidden">
        {said !== null && <Alert tone={said.tone} title={said.text} />}
      </div>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{t('name')}</Th>
            <Th>{t('accessKeyId')}</Th>
            <Th className="max-md:hidden">{t('endpoint')}</Th>
            <Th className="max-md:hidden">{t('kept')}</Th>
            <Th>{t('actions')}</Th>
          </tr>
        </thead>
        <tbody>
          {credentials.map(({ name, accessKeyId, endpoint, createdAt }) => (
            <tr key={name}>
              <RowHeader>{name}</RowHeader>
              <Td className="font-mono text-xs">{accessKeyId}</Td>
              <Td className="font-mono text-xs max-md:hidden">{endpoint ?? t('ofRegion')}</Td>
              <Td className="whitespace-nowrap max-md:hidden">
                <RelativeTime at={createdAt} />
              </Td>
              <Td>
                <div className="flex gap-2">
                  <TestCredential name={name} region={region} test={actions.test} onDone={setSaid} />
                  <RemoveCredential name={name} remove={actions.remove} onDone={setSaid} />
                </div>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

type TestProps = {
  name: string
  region: string
  test: CredentialActions['test']
  onDone: (said: Said) => void
}

function TestCredential({ name, region, test, onDone }: TestProps) {
  const t = useTranslations('clusters.keys')
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      const result = await test({ name, region: region.trim() })
      onDone(
        result.ok
          ? { tone: 'ok', text: t('answers', { name, region, count: result.data.applications }) }
          : { tone: 'failed', text: t('refused', { name, message: result.error.message }) },
      )
    })
  return (
    <Button size="sm" pending={pending} aria-label={t('testName', { name })} onClick={run}>
      {t('test')}
    </Button>
  )
}
