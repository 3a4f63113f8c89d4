import { useTranslation } from 'react-i18next'
import { plainWords, useFormat } from '#web/format'
import { useTown } from '#web/town'

/** What points, features and options are called; what has no words of its own is said as it is named. */
export type WhyWords = {
  feature: (point: string, feature: string) => string
  option: (point: string, option: string) => string
  value: (feature: string, value: string | number | boolean) => string
}

/** Words of decisions, in the language of the page. */
export function useWhyWords(): WhyWords {
  const { t, i18n } = useTranslation('why')
  const format = useFormat()
  const { currency } = useTown()
  // Which points a town has is known when it runs: a key that is not there is told as the plain name.
  const known = (key: string, otherwise: string): string =>
    i18n.exists(key, { ns: 'why' }) ? t(key as never) : otherwise
  return {
    feature: (point, feature) =>
      known(`features.${placeOf(point)}.${feature}`, plainWords(feature.replace(/Minor$/, ''))),
    option: (point, option) => known(`options.${placeOf(point)}.${option}`, plainWords(option)),
    value: (feature, value) => {
      if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
      if (typeof value === 'string') return plainWords(value)
      return feature.endsWith('Minor') ? format.money(Math.round(value), currency) : format.number(value)
    },
  }
}

/** Keys of words have no dots inside. */
function placeOf(point: string): string {
  return point.replaceAll('.', '-')
}
