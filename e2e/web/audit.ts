import { readFileSync } from 'node:fs'
import type { Page, Response } from 'playwright-core'
import type { Visitor } from './browser.ts'
import type { Shown } from './screens.ts'

/** What is wrong with a page that any page could have wrong. */

const axeSource = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

type AxeResult = { violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }

/** Runs axe with the rules of WCAG 2.2 A and AA, and its best practices. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate<AxeResult>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )
  return violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** Waits until a page has its heading and nothing of it is loading any more; false when that never happens. */
export async function settled(page: Page): Promise<boolean> {
  const isDone = (): boolean =>
    document.documentElement.dataset['ready'] === 'true' &&
    document.querySelector('main h1') !== null &&
    document.querySelector('[data-loading]') === null
  try {
    await page.waitForFunction(isDone, undefined, { timeout: 30_000 })
    await page.evaluate(async () => document.fonts.ready.then(() => undefined))
    return true
  } catch {
    return false
  }
}

/** What a page that does not come to rest still waits for. */
export async function unsettled(page: Page): Promise<string> {
  return page.evaluate(() => {
    const loading = [...document.querySelectorAll('[data-loading]')].map((one) => one.className || one.tagName)
    const { ready = 'not' } = document.documentElement.dataset
    return `ready ${ready}, h1 ${document.querySelector('main h1') !== null}, loading ${loading.join(', ')}`
  })
}

/** Presses what a screen wants pressed, and lets what opens come to rest. */
export async function act({ act: work }: Pick<Shown, 'act'>, visitor: Visitor): Promise<void> {
  if (work === undefined) return
  await work(visitor)
  const { page } = visitor
  await page.waitForTimeout(400) // what opens may be code that is still on its way
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  await settled(page)
}

/** Answers by how much the page is wider than the screen. */
export async function sideways(page: Page): Promise<string[]> {
  const { wide, shown } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    shown: document.documentElement.clientWidth,
  }))
  return wide > shown ? [`${wide - shown} px too wide`] : []
}

/** A screen says once what it is, before all else that it says. */
export async function headings(page: Page): Promise<string[]> {
  const titles = await page.locator('h1').allTextContents()
  return titles.length === 1 ? [] : [`has ${titles.length} headings of the first level: ${titles.join(' / ')}`]
}

/** Texts of the town's data, which nobody translates: what replies held, and what came with the page. */
export class SeenData {
  private readonly texts = new Set<string>()
  private readonly pending: Promise<void>[] = []

  /** Listens to everything that the page is answered. */
  constructor(page: Page) {
    page.on('response', (response) => void this.pending.push(this.note(response)))
  }

  private async note(response: Response): Promise<void> {
    const isJson = (response.headers()['content-type'] ?? '').startsWith('application/json')
    // What was refused is told in words of ours, never in the problem's.
    if (!isJson || response.status() >= 400) return
    try {
      this.keep(JSON.parse(await response.text()))
    } catch {
      // The page went on before it had read the reply.
    }
  }

  /** Keeps every text in a value; of words by language, only those of the other languages. */
  keep(value: unknown): void {
    if (typeof value === 'string' && value.length > 1) this.texts.add(value)
    if (typeof value !== 'object' || value === null) return
    const isByLanguage = 'en' in value && 'zh' in value
    for (const [key, member] of Object.entries(value)) if (!(isByLanguage && key === 'en')) this.keep(member)
  }

  /** All of them, the longest first. */
  async all(page: Page): Promise<string[]> {
    await Promise.allSettled(this.pending)
    const state = await page.evaluate(() => document.getElementById('state')?.textContent ?? '{}')
    this.keep(JSON.parse(state))
    return [...this.texts].toSorted((one, other) => other.length - one.length)
  }
}

/** Names that are the same in every language (of currencies before their words), and what languages call themselves. */
const names = /Lakeside|English|[A-Z]{3}(?= · )|EUR|CSV|JSON|PDF|API|URL|Webhooks?|Ctrl|https?/g
/** Order numbers, and the beginnings of ids. */
const numbers = /\b[0-9A-F]{4} ?[0-9A-F]{4}\b|\b[0-9a-f]{8}\b/g

/** Words in Latin letters that are no data of the town: forgotten translations. */
export async function foreignWords(page: Page, known: () => Promise<string[]>): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const seen: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement
      if (parent === null || parent.closest('script, style, [hidden], [translate=no]') !== null) continue
      seen.push(walker.currentNode.textContent ?? '')
    }
    const isShown = (element: Element): boolean => element.closest('[aria-hidden=true], [hidden]') === null
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`))
        if (isShown(element)) seen.push(element.getAttribute(name) ?? '')
    }
    return [...seen, document.title]
  })
  const data = await known() // after the texts: a name may come at any moment
  return texts.flatMap((text) => {
    let rest = text
    for (const one of data) if (rest.includes(one)) rest = rest.replaceAll(one, ' ')
    return /[A-Za-z]{3,}/.test(rest.replaceAll(numbers, ' ').replaceAll(names, ' '))
      ? [`not translated: ${text.trim()}`]
      : []
  })
}
