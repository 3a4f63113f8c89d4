import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from '#web/i18n'
import { useWhyWords, type WhyWords } from './why-words.ts'

/** Words of points, features and options for screens that are about decisions; brought when such a one opens. */
export function useDecisionWords(): WhyWords {
  const { i18n } = useTranslation()
  const { language } = i18n
  useEffect(() => {
    void loadWords(i18n, ['why'], language)
  }, [i18n, language])
  return useWhyWords()
}
