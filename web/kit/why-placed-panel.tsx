import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from '#web/i18n'
import { Dialog } from './dialog.tsx'
import { RowSkeletons } from './skeletons.tsx'
import { useWhyWords } from './why-words.ts'
import css from './why.module.css'
import type { PlacedReason } from './why-placed.tsx'

type Props = { about: string; reasons: readonly PlacedReason[]; isOpen: boolean; onClose: () => void }

/** The true reasons of a place, in words. */
export function WhyPlacedPanel({ about, reasons, isOpen, onClose }: Props): ReactNode {
  const { t, i18n } = useTranslation('shell')
  const [hasWords, setWords] = useState(false)
  useEffect(() => {
    void loadWords(i18n, ['why']).then(() => setWords(true))
  }, [i18n])
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('why')}>
      <div className={css.panel}>
        <p>{about}</p>
        {hasWords ? <Told reasons={reasons} /> : <RowSkeletons count={2} />}
      </div>
    </Dialog>
  )
}

function Told({ reasons }: Pick<Props, 'reasons'>): ReactNode {
  const { feature: words } = useWhyWords()
  return (
    <ul className={css.reasons}>
      {reasons.map(({ feature }) => (
        <li key={feature}>{words('recommend', feature)}</li>
      ))}
    </ul>
  )
}
