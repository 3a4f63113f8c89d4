import { invalidAt } from '#kernel/http-problems'
import type { FileStore } from '#modules/files'
import { unreadable } from './accent.ts'
import { languagesKnown } from './languages.ts'
import type { Settings, SettingsChange } from './settings.ts'

/**
 * What a schema cannot say of a change.
 *
 * @param seen the settings as they are, for what the change leaves
 * @throws {Problem} invalid-input at the field
 */
export async function checkChange(change: SettingsChange, seen: Settings, files: FileStore): Promise<void> {
  checkPlace(change)
  checkLanguages({ ...seen, ...change })
  if (change.accent !== undefined && change.accent !== null) checkAccent(change.accent)
  const { logo } = change
  if (logo !== undefined && logo !== null && (await files.find(logo)) === undefined)
    throw invalidAt('/logo', 'is no file of this town: upload it first')
}

function checkPlace({ timeZone, currency }: SettingsChange): void {
  if (timeZone !== undefined && !isZone(timeZone))
    throw invalidAt('/timeZone', 'is no IANA time zone, such as Europe/Berlin')
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency))
    throw invalidAt('/currency', 'is no ISO 4217 code, such as EUR')
}

/** An offset such as `+02:00` knows no summer: it is no zone to keep a calendar by. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function checkLanguages({ languages, defaultLanguage, about }: Settings): void {
  const known = languagesKnown()
  const foreign = languages.findIndex((tag) => !known.includes(tag))
  if (foreign !== -1) throw invalidAt(`/languages/${foreign}`, `has no words here; there are ${known.join(', ')}`)
  if (!languages.includes(defaultLanguage)) throw invalidAt('/defaultLanguage', 'is not among the languages offered')
  const unknown = Object.keys(about).find((tag) => !known.includes(tag))
  if (unknown !== undefined) throw invalidAt(`/about/${unknown}`, `has no words here; there are ${known.join(', ')}`)
}

function checkAccent(accent: string): void {
  const wrong = unreadable(accent)
  if (wrong === null) return
  throw invalidAt(
    '/accent',
    `is too light: white text on it reaches ${wrong.contrast.toFixed(1)} : 1, and 4.5 : 1 is needed; ` +
      `the nearest that will do is ${wrong.nearest}`,
  )
}
