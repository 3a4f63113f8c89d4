import { IconHelpCircle } from '@tabler/icons-react'
import { type ReactNode, Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './why.module.css'

const WhyPanel = lazy(async () => ({ default: (await import('./why-panel.tsx')).WhyPanel }))

type Props = {
  /** Id of the decision. */
  decision: string
  /** What it is about, for those who listen: several of these stand on one screen. */
  about?: string
  /** True reasons that the screen knows beside those of the decision, in words. */
  reasons?: readonly string[]
  /** After a person has chosen otherwise. */
  onOverridden?: () => void
}

/**
 * Stands beside everything that a machine has chosen: why, how sure, what would change it; to contest it, and for those
 * who may, to choose otherwise. What it opens is loaded when it is asked for.
 */
export function Why({ decision, about, reasons = [], onOverridden }: Props): ReactNode {
  const { t } = useTranslation('shell')
  const [isOpen, setOpen] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const open = (): void => {
    setOpen(true)
    setWasOpen(true)
  }
  const name = about === undefined ? {} : { 'aria-label': `${t('why')}: ${about}` }
  return (
    <>
      <button type="button" className={css.why} onClick={open} {...name}>
        <IconHelpCircle size={16} aria-hidden />
        {t('why')}
      </button>
      {wasOpen && (
        <Suspense fallback={null}>
          <WhyPanel
            decision={decision}
            reasons={reasons}
            isOpen={isOpen}
            onClose={() => setOpen(false)}
            onOverridden={onOverridden}
          />
        </Suspense>
      )}
    </>
  )
}
