import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Visitor, closeStage, desktop, goTo, leaveAfter, stage, visit } from './browser.ts'
import { aContested, banner, meetBanners, prepareHold, prepareLoop, tell } from './loop-screens.ts'

after(closeStage)

/** A town with a loop, and its operator on a page. */
async function come(): Promise<Visitor> {
  const olga = await visit(await stage(), { persona: 'olga', width: desktop })
  await olga.page.goto('/health')
  await prepareLoop(olga)
  return olga
}

async function press({ page }: Visitor, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click()
}

/** One policy of the loop's page. */
function policyOf({ page }: Visitor, name: string) {
  return page.locator('li').filter({ has: page.getByRole('heading', { name, level: 3, exact: true }) })
}

async function moveClock(visitor: Visitor, byMs: number): Promise<void> {
  await tell(visitor, 'POST', { path: '/v1/sandbox/clock', body: { byMs } })
}

test('a policy climbs the ladder, is refused where it has not shown enough, and is rolled back by hand', async (t) => {
  const olga = await come()
  leaveAfter(t, olga)
  await meetBanners(olga, 80)
  await moveClock(olga, 120_000)
  await goTo(olga, '/operator/loops')
  await olga.page.getByRole('link', { name: 'Which banner a visitor meets' }).click()
  const second = policyOf(olga, 'second 1')
  await second.getByRole('button', { name: 'Promote' }).click()
  await olga.page.getByText('second 1: replay on the log is done').waitFor()
  await second.getByText('Next step: decide in shadow').waitFor()
  await second.getByRole('button', { name: 'Promote' }).click()
  await second.getByText('In shadow', { exact: true }).waitFor()
  await second.getByRole('button', { name: 'Promote' }).click()
  await second.getByRole('alert').waitFor()
  await meetBanners(olga, 105)
  await second.getByText('Decisions in shadow: done').waitFor()
  await second.getByText(/^\d+ of 100$/).waitFor()
  await second.getByRole('button', { name: 'Promote' }).click()
  await second.getByText('On a share: 10%').waitFor()
  await second.getByRole('button', { name: 'Promote' }).click()
  await second.getByRole('button', { name: 'Go on all the same' }).click()
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('The other one is on fire')
  await dialog.getByRole('button', { name: 'Go on all the same' }).click()
  await second.getByText('Live', { exact: true }).waitFor()
  await olga.page.getByText('The other one is on fire').first().waitFor()

  await second.getByRole('button', { name: 'Roll back' }).click()
  await dialog.getByLabel('Why').fill('It was not')
  await dialog.getByRole('button', { name: 'Roll back' }).click()
  await olga.page.getByText('first 1 lives again').first().waitFor()
  await second.getByText('Rolled back: It was not').waitFor()
  assert.deepEqual(refused(olga), [])
})

/** What the browser complains of, but for answers that refuse: those it always tells of. */
function refused({ complaints }: Visitor): string[] {
  return complaints.filter((complaint) => !/status of 409/.test(complaint))
}

test('the kill switch returns a point to its safe default, and is taken back by one press', async (t) => {
  const olga = await come()
  leaveAfter(t, olga)
  await goTo(olga, `/operator/loops/${banner}`)
  await press(olga, 'Switch off')
  await olga.page.getByText('Switched off', { exact: true }).waitFor()
  const switches = await tell(olga, 'GET', { path: '/v1/decisions/switches' })
  assert.equal((switches['items'] as unknown as { isOff: boolean }[])[0]?.isOff, true)
  await press(olga, 'Undo')
  await olga.page.getByRole('button', { name: 'Switch off' }).waitFor()
  assert.deepEqual(olga.complaints, [])
})

test('a decision is found, read with its reasons, put right, and the log is decided again', async (t) => {
  const olga = await come()
  leaveAfter(t, olga)
  await moveClock(olga, 120_000)
  await goTo(olga, `/operator/loops/${banner}`)
  await olga.page.getByLabel('Policy', { exact: true }).selectOption('second 1')
  await press(olga, 'Replay')
  await olga.page.getByText(/a decision \(.* to .*\); earned were/).waitFor()
  await olga.page.getByRole('link', { name: 'Its decisions' }).click()
  await olga.page.getByRole('table').getByRole('link').first().click()
  await olga.page.getByRole('heading', { name: 'What was looked at' }).waitFor()
  await olga.page.getByRole('list', { name: 'Options' }).getByText('chosen').waitFor()
  await olga.page.getByText(/chose .*, which it scored/).waitFor()
  await press(olga, 'Why?')
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('They rang')
  await dialog.getByRole('button', { name: /Choose|Override|otherwise/i }).click()
  await olga.page.getByText(/They rang/).waitFor()
  await olga.page.getByText('Put right by a person').first().waitFor()
  assert.deepEqual(olga.complaints, [])
})

test('the hold learns from what came of orders, is judged, put into shadow and compared; it learns daily by itself', async (t) => {
  const olga = await come()
  leaveAfter(t, olga)
  await goTo(olga, '/operator/loops/market.hold')
  const { page } = olga
  await page.getByText('Nothing has been trained here yet.').waitFor()
  await press(olga, 'Train now')
  await page.getByText(/There is nothing to learn from yet/).waitFor({ timeout: 30_000 })
  await prepareHold(olga)
  await press(olga, 'Train now')
  await page.getByText('learnt begins to learn').first().waitFor()
  await page.getByText('learnt 1 → learnt 2').waitFor({ timeout: 30_000 })
  const model = page.getByRole('listitem', { name: 'learnt 2', exact: true })
  await model.getByText(/Worth a decision, on \d+ it has not seen/).waitFor()
  await model.getByRole('button', { name: 'Put into shadow' }).click()
  await model.getByText('In shadow', { exact: true }).waitFor()
  await model.getByText(/Runs beside baseline 1/).waitFor()
  await model.getByText(/Decisions in shadow: missing/).waitFor()
  await prepareHold(olga, 110)
  await model.getByText('Decisions in shadow: done').waitFor()
  await model.getByText(/Agrees with the live policy: (done|missing)/).waitFor()
  await page.getByLabel('learnt learns by itself').selectOption('Every day')
  await page.getByText('The schedule of learnt is changed').waitFor()
  const schedule = '/v1/decisions/points/market.hold/policies/learnt/schedule'
  assert.deepEqual(await tell(olga, 'GET', { path: schedule }), { everyHours: 24, afterOutcomes: null })
  await press(olga, 'Undo')
  await page.getByLabel('learnt learns by itself').locator('option:checked', { hasText: 'Only when asked' }).waitFor({ state: 'attached' }) // prettier-ignore
  assert.deepEqual(olga.complaints, [])
})

test('a contest stands on the decision with its words, leads to its case, and marks it in the list', async (t) => {
  const olga = await come()
  leaveAfter(t, olga)
  const mei = await visit(await stage(), { persona: 'mei', width: desktop })
  leaveAfter(t, mei)
  await mei.page.goto('/health')
  const path = await aContested(olga, mei)
  await goTo(olga, '/operator/decisions?only=onlyContested')
  await olga.page.getByRole('table').getByText('Contested', { exact: true }).waitFor()
  await goTo(olga, path)
  await olga.page.getByText('I asked for the story, and never meet it.').waitFor()
  await olga.page.getByText('Waits for a ruling').waitFor()
  await olga.page.getByRole('link', { name: 'Open the case and rule' }).click()
  await olga.page.getByRole('textbox').fill('It was their turn for the plain one')
  await press(olga, 'The decision stands')
  await goTo(olga, path)
  await olga.page.getByText('It was their turn for the plain one').waitFor()
  await olga.page.getByText('Ruled', { exact: true }).waitFor()
  assert.deepEqual(olga.complaints, [])
})
