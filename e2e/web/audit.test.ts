import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { SeenData, act, axe, foreignWords, settled, sideways } from './audit.ts'
import { type Looking, type Stage, desktop, phone, closeStage, stage, visit } from './browser.ts'
import { type Shown, allScreens } from './screens.ts'
import { prepareTown } from './prepared.ts'

after(closeStage)

/** Every screen is seen in both languages, in both lights and in both widths; which go together takes turns. */
const looks: readonly (readonly Looking[])[] = [
  [
    { language: 'en', scheme: 'light', width: phone },
    { language: 'zh', scheme: 'dark', width: desktop },
  ],
  [
    { language: 'zh', scheme: 'light', width: phone },
    { language: 'en', scheme: 'dark', width: desktop },
  ],
]

/** A refusal is part of some screens; a browser notes each as an error of its own. */
const expected = /Failed to load resource: the server responded with a status of (401|403|404|409|422)/

async function faultsOf(
  here: Stage & { known: readonly string[] },
  screen: Shown,
  looking: Looking,
): Promise<string[]> {
  const { persona } = screen
  const visitor = await visit(here, { ...looking, ...(persona === undefined ? {} : { persona }) })
  const { page, complaints, context } = visitor
  try {
    const data = new SeenData(page)
    data.keep(here.known)
    await page.goto('/health') // so that the preparations have an origin
    await screen.prepare?.(visitor)
    const path = typeof screen.path === 'string' ? screen.path : await screen.path(visitor)
    await page.goto(path, { waitUntil: 'load' })
    const isSettled = await settled(page)
    await act(screen, visitor)
    const faults = [
      ...(isSettled ? [] : ['is never finished']),
      ...complaints.filter((text) => !expected.test(text)),
      ...(await sideways(page)),
      ...(await axe(page)),
      ...(looking.language === 'zh' ? await foreignWords(page, await data.all(page)) : []),
    ]
    return faults.map((fault) => `${path} (${looking.language}, ${looking.scheme}, ${looking.width}): ${fault}`)
  } finally {
    await context.close()
  }
}

/** Pages at a time: the browser and the town share two cores. */
const together = 3

test('no screen has an error, anything for axe, sideways scroll or a word that is not translated', async () => {
  const here = await stage()
  const known = await prepareTown(here)
  const wanted = allScreens.flatMap((screen, index) =>
    looks.at(index % looks.length)!.map((looking) => ({ screen, looking })),
  )
  const faults: string[] = []
  const work = async (): Promise<void> => {
    for (let next = wanted.shift(); next !== undefined; next = wanted.shift())
      faults.push(...(await faultsOf({ ...here, known }, next.screen, next.looking)))
  }
  await Promise.all(Array.from({ length: together }, work))
  assert.deepEqual(faults, [])
})
