import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const folder = path.join(import.meta.dirname, 'i18n')
const languages = globSync('*.json', { cwd: folder }).toSorted()

const plural = /_(zero|one|two|few|many|other)$/

/** Paths of all texts; plural forms are of one text. */
function textsOf(language: string): Map<string, string> {
  const texts = new Map<string, string>()
  const walk = (value: unknown, place: string): void => {
    if (typeof value === 'string') texts.set(place.replace(plural, ''), value)
    else for (const [key, member] of Object.entries(value ?? {})) walk(member, place === '' ? key : `${place}.${key}`)
  }
  walk(JSON.parse(readFileSync(path.join(folder, language), 'utf8')), '')
  return texts
}

test('every language says everything that English says, and nothing else', () => {
  assert.ok(languages.length >= 2)
  const english = [...textsOf('en.json').keys()].toSorted()
  assert.ok(english.length > 200)
  for (const language of languages) assert.deepEqual([...textsOf(language).keys()].toSorted(), english, language)
})

test('what is filled into a text is filled in whatever the language', () => {
  const english = textsOf('en.json')
  const placesIn = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted()
  for (const language of languages) {
    for (const [place, text] of textsOf(language)) {
      // One of something may be said without its number.
      const allowed = new Set([...placesIn(english.get(place) ?? ''), '{{count}}'])
      assert.deepEqual(placesIn(text).filter((name) => !allowed.has(name)), [], `${language} ${place}`) // prettier-ignore
    }
  }
})

test('every invariant of the town, and every module that has some, is told in words', () => {
  const english = textsOf('en.json')
  const root = path.join(import.meta.dirname, '..')
  for (const file of globSync('src/*/*/invariants.sql', { cwd: root })) {
    const names = [...readFileSync(path.join(root, file), 'utf8').matchAll(/^-- name: (\w+)$/gm)].map(
      ([, name]) => name,
    )
    const said = [
      `trust.of.${file.split(path.sep).at(-2)}`,
      ...names.map((name) => `trust.rule.${name}`.replace(plural, '')),
    ]
    assert.deepEqual(said.filter((place) => !english.has(place)), [], file) // prettier-ignore
  }
})

test('every act that is on record is told in words', () => {
  const english = textsOf('en.json')
  const file = path.join(import.meta.dirname, '..', 'src', 'modules', 'audit', 'acts.ts')
  const acts = [...readFileSync(file, 'utf8').matchAll(/^  '([a-z.-]+)',$/gm)].map(([, act]) => act!)
  assert.ok(acts.length > 50)
  const told = [...english.keys()].flatMap((place) => /^operator\.acts\.(.*)$/.exec(place)?.[1] ?? [])
  assert.deepEqual(told.toSorted(), acts.toSorted())
})
