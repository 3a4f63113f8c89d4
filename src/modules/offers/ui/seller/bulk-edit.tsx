import { Button, NativeSelect, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BulkBar } from '#kit/bulk-bar'
import { Dialog } from '#kit/dialog'
import { DecimalField } from '#kit/number-fields'
import { useProblemText } from '#kit/problem'
import { useApi } from '#web/api'
import { digitsOf, useFormat } from '#web/format'
import { newKey } from '#web/ids'
import { refreshAll } from '#web/live'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { nameOf } from './columns.tsx'
import css from './listings.module.css'
import { type Command, type Own, adjustCommand, archiveCommand, putCommand, sendCommands } from './own-offers.ts'
import { type PriceChange, changedPrice } from './prices.ts'

/** One change of one offer, and how it is taken back once its new rev is known. */
type Change = { offer: Own; does: Command; undoes: (rev: number) => Command }
type Doing = 'price' | 'stock'

/** Changes all chosen offers. Each is answered for itself, and all that was done can be undone at once. */
export function BulkEdit({ offers, clear }: { offers: readonly Own[]; clear: () => void }): ReactNode {
  const { t } = useTranslation('seller')
  const [doing, setDoing] = useState<Doing | undefined>(undefined)
  const { send, refused } = useChanges(clear)
  const active = offers.filter(({ status }) => status === 'active')
  const archived = offers.filter(({ status }) => status === 'archived')
  if (offers.length === 0 && refused.length === 0) return null
  const run = (changes: readonly Change[]): void => {
    setDoing(undefined)
    void send.press(changes)
  }
  return (
    <BulkBar
      label={t('bulk.label')}
      ticked={t('bulk.ticked', { count: offers.length })}
      problem={send.problem}
      refused={refused}
    >
      <Button loading={send.isPending} disabled={offers.length === 0} onClick={() => setDoing('price')}>
        {t('bulk.price')}
      </Button>
      <Button variant="default" disabled={send.isPending || offers.length === 0} onClick={() => setDoing('stock')}>
        {t('bulk.stock')}
      </Button>
      {active.length > 0 && (
        <Button variant="default" disabled={send.isPending} onClick={() => run(active.map(archiving))}>
          {t('bulk.archive')}
        </Button>
      )}
      {archived.length > 0 && (
        <Button variant="default" disabled={send.isPending} onClick={() => run(archived.map(reviving))}>
          {t('bulk.revive')}
        </Button>
      )}
      <Button variant="subtle" onClick={clear}>
        {t('bulk.clear')}
      </Button>
      <Ask doing={doing} offers={offers} close={() => setDoing(undefined)} run={run} />
    </BulkBar>
  )
}

function archiving(offer: Own): Change {
  return { offer, does: archiveCommand(offer), undoes: (rev) => putCommand({ ...offer, rev }) }
}

function reviving(offer: Own): Change {
  return { offer, does: putCommand(offer), undoes: (rev) => archiveCommand({ ...offer, rev }) }
}

function pricing(offer: Own, change: PriceChange): Change {
  const does = putCommand({ ...offer, priceMinor: changedPrice(offer.priceMinor, change) })
  return { offer, does, undoes: (rev) => putCommand({ ...offer, rev }) }
}

function counting(offer: Own, delta: number, reason: string): Change {
  return { offer, does: adjustCommand(offer.id, delta, reason), undoes: () => adjustCommand(offer.id, -delta, reason) }
}

function useChanges(clear: () => void) {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const textOf = useProblemText()
  const [refused, setRefused] = useState<readonly { id: string; text: string }[]>([])
  const undo = async (done: readonly { change: Change; rev: number }[]): Promise<void> => {
    const commands = done.map(({ change, rev }) => change.undoes(rev))
    const back = await sendCommands(api, commands, { key: newKey() })
    await refreshAll(client)
    toast(t('bulk.undone', { count: back.filter(({ problem }) => problem === undefined).length }))
  }
  const send = useIntention(async (key: string, changes: readonly Change[]) => {
    const outcomes = await sendCommands(api, changes.map(({ does }) => does), { key }) // prettier-ignore
    const done = changes.flatMap((change, index) => {
      const { rev, problem } = outcomes[index] ?? {}
      return problem === undefined ? [{ change, rev: rev ?? 0 }] : []
    })
    setRefused(
      changes.flatMap(({ offer }, index) => {
        const problem = outcomes[index]?.problem
        return problem === undefined ? [] : [{ id: offer.id, text: `${nameOf(offer)}: ${textOf(problem)}` }]
      }),
    )
    clear()
    if (done.length > 0) toast(t('bulk.done', { count: done.length }), { undo: () => void undo(done) })
    await refreshAll(client)
  })
  return { send, refused }
}

type AskProps = {
  doing: Doing | undefined
  offers: readonly Own[]
  close: () => void
  run: (changes: readonly Change[]) => void
}

/** Asks how prices or counts are to change, and shows the first of them before it is done. */
function Ask({ doing, offers, close, run }: AskProps): ReactNode {
  const { t } = useTranslation('seller')
  return (
    <Dialog isOpen={doing !== undefined} onClose={close} title={doing === 'stock' ? t('bulk.stock') : t('bulk.price')}>
      {doing === 'price' && <AskPrice offers={offers} run={run} />}
      {doing === 'stock' && <AskStock offers={offers} run={run} />}
    </Dialog>
  )
}

type AskOneProps = Pick<AskProps, 'offers' | 'run'>
const kinds = ['share', 'by', 'to'] as const

function AskPrice({ offers, run }: AskOneProps): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const [kind, setKind] = useState<(typeof kinds)[number]>('share')
  const [value, setValue] = useState<unknown>(undefined)
  const currency = offers[0]?.currency ?? 'EUR'
  const change: PriceChange | undefined =
    typeof value !== 'number' ? undefined : kind === 'share' ? { kind, bps: value } : { kind, amountMinor: value }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (change !== undefined) run(offers.map((offer) => pricing(offer, change)))
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t('bulk.price')}>
      <Stack>
        <NativeSelect
          label={t('bulk.how')}
          value={kind}
          onChange={(event) => {
            setKind(kinds.find((one) => one === event.currentTarget.value) ?? 'share')
            setValue(undefined)
          }}
          data={kinds.map((one) => ({ value: one, label: t(`bulk.kind.${one}`) }))}
        />
        <DecimalField
          key={kind}
          label={t(`bulk.kind.${kind}`)}
          hint={kind === 'to' ? undefined : t('bulk.lower')}
          error={undefined}
          isRequired
          value={value}
          digits={kind === 'share' ? 2 : digitsOf(currency)}
          unit={kind === 'share' ? '%' : currency}
          onChange={setValue}
        />
        {change !== undefined && (
          <ul className={css.preview}>
            {offers.slice(0, 5).map((offer) => (
              <li key={offer.id}>
                <span>{nameOf(offer)}</span>
                <span>
                  <s>{money(offer.priceMinor, offer.currency)}</s>{' '}
                  <strong>{money(changedPrice(offer.priceMinor, change), offer.currency)}</strong>
                </span>
              </li>
            ))}
          </ul>
        )}
        <Button type="submit" disabled={change === undefined}>
          {t('bulk.change', { count: offers.length })}
        </Button>
      </Stack>
    </form>
  )
}

function AskStock({ offers, run }: AskOneProps): ReactNode {
  const { t } = useTranslation('seller')
  const [kind, setKind] = useState<'by' | 'to'>('by')
  const [value, setValue] = useState<unknown>(undefined)
  const counted = offers.filter(({ available }) => available !== null)
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (typeof value !== 'number') return
    const changes = counted.map((offer) =>
      counting(offer, kind === 'by' ? value : value - (offer.available ?? 0), t('stock.counted')),
    )
    run(changes.filter(({ does }) => does.input['delta'] !== 0))
  }
  return (
    <form onSubmit={submit} noValidate aria-label={t('bulk.stock')}>
      <Stack>
        <NativeSelect
          label={t('bulk.how')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === 'to' ? 'to' : 'by')}
          data={(['by', 'to'] as const).map((one) => ({ value: one, label: t(`bulk.count.${one}`) }))}
        />
        <DecimalField
          label={t(`bulk.count.${kind}`)}
          hint={kind === 'by' ? t('bulk.fewer') : undefined}
          error={undefined}
          isRequired
          value={value}
          digits={0}
          onChange={setValue}
        />
        <Button type="submit" disabled={typeof value !== 'number' || (kind === 'to' && value < 0)}>
          {t('bulk.change', { count: counted.length })}
        </Button>
      </Stack>
    </form>
  )
}
