import { Button, Group, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SumRows } from '#kit/data-rows'
import { ProblemNote } from '#kit/problem'
import { SchemaForm } from '#kit/schema-form'
import { ApiProblem, type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import type { Manifest } from '#web/manifest'
import { refreshAll } from '#web/live'
import { useAccountNames } from '#web/names'
import { putInOutbox } from '#web/outbox'
import { type Schema, type Values, controlOf, initialValues, isEmptySchema, missingIn } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { graveTypes } from './grave-types.ts'
import type { Action } from './order-actions.tsx'
import type { Order } from './order-screen.tsx'

type Props = { order: Order; manifest: Manifest; action: Action; title: string; isMain: boolean; close?: () => void }
type Preview = Extract<Reply<'post', '/v1/orders/{id}/actions/{type}'>, { postings: unknown }>

/** An action with its input, what it would move, and one button. */
export function ActionForm({ order, action, title, isMain, close }: Props): ReactNode {
  const { t } = useTranslation('orders')
  const schema = action.input as Schema // the API publishes the subset that manifests use
  const [values, setValues] = useState<Values>(() => initialValues(schema))
  const [isTried, setTried] = useState(false)
  const missing = missingIn(schema, values)
  const preview = usePreview(order, action, { values, isWhole: missing.length === 0 })
  const act = useAct(order, action, { title, amountMinor: preview.data?.amountMinor })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (missing.length === 0) void act.press(values)
  }
  const isBare = isEmptySchema(schema)
  const isGrave = graveTypes.test(action.type)
  return (
    <form onSubmit={submit} noValidate aria-label={title}>
      <Stack gap="md">
        {isBare && isGrave && <p>{t('order.sure')}</p>}
        {!isBare && (
          <SchemaForm
            schema={schema}
            values={values}
            onChange={(next) => {
              setValues(next)
              act.clear()
            }}
            context={{
              currency: order.currency,
              lines: order.lines,
              errors: act.problem?.errors ?? [],
              missing: isTried ? missing : [],
            }}
          />
        )}
        {preview.data !== undefined && <Moves order={order} preview={preview.data} />}
        <ProblemNote problem={act.problem} />
        <Group grow={close === undefined} justify="flex-end">
          {close !== undefined && (
            <Button variant="default" size="md" onClick={close}>
              {t('order.back')}
            </Button>
          )}
          <Button type="submit" size="md" variant={isMain ? 'filled' : 'default'} loading={act.isPending}>
            {isGrave && isBare ? t('order.yes', { title }) : title}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What the action would move, asked for as soon as the form is whole; it is asked anew with every change. */
function usePreview(order: Order, action: Action, { values, isWhole }: { values: Values; isWhole: boolean }) {
  const api = useApi()
  return useQuery<Preview | undefined>({
    queryKey: ['/v1/orders/{id}/actions/{type}?preview', order.id, action.type, order.rev, values],
    enabled: isWhole && !hasCode(action),
    retry: false,
    staleTime: 0,
    queryFn: async () => {
      try {
        const reply = await api.post('/v1/orders/{id}/actions/{type}', {
          path: { id: order.id, type: action.type },
          query: { preview: 'true' },
          body: { input: values },
        })
        return 'postings' in reply ? reply : undefined
      } catch (problem) {
        if (problem instanceof ApiProblem) return undefined // pressing says why
        throw problem
      }
    },
  })
}

/** Whoever must type a code should not be told by a preview whether a guess is right before they press. */
function hasCode({ input }: Action): boolean {
  return Object.entries((input as Schema).properties ?? {}).some(([name, one]) => controlOf(name, one) === 'code')
}

function useAct(
  order: Order,
  action: Action,
  { title, amountMinor }: { title: string; amountMinor: number | undefined },
) {
  const { t } = useTranslation('shell')
  const api = useApi()
  const client = useQueryClient()
  return useIntention(async (key: string, values: Values) => {
    const body = {
      input: values as never,
      ...(amountMinor === undefined || amountMinor === 0 ? {} : { expectMinor: amountMinor }),
    }
    try {
      await api.post('/v1/orders/{id}/actions/{type}', { path: { id: order.id, type: action.type }, body, key })
      toast(`✓ ${title}`)
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem
      if (problem.slug !== 'offline' || !hasCode(action)) throw problem
      // A code that was read at the door must not be lost in a cellar without reception.
      putInOutbox({ key, orderId: order.id, type: action.type, input: values, title })
      toast(t('offline.queued'))
    }
    await refreshAll(client)
  })
}

/** The money that would move, from whom to whom. */
function Moves({ order, preview }: { order: Order; preview: Preview }): ReactNode {
  const { t } = useTranslation('orders')
  const { money } = useFormat()
  const { postings, amountMinor, currency } = preview
  const parties = postings.flatMap(({ debit, credit }) => [debit, credit].map((account) => account.split(':')[1] ?? ''))
  const nameOf = useAccountNames(parties)
  // What moves between two accounts of one party leaves nobody richer or poorer.
  const moving = postings.filter(({ debit, credit }) => debit.split(':')[1] !== credit.split(':')[1] || isPot(debit))
  if (moving.length === 0) return null
  const rows = moving.map(({ debit, credit, amountMinor: minor }) => {
    const text = t('order.moves', { from: placeOf(debit), to: placeOf(credit) })
    return [text, money(minor, currency)] as const
  })
  function placeOf(account: string): string {
    return isPot(account) ? t('order.thePot') : nameOf(account)
  }
  const pays = amountMinor > 0 ? t('order.youPay') : t('order.moved')
  const total = amountMinor > 0 ? amountMinor : moving.reduce((sum, { amountMinor: minor }) => sum + minor, 0)
  return <SumRows key={order.id} rows={rows} total={[pays, money(total, currency)]} />
}

function isPot(account: string): boolean {
  return account.startsWith('pot') || account.startsWith('order')
}
