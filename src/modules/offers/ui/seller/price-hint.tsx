import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Why } from '#kit/why'
import { type Reply, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { toast } from '#web/toast'
import type { Draft } from './draft.ts'
import css from './editor.module.css'

type Hint = NonNullable<Reply<'post', '/v1/price-hints'>['hint']>

type Props = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  /** Told the hint that is shown, so that what is made of it can be said when the offer is. */
  onHint: (id: string | undefined) => void
}

/** Somebody is still writing, ms. */
const restMs = 700
/** A shorter title is like everything. */
const titleMin = 3

/** What similar things were bought at, and a price to begin with; or that too few were. */
export function PriceHint({ draft, change, onHint }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const { money } = useFormat()
  const { category, currency } = draft
  const [title] = useDebouncedValue(draft.title.trim(), restMs)
  const { data } = useQuery({
    queryKey: ['price-hint', title, category, currency],
    enabled: title.length >= titleMin && category !== '',
    staleTime: Infinity,
    queryFn: async () => api.post('/v1/price-hints', { body: { title, category, currency } }),
  })
  const hint = data?.hint ?? undefined
  useEffect(() => onHint(hint?.id), [onHint, hint?.id])
  if (data === undefined) return null
  if (hint === undefined) return <p className={css.hint}>{t('priceHint.tooFew', { count: data.found })}</p>
  const low = money(hint.lowMinor, currency)
  const figures = [
    t('priceHint.sold', { low, high: money(hint.highMinor, currency) }),
    t('priceHint.middle', { middle: money(hint.medianMinor, currency) }),
  ]
  return (
    <div className={css.priceHint} role="note">
      <p>{(hint.wording === 'middle' ? figures.toReversed() : figures).join(' ')}</p>
      <p className={css.hint}>{t('priceHint.from', { count: hint.sold, days: hint.days })}</p>
      <p className={css.hint}>
        {hint.words.length > 0 ? t('priceHint.words', { words: hint.words.join(', ') }) : t('priceHint.shelf')}
      </p>
      <div className={css.buttons}>
        <Take draft={draft} change={change} hint={hint} />
        <Why decision={hint.id} about={t('listings.price')} />
      </div>
    </div>
  )
}

/** Takes the price over for every variant; what stood there before comes back by one press. */
function Take({ draft, change, hint }: Omit<Props, 'onHint'> & { hint: Hint }): ReactNode {
  const { t } = useTranslation('seller')
  const { money } = useFormat()
  const { variants, currency } = draft
  const price = money(hint.priceMinor, currency)
  if (variants.every(({ priceMinor }) => priceMinor === hint.priceMinor)) return <p>{t('priceHint.isTaken')}</p>
  const take = (): void => {
    change({ variants: variants.map((one) => ({ ...one, priceMinor: hint.priceMinor })) })
    toast(t('priceHint.taken', { price }), { undo: () => change({ variants }) })
  }
  return (
    <Button variant="light" onClick={take}>
      {t('priceHint.take', { price })}
    </Button>
  )
}
