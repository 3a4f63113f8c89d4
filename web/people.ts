import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from './i18n.ts'

/**
 * The words of reviews, cases, hours and addresses, brought when the first of them is shown: the start page has none of
 * these. Undefined until they have come.
 */
export function usePeopleWords(): TFunction<'people'> | undefined {
  const { t, i18n } = useTranslation('people')
  useEffect(() => void loadWords(i18n, ['people']), [i18n])
  return i18n.hasResourceBundle(i18n.language, 'people') ? t : undefined
}
