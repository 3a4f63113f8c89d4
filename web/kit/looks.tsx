import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { nameOfLanguage, speak } from '#web/i18n'
import { useTown } from '#web/town'
import css from './looks.module.css'

/** How the page speaks and looks: language, and light or dark. */
export function Looks(): ReactNode {
  const { t, i18n } = useTranslation('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { languages } = useTown()
  return (
    <div className={css.looks}>
      {languages.length > 1 && (
        <SegmentedControl
          aria-label={t('account.language')}
          value={i18n.language}
          onChange={(language) => void speak(i18n, language)}
          data={languages.map((value) => ({ value, label: nameOfLanguage(value) }))}
        />
      )}
      <SegmentedControl
        aria-label={t('account.light')}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`scheme.${value}`) }))}
      />
    </div>
  )
}
