import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useFormat } from '#web/format'
import { useNear } from '#web/near'
import { NearButton } from './near-button.tsx'
import css from './search-screen.module.css'

/** Kilometres that one may go; 0: however far. */
const reaches = [1, 2, 5, 10, 25, 50, 0] as const
const usualReach = 10

/** Only what is near, nearest first. */
export function NearMe(): ReactNode {
  const { t } = useTranslation('buyer')
  const { distance } = useFormat()
  const [query, setQuery] = useSearchParams()
  const near = useNear()
  const isOn = query.has('near') && near !== undefined
  const set = (km: number | null): void =>
    setQuery(
      (last) => {
        const next = new URLSearchParams(last)
        next.delete('near')
        if (km !== null) next.set('near', String(km))
        if (km === null && next.get('sort') === 'distance') next.delete('sort')
        if (km !== null && !last.has('near')) next.set('sort', 'distance')
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <div className={css.near}>
      <NearButton isOn={isOn} onChange={(on) => set(on ? Number(query.get('near') ?? usualReach) : null)} />
      {isOn && (
        <NativeSelect
          size="sm"
          aria-label={t('search.within')}
          value={query.get('near') ?? String(usualReach)}
          onChange={(event) => set(Number(event.currentTarget.value))}
          data={reaches.map((km) => ({
            value: String(km),
            label: km === 0 ? t('search.anyDistance') : distance(km * 1_000),
          }))}
        />
      )}
    </div>
  )
}
