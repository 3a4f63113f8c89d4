import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { BulkBar } from '#kit/bulk-bar'
import { useProblemText } from '#kit/problem'
import { useApi } from '#web/api'
import { type Text, plainWords, shortNumber, useFormat } from '#web/format'
import { refreshAll } from '#web/live'
import { ApiProblem } from '#web/problem'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { type Sale, stepsFor } from './turns.ts'

type Props = { sales: readonly Sale[]; onDone: (stillTicked: ReadonlySet<string>) => void }
type Refused = { id: string; text: string }

/** One step for all ticked orders. Each is answered for itself: what was refused stays ticked, with the reason. */
export function BulkSteps({ sales, onDone }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const { said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const textOf = useProblemText()
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const act = useIntention(async (key: string, type: string) => {
    const commands = sales.map(({ order }) => ({ business: order.business, type, orderId: order.id, input: {} }))
    const { accepted, verdicts } = await api.post('/v1/commands', { body: { commands }, key })
    const wrong = verdicts.flatMap((verdict, index): Refused[] => {
      if (verdict.status === 'accepted') return []
      const { id, title } = sales.at(index)!.order
      const why = textOf(new ApiProblem({ ...verdict.problem.extra, ...verdict.problem }))
      return [{ id, text: t('bulk.refused', { title, number: shortNumber(id), why }) }]
    })
    if (accepted > 0) toast(t('bulk.done', { count: accepted }))
    setRefused(wrong)
    onDone(new Set(wrong.map(({ id }) => id)))
    await refreshAll(client)
  })
  return (
    <BulkBar
      label={t('bulk.label')}
      ticked={t('bulk.ticked', { count: sales.length })}
      problem={act.problem}
      refused={refused}
    >
      {stepsOfAll(sales).map(([type, title]) => (
        <Button key={type} loading={act.isPending} onClick={() => void act.press(type)}>
          {said(title) || plainWords(type)}
        </Button>
      ))}
      <Button
        component={Link}
        to={`/sell/slips?ids=${sales.map(({ order }) => order.id).join(',')}`}
        variant="default"
        leftSection={<IconPrinter size={18} />}
      >
        {t('bulk.slips')}
      </Button>
      <Button variant="subtle" onClick={() => onDone(new Set())}>
        {t('bulk.clear')}
      </Button>
    </BulkBar>
  )
}

/** Steps that some of them allow and that ask for nothing that must be filled in, with their titles. */
function stepsOfAll(sales: readonly Sale[]): [string, Text | undefined][] {
  const found = new Map<string, Text | undefined>()
  for (const { order, manifest } of sales) {
    for (const type of stepsFor(manifest, order.state, order.mine)) {
      const transition = [manifest.flow.states[order.state]?.on?.[type]].flat()[0]
      const { required = [] } = (transition as { input?: { required?: string[] } } | undefined)?.input ?? {}
      if (required.length === 0) found.set(type, transition?.title)
    }
  }
  return [...found]
}
