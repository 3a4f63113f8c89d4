import { type i18n as I18n, createInstance } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { languages } from 'virtual:languages'
import { localeOf } from './format.ts'

/** Languages there are words for: the files in `web/i18n`. */
export const languageTags: readonly string[] = Object.keys(languages)

const cookie = 'lakeside_language'
const yearSeconds = 31_536_000

/** What a language calls itself. */
export function nameOfLanguage(tag: string): string {
  return new Intl.DisplayNames([localeOf(tag)], { type: 'language', fallback: 'code' }).of(tag) ?? tag
}

/** Languages that a town offers, and the one for who understands none of them. */
export type Offered = { readonly languages: readonly string[]; readonly defaultLanguage: string }

/**
 * The language to speak: the one chosen, else the first that is understood, else the town's.
 *
 * @param accepted as in `Accept-Language` (RFC 9110 §12.5.4), quality values left aside: browsers send the best first
 */
export function chooseLanguage(
  chosen: string | undefined,
  accepted: string,
  { languages: offered, defaultLanguage }: Offered,
): string {
  const spoken = languageTags.filter((tag) => offered.includes(tag))
  if (chosen !== undefined && spoken.includes(chosen)) return chosen
  const wanted = accepted.split(',').map((part) => part.trim().split(/[-;]/, 1)[0] ?? '')
  return wanted.find((tag) => spoken.includes(tag)) ?? defaultLanguage
}

/** An i18next of one page with these sections of words. */
export async function createWords(language: string, sections: readonly string[]): Promise<I18n> {
  const instance = createInstance()
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'shell',
    ns: [],
    resources: {},
    interpolation: { escapeValue: false }, // React escapes
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  await loadWords(instance, sections)
  return instance
}

/** Brings sections of words in the language spoken now. */
export async function loadWords(
  instance: I18n,
  sections: readonly string[],
  language: string = instance.language,
): Promise<void> {
  const missing = sections.filter((section) => !instance.hasResourceBundle(language, section))
  const found = await Promise.all(missing.map(async (section) => languages[language]?.[section]?.()))
  for (const [index, section] of missing.entries())
    instance.addResourceBundle(language, section, found[index]?.words ?? {})
}

/** Speaks another language from now on, here and when this browser asks for a page again. */
export async function speak(instance: I18n, language: string): Promise<void> {
  const sections = Object.keys(instance.store.data[instance.language] ?? {})
  await loadWords(instance, sections, language)
  await instance.changeLanguage(language)
  document.cookie = `${cookie}=${language}; path=/; max-age=${yearSeconds}; samesite=lax`
  document.documentElement.lang = localeOf(language)
}

/** Name of the cookie that remembers the language. */
export const languageCookie = cookie
