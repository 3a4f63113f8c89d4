/**
 * `npm run screenshots [NAME…]`: pictures of all screens into `screenshots/`, a folder that git ignores; in both
 * languages, light and dark, as wide as a phone and as a laptop. With names only of the screens that are called so.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { act, settled } from '../e2e/web/audit.ts'
import { type Looking, type Stage, closeStage, desktop, phone, stage, visit } from '../e2e/web/browser.ts'
import { prepareTown } from '../e2e/web/prepared.ts'
import { type Shown, allScreens } from '../e2e/web/screens.ts'

const folder = path.join(import.meta.dirname, '..', 'screenshots')

const looks: readonly Looking[] = [
  { language: 'en', scheme: 'light', width: phone },
  { language: 'zh', scheme: 'dark', width: phone },
  { language: 'en', scheme: 'light', width: desktop },
  { language: 'zh', scheme: 'dark', width: desktop },
]

async function take(here: Stage, screen: Shown, looking: Looking): Promise<void> {
  const { persona } = screen
  const visitor = await visit(here, { ...looking, ...(persona === undefined ? {} : { persona }) })
  const { page, context } = visitor
  await page.goto('/health')
  await screen.prepare?.(visitor)
  await page.goto(typeof screen.path === 'string' ? screen.path : await screen.path(visitor))
  await settled(page)
  await act(screen, visitor)
  const name = `${screen.name}-${looking.width}-${looking.language}-${looking.scheme}.png`
  await page.screenshot({ path: path.join(folder, name), fullPage: true, animations: 'disabled' })
  await context.close()
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !allScreens.some((screen) => screen.name === name))
  if (unknown.length > 0) {
    console.error(
      `No screen is called ${unknown.join(', ')}. There are: ${allScreens.map(({ name }) => name).join(', ')}`,
    )
    return 2
  }
  mkdirSync(folder, { recursive: true })
  const here = await stage()
  try {
    await prepareTown(here)
    for (const screen of allScreens) {
      if (names.length > 0 && !names.includes(screen.name)) continue
      for (const looking of looks) await take(here, screen, looking)
      console.log(screen.name)
    }
  } finally {
    await closeStage()
  }
  return 0
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
