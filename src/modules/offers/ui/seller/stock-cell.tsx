import { Button, Popover, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberField } from '#kit/number-fields'
import { ProblemNote } from '#kit/problem'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { newKey } from '#web/ids'
import { refreshAll } from '#web/live'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { nameOf } from './columns.tsx'
import type { Own } from './own-offers.ts'

/** How many are left; pressing it counts more or fewer, with a reason, and a way back. */
export function StockCell({ offer }: { offer: Own }): ReactNode {
  const { t } = useTranslation('seller')
  const { number } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { available } = offer
  if (available === null) return '–'
  return (
    <Popover opened={isOpen} onChange={setOpen} width={280} withinPortal trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant={available === 0 ? 'light' : 'default'}
          size="xs"
          aria-label={t('stock.open', { title: nameOf(offer), count: available })}
          onClick={() => setOpen(!isOpen)}
        >
          {number(available)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <StockForm offer={offer} available={available} close={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

type FormProps = { offer: Own; available: number; close: () => void }

function StockForm({ offer, available, close }: FormProps): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const [wanted, setWanted] = useState<unknown>(available)
  const [reason, setReason] = useState('')
  const adjust = async (delta: number, why: string, key: string): Promise<void> => {
    await api.post('/v1/offers/{id}/stock', { path: { id: offer.id }, body: { delta, reason: why }, key })
    await refreshAll(client)
  }
  const save = useIntention(async (key: string, delta: number) => {
    const why = reason.trim() === '' ? t('stock.counted') : reason.trim()
    await adjust(delta, why, key)
    close()
    toast(t('stock.done', { title: nameOf(offer), count: available + delta }), {
      undo: () => void adjust(-delta, t('stock.undone'), newKey()),
    })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (typeof wanted !== 'number' || wanted < 0) return
    if (wanted === available) close()
    else void save.press(wanted - available)
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t('stock.title')}>
      <Stack gap="sm">
        <NumberField
          name="stock"
          label={t('stock.count')}
          hint={offer.held === null || offer.held === 0 ? undefined : t('stock.held', { count: offer.held })}
          schema={{}}
          isRequired
          error={undefined}
          value={wanted}
          context={{ currency: offer.currency }}
          onChange={setWanted}
        />
        <TextInput
          label={t('stock.reason')}
          placeholder={t('stock.counted')}
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNote problem={save.problem} />
        <Button type="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </Stack>
    </form>
  )
}
