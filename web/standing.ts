import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from './i18n.ts'

/**
 * Words of the search box, of places and of what people look for, brought when the first of them is shown. Undefined
 * until they have come.
 */
export function useStandingWords(): TFunction<'standing'> | undefined {
  const { t, i18n } = useTranslation('standing')
  useEffect(() => void loadWords(i18n, ['standing']), [i18n])
  return i18n.hasResourceBundle(i18n.language, 'standing') ? t : undefined
}
