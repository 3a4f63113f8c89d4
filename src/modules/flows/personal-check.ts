import type { FieldError } from '#kernel/problem'
import { follow, type Followed, type RegisteredFunctions } from '#modules/expressions'
import type { Compiler, Site } from './compiler.ts'
import type { Effect, Manifest, Schema } from './manifest.ts'
import { fieldsIn, mentions } from './personal.ts'
import { effectsOfManifest, transitionsOfManifest } from './walk.ts'

/** What is wrong with the personal fields of a manifest: where they stand, and what expressions do with them. */
export function personalErrors({ manifest, sites }: Compiler, functions: RegisteredFunctions): FieldError[] {
  const inputs = mentions(manifest).map(({ path }) => ['input', ...path])
  const read: Read = (text, marks) => follow(text, marks, { functions })
  return [
    ...misplaced(manifest),
    ...mixed(manifest),
    ...(inputs.length === 0 ? [] : misused({ manifest, sites, read, inputs })),
  ]
}

type Marks = readonly (readonly string[])[]
type Read = (text: string, marks: Marks) => Followed
type Checking = { manifest: Manifest; sites: readonly Site[]; read: Read; inputs: Marks }

/** Offers are for everybody to read, and answers are not given by whom they tell of. */
function misplaced({ offer, questions = {}, looks = {} }: Manifest): FieldError[] {
  const others = [
    ...fieldsIn(offer, [], '/offer'),
    ...Object.entries(looks).flatMap(([name, look]) => fieldsIn(look.offer, [], `/looks/${name}/offer`)),
    ...Object.entries(questions).flatMap(([name, { answer }]) => fieldsIn(answer, [], `/questions/${name}/answer`)),
  ]
  return others.map(({ pointer }) => ({ pointer, detail: 'only what is put in can be personal: an `input`' }))
}

/** One name means one thing: personal with one schema wherever it stands. */
function mixed(manifest: Manifest): FieldError[] {
  const inputs = transitionsOfManifest(manifest)
  const first = new Map<string, string>()
  return mentions(manifest).flatMap(({ path, schema, pointer }) => {
    if (path.length === 0) return [{ pointer, detail: 'an input as a whole cannot be personal; its fields can' }]
    const name = path.join('/')
    const text = JSON.stringify(schema)
    const known = first.get(name) ?? text
    first.set(name, known)
    const open = inputs.find(({ transition: { input } }) => isOpenAt(input, path))
    if (open !== undefined)
      return [{ pointer, detail: `is not personal in ${open.pointer}: it must be the same in all` }]
    return known === text ? [] : [{ pointer, detail: 'has another schema elsewhere: it must be the same in all' }]
  })
}

/** True when a schema has the field, and it is not personal there. */
function isOpenAt(schema: Schema | undefined, [step, ...rest]: readonly string[]): boolean {
  if (schema === undefined || schema.personal === true) return false
  if (step === undefined) return true
  return isOpenAt(step === '*' ? schema.items : schema.properties?.[step], rest)
}

/** Where a personal value may go: into what the order keeps, and to whoever does the work. */
const keeping = /^\/.*\/(do|entry)\/\d+\/((set|freeze)\/[^/]+|call\/body|task\/data|card\/data|openCase\/data)$/

function misused(checking: Checking): FieldError[] {
  const marks = [...checking.inputs, ...kept(checking)]
  return checking.sites.flatMap(({ pointer, text }) => {
    const { isMarked, misused: places } = checking.read(text, marks)
    const looks = places.map(({ text: words, at }) => ({
      pointer,
      detail: `looks at ${words}, which is personal, at character ${at + 1} in “${text}”: it may only be kept or handed on`,
    }))
    const lost = isMarked && !keeping.test(pointer)
    return lost
      ? [...looks, { pointer, detail: `takes something personal to where it cannot be sealed, in “${text}”` }]
      : looks
  })
}

/** Data and terms that hold something personal, also by way of others. */
function kept({ manifest, sites, read, inputs }: Checking): string[][] {
  const places = new Map(effectsOfManifest(manifest).flatMap(({ effect, pointer }) => placesOf(effect, pointer)))
  const marked = new Map<string, string[]>()
  for (let size = -1; size < marked.size;) {
    size = marked.size
    const marks = [...inputs, ...marked.values()]
    for (const { pointer, text } of sites) {
      const place = places.get(pointer)
      if (place !== undefined && read(text, marks).isMarked) marked.set(place.join('/'), place)
    }
  }
  return [...marked.values()]
}

/** Which datum or term the expression at a place writes. */
function placesOf(effect: Effect, pointer: string): [string, string[]][] {
  if ('set' in effect) return Object.keys(effect.set).map((name) => [`${pointer}/set/${name}`, ['data', name]])
  if ('freeze' in effect)
    return Object.keys(effect.freeze).map((name) => [`${pointer}/freeze/${name}`, ['terms', name]])
  return []
}
