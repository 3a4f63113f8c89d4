import { IconHelpCircle } from '@tabler/icons-react'
import { type ReactNode, Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './why.module.css'

const Panel = lazy(async () => ({ default: (await import('./why-placed-panel.tsx')).WhyPlacedPanel }))

/** What a card says of why it stands there. */
export type PlacedReason = { feature: string; weight: number }

/** Stands on a card that was chosen for whoever looks; what it opens is loaded when it is asked for. */
export function WhyPlaced({ about, reasons }: { about: string; reasons: readonly PlacedReason[] }): ReactNode {
  const { t } = useTranslation('shell')
  const [isOpen, setOpen] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const open = (): void => {
    setOpen(true)
    setWasOpen(true)
  }
  return (
    <>
      <button type="button" className={css.why} onClick={open} aria-label={`${t('why')}: ${about}`}>
        <IconHelpCircle size={16} aria-hidden />
        {t('why')}
      </button>
      {wasOpen && (
        <Suspense fallback={null}>
          <Panel about={about} reasons={reasons} isOpen={isOpen} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
