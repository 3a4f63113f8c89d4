import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNear } from '#web/near'
import { NearButton } from './near-button.tsx'
import css from './home-screen.module.css'

/** Brings what is near forward. */
export function NearHere(): ReactNode {
  const { t } = useTranslation('buyer')
  const isOn = useNear() !== undefined
  return (
    <div className={css.near}>
      <NearButton isOn={isOn} />
      {isOn && <span>{t('home.nearHint')}</span>}
    </div>
  )
}
