import { Button } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askWhere, standAt, useNear } from '#web/near'
import { toast } from '#web/toast'
import css from './home-screen.module.css'

/** Brings what is near forward: asks the browser for the place once it is pressed, and keeps it in this tab. */
export function NearHere(): ReactNode {
  const { t } = useTranslation('buyer')
  const near = useNear()
  const [isAsking, setAsking] = useState(false)
  const isOn = near !== undefined
  const press = async (): Promise<void> => {
    if (isOn) return standAt(undefined)
    setAsking(true)
    const spot = await askWhere()
    setAsking(false)
    if (spot === undefined) return toast(t('search.notTold'))
    standAt(spot)
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
      {isOn && <span>{t('home.nearHint')}</span>}
    </div>
  )
}
