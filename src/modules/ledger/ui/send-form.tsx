import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { FindByName } from '#kit/find-by-name'
import { DecimalField } from '#kit/number-fields'
import { ProblemNote } from '#kit/problem'
import { useApi, useGet } from '#web/api'
import { digitsOf, useFormat } from '#web/format'
import { refreshAll } from '#web/live'
import { useMe } from '#web/me'
import { useNames } from '#web/names'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'

/** Sending money to somebody one has dealt with, or whose code one has scanned. */
export function SendForm({ currency, done }: { currency: string; done: () => void }): ReactNode {
  const { t } = useTranslation('account')
  const { money } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const [found, setFound] = useState<string | undefined>(undefined)
  const known = useKnown(found)
  const nameOf = useNames(known)
  const [query] = useSearchParams()
  const [to, setTo] = useState(query.get('to') ?? '')
  const [amountMinor, setAmount] = useState<number | undefined>(undefined)
  const [note, setNote] = useState('')
  const send = useIntention(async (key: string) => {
    const amount = amountMinor ?? 0
    const body = { to, amountMinor: amount, currency, expectMinor: amount, ...(note === '' ? {} : { note }) }
    await api.post('/v1/wallet/transfers', { body, key })
    await refreshAll(client)
    toast(t('wallet.sent', { amount: money(amount, currency), name: nameOf(to) }))
    done()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (to !== '' && amountMinor !== undefined) void send.press()
  }
  return (
    <form onSubmit={submit} aria-label={t('wallet.do.send')}>
      <Stack>
        <FindByName
          onFound={(id) => {
            setFound(id)
            setTo(id)
          }}
        />
        <NativeSelect
          label={t('wallet.to')}
          description={t('wallet.toHint')}
          required
          withAsterisk={false}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          data={[{ value: '', label: t('wallet.choose') }, ...known.map((id) => ({ value: id, label: nameOf(id) }))]}
        />
        <DecimalField
          label={t('wallet.amount')}
          hint={undefined}
          error={undefined}
          isRequired
          value={amountMinor}
          digits={digitsOf(currency)}
          unit={currency}
          onChange={(minor) => setAmount(minor as number | undefined)}
        />
        <TextInput
          label={t('wallet.note')}
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <ProblemNote problem={send.problem} />
        <Button type="submit" size="md" loading={send.isPending} disabled={to === '' || (amountMinor ?? 0) <= 0}>
          {amountMinor === undefined
            ? t('wallet.do.send')
            : t('wallet.sendAmount', { amount: money(amountMinor, currency) })}
        </Button>
      </Stack>
    </form>
  )
}

/** Whom one may want to send to: those of one's orders, the personas of a sandbox, and the owner of a scanned code. */
function useKnown(found: string | undefined): string[] {
  const me = useMe()
  const [query] = useSearchParams()
  const orders = useGet('/v1/orders', { query: { limit: 100 } })
  const personas = useGet('/v1/sandbox/personas', { staleTime: 60_000, retry: false })
  const scanned = query.get('to')
  const ids = [
    ...(scanned === null ? [] : [scanned]),
    ...(found === undefined ? [] : [found]),
    ...(orders.data?.items ?? []).flatMap(({ roles }) => Object.values(roles)),
    ...(personas.data?.items ?? []).map(({ party }) => party),
  ]
  return [...new Set(ids)].filter((id) => id !== me?.party.id)
}
