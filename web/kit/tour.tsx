import { Button } from '@mantine/core'
import { IconMap2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { endTour, setTour, useTour } from '#web/tour'
import { useTown } from '#web/town'
import css from './tour.module.css'

/** Invites a newcomer to a sandbox to see one order from all its sides. */
export function Tour(): ReactNode {
  const { t } = useTranslation('buyer')
  const { isSandbox } = useTown()
  const { step } = useTour()
  if (!isSandbox || step !== undefined) return null
  return (
    <section className={css.invitation} aria-labelledby="tour">
      <IconMap2 size={40} stroke={1.4} aria-hidden />
      <div>
        <h2 id="tour">{t('tour.title')}</h2>
        <p>{t('tour.hint')}</p>
        <div className={css.buttons}>
          <Button onClick={() => setTour({ step: 0, orderId: undefined })}>{t('tour.begin')}</Button>
          <Button variant="subtle" onClick={endTour}>
            {t('tour.no')}
          </Button>
        </div>
      </div>
    </section>
  )
}
