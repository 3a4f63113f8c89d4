import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { ask } from './browser.ts'
import { expose } from './experiment-screens.ts'

after(closeStage)

test('an experiment is planned, ramped, locked by its split, stopped and found again by its lesson', async (t) => {
  const olga = await visit(await stage(), { persona: 'olga', width: desktop })
  leaveAfter(t, olga)
  const { page } = olga
  await goTo(olga, '/operator')
  await page.getByRole('link', { name: 'Experiments' }).first().click()
  // The demo town tries one thing, and has one behind it.
  await page.getByRole('link', { name: 'How a price hint is worded' }).waitFor()
  await page.getByRole('button', { name: 'Planned' }).click()
  await page.getByText('Nothing is planned').waitFor()
  await page.getByRole('link', { name: 'New experiment' }).first().click()

  // What is wrong is said where it is wrong.
  await page.getByLabel('What is tried').fill('A shorter form')
  await page.getByLabel('What you believe, and why').fill('short')
  await page.getByLabel('Name of the metric').fill('finished')
  await page.getByLabel('Arm 1').fill('short')
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.getByText(/10 characters|fewer than/).first().waitFor() // prettier-ignore
  await page.getByLabel('What you believe, and why').fill('A shorter form is finished by more people')
  await page.getByText('Units in each arm').waitFor()
  await page.getByRole('button', { name: 'Plan it' }).click()
  await page.waitForURL(/\/operator\/experiments\/a-shorter-form/)

  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByText('Ramping up').waitFor()
  await page.getByRole('button', { name: 'Go to 5%' }).click()
  await page.getByRole('button', { name: 'Go to 25%' }).waitFor()

  // A client assigns 33 to 67 where 50 to 50 was meant: the page finds out by itself.
  await tellBroken(olga)
  await page.getByText('Sample ratio: results are locked').waitFor()
  await page.getByText('Locked by the sample ratio.').first().waitFor()
  await page.getByRole('button', { name: 'Go to 25%' }).click()
  await page.getByText('no arm can be shipped on these results').waitFor()

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByLabel('Why it is stopped').fill('The split is broken')
  await page.getByRole('button', { name: 'Stop it now' }).click()
  await page.getByText('Stopped', { exact: true }).waitFor()
  await page.getByLabel('What was learnt').fill('Count on the server: one client drew its own arms.')
  await page.getByRole('button', { name: 'Bin it' }).click()
  await page.getByText('Binned', { exact: true }).waitFor()

  await page.getByRole('link', { name: 'Experiments' }).first().click()
  await page.getByRole('button', { name: 'Graveyard' }).click()
  const search = page.getByLabel('Search the lessons')
  await search.pressSequentially('drew its own') // key by key, as fast as a browser takes them
  assert.equal(await search.inputValue(), 'drew its own')
  await page.getByRole('link', { name: 'A shorter form' }).waitFor()
  await search.fill('zzzz')
  await page.getByText('No lesson has these words.').waitFor()
})

async function tellBroken(olga: Parameters<typeof ask>[0]): Promise<void> {
  const exposures = Array.from({ length: 600 }, (_, index) => ({
    experiment: 'a-shorter-form', targetingKey: `p-${index}`, arm: index % 3 === 0 ? 'control' : 'short',
  })) // prettier-ignore
  await ask(olga, { method: 'POST', path: '/v1/experiments/exposures', body: { exposures } })
}

test('a fair experiment shows its interval, what it says, and the same in Chinese on a telephone', async (t) => {
  const here = await stage()
  const olga = await visit(here, { persona: 'olga', language: 'zh' })
  leaveAfter(t, olga)
  const { page } = olga
  await page.goto('/health')
  const { experimentScreens } = await import('./experiment-screens.ts')
  const { path } = experimentScreens.find(({ name }) => name === 'experiment-fair')!
  await goTo(olga, typeof path === 'string' ? path : await path(olga))
  await page.getByText('样本比例符合预期').waitFor()
  await page.getByText('评判指标').waitFor()
  await page.getByText('未定').first().waitFor()
  await ask(olga, { method: 'POST', path: '/v1/sandbox/clock', body: { byMs: 120_000 } })
  await expose(olga, 'fair', 2) // the same people again: a second look, and nothing moves
  await page.getByText('以表格显示').first().waitFor()
  await page.getByText('样本比例符合预期').waitFor()
})
