import { Button, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApi, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { refreshAll } from '#web/live'
import { type Schema, type Values, initialValues, missingIn } from '#web/schema'
import { useIntention } from '#web/send'
import { ProblemNote } from './problem.tsx'
import { SchemaForm } from './schema-form.tsx'
import { RowSkeletons } from './skeletons.tsx'

type Props = {
  business: string
  /** How the order begins: `topUp`. */
  type: string
  /** ISO 4217, for amounts. */
  currency: string
  /** Whether what is asked for is what is debited. */
  expect?: (values: Values) => number | undefined
  onPlaced: (orderId: string) => void | Promise<void>
}

/** Begins an order that needs no offer, by the form of its business: a top-up, a pay-out, an errand. */
export function BeginForm({ business, type, currency, expect, onPlaced }: Props): ReactNode {
  const { data, error } = useGet('/v1/businesses/{name}', { path: { name: business }, staleTime: 60_000 })
  const beginning = data?.beginnings.find((one) => one.type === type)
  if (error !== null) return <ProblemNote problem={error} />
  if (beginning === undefined) return <RowSkeletons count={2} />
  const wanted = { business, type, currency, onPlaced, ...(expect === undefined ? {} : { expect }) }
  return <Form {...wanted} schema={beginning.input} title={beginning.title} />
}

function Form({
  business,
  type,
  currency,
  expect,
  onPlaced,
  schema,
  title,
}: Props & { schema: Schema; title: Parameters<ReturnType<typeof useFormat>['said']>[0] }): ReactNode {
  const { t } = useTranslation('shell')
  const { said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const [values, setValues] = useState<Values>(() => initialValues(schema))
  const [isTried, setTried] = useState(false)
  const missing = missingIn(schema, values)
  const place = useIntention(async (key: string) => {
    const expectMinor = expect?.(values)
    const body = { business, type, input: values, ...(expectMinor === undefined ? {} : { expectMinor }) }
    const reply: unknown = await api.post('/v1/orders', { body: body, key })
    await refreshAll(client)
    await onPlaced((reply as { orderId: string }).orderId) // without `preview` the order is placed
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (missing.length === 0) void place.press()
  }
  return (
    <form onSubmit={submit} noValidate aria-label={said(title)}>
      <Stack>
        <SchemaForm
          schema={schema}
          values={values}
          onChange={(next) => {
            setValues(next)
            place.clear()
          }}
          context={{ currency, errors: place.problem?.errors ?? [], missing: isTried ? missing : [] }}
        />
        <ProblemNote problem={place.problem} />
        <Button type="submit" size="md" loading={place.isPending}>
          {said(title) || plainWords(type) || t('form.add')}
        </Button>
      </Stack>
    </form>
  )
}
