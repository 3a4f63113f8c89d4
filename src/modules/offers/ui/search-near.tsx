import { Button, NativeSelect } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useFormat } from '#web/format'
import { askWhere, standAt, useNear } from '#web/near'
import { toast } from '#web/toast'
import css from './search-screen.module.css'

/** Kilometres that one may go; 0: however far. */
const reaches = [1, 2, 5, 10, 25, 50, 0] as const
const usualReach = 10

/** Only what is near, nearest first: asks the browser for the place once it is pressed, and keeps it there. */
export function NearMe(): ReactNode {
  const { t } = useTranslation('buyer')
  const { distance } = useFormat()
  const [query, setQuery] = useSearchParams()
  const [isAsking, setAsking] = useState(false)
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
  const press = async (): Promise<void> => {
    if (isOn) {
      standAt(undefined)
      return set(null)
    }
    setAsking(true)
    const spot = await askWhere()
    setAsking(false)
    if (spot === undefined) return toast(t('search.notTold'))
    standAt(spot)
    set(Number(query.get('near') ?? usualReach))
  }
  return (
    <div className={css.near}>
      <Button
        variant={isOn ? 'filled' : 'default'}
        size="sm"
        aria-pressed={isOn}
        loading={isAsking}
        leftSection={<IconCurrentLocation size={18} aria-hidden />}
        onClick={() => void press()}
      >
        {t('search.nearMe')}
      </Button>
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
